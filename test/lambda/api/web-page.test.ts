import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAGE, type RunningApi, startApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

describe('the page', () => {
  it.each(['/', '/?level=ERROR', '/calls/CA1'])('has its shell at %s for whoever asks', async (path) => {
    const answer = await api.get(path, { credential: '' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await answer.text()).toBe(PAGE.html);
  });

  it('lets no script, style or host in but its own, and no frame around it', async () => {
    const { headers } = await api.get('/', { credential: '' });
    const policy = new Map(
      (headers.get('content-security-policy') ?? '').split('; ').map((directive): [string, string] => {
        const [name = '', ...values] = directive.split(' ');
        return [name, values.join(' ')];
      }),
    );
    expect(policy.get('default-src')).toBe("'none'");
    for (const name of ['script-src', 'style-src', 'img-src', 'connect-src']) expect(policy.get(name)).toBe("'self'");
    for (const name of ['base-uri', 'form-action', 'frame-ancestors']) expect(policy.get(name)).toBe("'none'");
    expect(policy.get('require-trusted-types-for')).toBe("'script'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-cache');
  });

  it('has files that may be kept for ever, since their names change with them', async () => {
    const answer = await api.get('/assets/page-1.js', { credential: '' });
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('vary')).toBe('Accept-Encoding');
    expect(await answer.text()).toBe(PAGE.assets['page-1.js']?.body);
  });

  it.each([
    ['gzip, deflate, br, zstd', 'gzip'],
    ['br;q=1.0, GZIP ;q=0.8', 'gzip'],
    ['identity', null],
    ['x-gzip', null],
    ['br, gzip;q=0.0', null],
    ['gzip; q=0', null],
    ['', null],
  ])('has its files, for who takes %j, as %s', async (accepts, encoding) => {
    const answer = await api.get('/assets/page-1.js', { headers: { 'accept-encoding': accepts } });
    expect(answer.headers.get('content-encoding')).toBe(encoding);
    expect(answer.headers.get('vary')).toBe('Accept-Encoding');
    expect(await answer.text()).toBe(PAGE.assets['page-1.js']?.body);
  });

  it.each(['/', '/calls/CA1', '/assets/page-1.js'])('only reads: another method is 405 at %s', async (path) => {
    const answer = await api.get(path, { method: 'POST' });
    expect([answer.status, await answer.json()]).toMatchObject([405, { code: 20004 }]);
  });
});
