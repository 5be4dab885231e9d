import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT_SID } from '../../../samples/builders.ts';
import { type RunningApi, startApi, TOKEN } from './running-api.ts';

const [ONE, OTHER] = [`AC${'1'.repeat(32)}`, `AC${'2'.repeat(32)}`];
const ALL = `${ACCOUNT_SID}:${TOKEN}`;
const RESTRICTED = [
  { sid: `SK${'1'.repeat(32)}`, secret: 'the-secret-of-support', accounts: [ONE, OTHER] },
  { sid: `SK${'2'.repeat(32)}`, secret: 'the-secret-of-others', accounts: [OTHER, ONE] },
  { sid: `SK${'3'.repeat(32)}`, secret: 'the-secret-of-partner', accounts: [ONE] },
];
const [SUPPORT = '', COLLEAGUE = '', PARTNER = ''] = RESTRICTED.map(({ sid, secret }) => `${sid}:${secret}`);

/** Of a view of whoever asks. */
const OWN = { scope: null, accounts: null };

let api: RunningApi;
beforeAll(async () => {
  api = await startApi({ credentials: RESTRICTED });
});
afterAll(() => api.stop());

async function ask(method: string, path: string, body?: unknown, credential = ALL, headers = {}) {
  const answer = await fetch(`${api.url}${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(credential).toString('base64')}`,
      'content-type': 'application/json',
      'sec-fetch-site': 'same-origin',
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}
const put = (name: string, body: unknown, credential?: string) =>
  ask('PUT', `/views?Name=${encodeURIComponent(name)}`, body, credential);
const listOf = async (credential?: string) => (await ask('GET', '/views', undefined, credential)).body.views;

describe('views', () => {
  it('are kept by name, changed and deleted', async () => {
    expect(await listOf()).toEqual([]);
    const address = '/events?level=ERROR&since=1h';
    expect(await put('Errors of the last hour', { address })).toEqual({ status: 204, body: undefined });
    const alert = { when: 'share', over: 2.5, webhook: 'https://hooks.example.com/T0?x=1' };
    await put('A/B #1 – ü%', { address: '/?code=53405', alert });
    expect(await listOf()).toEqual([
      { name: 'A/B #1 – ü%', address: '/?code=53405', alert, ...OWN, state: null },
      { name: 'Errors of the last hour', address, alert: null, ...OWN, state: null },
    ]);
    await put('A/B #1 – ü%', { address: '/cause?cause=code%3A53405', alert: { when: 'spike' } });
    await ask('DELETE', '/views?Name=Errors%20of%20the%20last%20hour');
    expect(await listOf()).toEqual([
      {
        name: 'A/B #1 – ü%',
        address: '/cause?cause=code%3A53405',
        alert: { when: 'spike', over: null, webhook: null },
        ...OWN,
        state: null,
      },
    ]);
    await ask('DELETE', `/views?Name=${encodeURIComponent('A/B #1 – ü%')}`);
    expect(await listOf()).toEqual([]);
  });

  it('are those of everybody who may read the same accounts, and of nobody else', async () => {
    for (const [credential, name] of [
      [ALL, 'all'],
      [SUPPORT, 'support'],
      [PARTNER, 'partner'],
    ] as const) {
      await put(name, { address: '/' }, credential);
    }
    const namesOf = async (credential: string) =>
      (await listOf(credential)).map(({ name }: { name: string }) => name).toSorted();
    expect(await Promise.all([ALL, SUPPORT, COLLEAGUE, PARTNER].map(namesOf))).toEqual([
      ['all', 'partner', 'support'],
      ['support'],
      ['support'],
      ['partner'],
    ]);
    await ask('DELETE', '/views?Name=all', undefined, PARTNER);
    expect(await namesOf(ALL)).toContain('all');
    for (const [name, credential] of [
      ['all', ALL],
      ['support', COLLEAGUE],
      ['partner', PARTNER],
    ] as const) {
      await ask('DELETE', `/views?Name=${name}`, undefined, credential);
    }
  });

  it('of credentials that are limited are listed and deleted by who may read all accounts, and by nobody else', async () => {
    const alert = { when: 'spike', webhook: 'https://hooks.example.com/x' };
    await put('theirs', { address: '/', alert }, PARTNER);
    const [view] = await listOf();
    expect(view).toMatchObject({ name: 'theirs', accounts: [ONE], scope: expect.any(String) });
    expect(await listOf(PARTNER)).toMatchObject([{ name: 'theirs', accounts: null, scope: null }]);
    const path = `/views?Name=theirs&Scope=${view.scope}`;
    expect((await ask('DELETE', path, undefined, SUPPORT)).status).toBe(400);
    await ask('DELETE', '/views?Name=theirs');
    await ask('DELETE', '/views?Name=theirs&Scope=other');
    expect(await listOf(PARTNER)).toHaveLength(1);
    expect((await ask('DELETE', path)).status).toBe(204);
    expect(await listOf(PARTNER)).toEqual([]);
  });

  it('are 200 at most, of which each can still be changed', async () => {
    for (let n = 0; n < 200; n += 1) await api.views.put({ name: `v${n}`, address: '/', origin: '', savedAt: '' });
    expect(await put('one more', { address: '/' })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('200 views') },
    });
    expect((await put('v0', { address: '/events' })).status).toBe(204);
    await Promise.all(Array.from({ length: 200 }, (_view, n) => api.views.remove(undefined, `v${n}`)));
  });

  it.each([
    ['an address of a host', { address: 'https://evil.example.com/' }, 'address'],
    ['an address of a host without a scheme', { address: '//evil.example.com/' }, 'address'],
    ['an address of a host, as browsers read it', { address: '/\\evil.example.com/' }, 'address'],
    ['a script', { address: 'javascript:alert(1)' }, 'address'],
    ['a path of the API', { address: '/v1/Voice/Events' }, 'address'],
    ['a path that leads there', { address: '/calls/../v1/Voice/Events' }, 'address'],
    ['no address', {}, 'address'],
    ['a long address', { address: `/?text=${'x'.repeat(2_000)}` }, 'address'],
    ['another member', { address: '/', colour: 'red' }, 'the whole'],
    ['an alert of another kind', { address: '/', alert: { when: 'moon' } }, 'alert.when'],
    ['a share of nothing', { address: '/', alert: { when: 'share' } }, 'alert.over'],
    ['a share of all', { address: '/', alert: { when: 'share', over: 100 } }, 'alert.over'],
    ['a share too small to keep', { address: '/', alert: { when: 'share', over: 1e-300 } }, 'alert.over'],
    ['an alert of a carrier', { address: '/?facet=carrier%3Ax', alert: { when: 'spike' } }, 'carrier'],
    ['a spike over something', { address: '/', alert: { when: 'spike', over: 5 } }, 'alert.over'],
    ['an alert of a call', { address: '/calls/CA1', alert: { when: 'spike' } }, 'alert'],
    ['an alert of a level that is not indexed', { address: '/?level=debug', alert: { when: 'spike' } }, 'Level'],
    ['an alert of a number', { address: '/?party=%2B1', alert: { when: 'spike' } }, 'alert'],
    [
      'a webhook without TLS',
      { address: '/', alert: { when: 'spike', webhook: 'http://example.com' } },
      'alert.webhook',
    ],
    ['a webhook here', { address: '/', alert: { when: 'spike', webhook: 'https://localhost/x' } }, 'alert.webhook'],
    [
      'a webhook of a network',
      { address: '/', alert: { when: 'spike', webhook: 'https://10.0.0.1/' } },
      'alert.webhook',
    ],
    [
      'a webhook of the cloud',
      { address: '/', alert: { when: 'new-cause', webhook: 'https://169.254.169.254' } },
      'alert.webhook',
    ],
    ['a webhook of 127.1', { address: '/', alert: { when: 'new-cause', webhook: 'https://127.1' } }, 'alert.webhook'],
    [
      'a webhook of IPv6',
      { address: '/', alert: { when: 'spike', webhook: 'https://[::ffff:10.0.0.1]' } },
      'alert.webhook',
    ],
    [
      'a webhook with a password',
      { address: '/', alert: { when: 'spike', webhook: 'https://a:b@c.example' } },
      'alert.webhook',
    ],
    ['a webhook that is none', { address: '/', alert: { when: 'spike', webhook: 'slack' } }, 'alert.webhook'],
  ])('with %s is refused, by the name of what is wrong', async (_what, body, named) => {
    const answer = await put('wrong', body);
    expect(answer).toMatchObject({ status: 400, body: { code: 17400, message: expect.stringContaining(named) } });
    expect(await listOf()).toEqual([]);
  });

  it('with a name that is none, or from elsewhere, are refused', async () => {
    expect((await put('x'.repeat(81), { address: '/' })).body.message).toContain('name');
    expect((await put(' ', { address: '/' })).body.message).toContain('name');
    expect((await ask('PUT', '/views', { address: '/' })).status).toBe(400);
    expect((await ask('PUT', '/views/one', { address: '/' })).status).toBe(404);
    for (const method of ['PUT', 'DELETE']) {
      const body = method === 'PUT' ? { address: '/' } : undefined;
      expect((await ask(method, '/views?Name=x', body, ALL, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
      expect((await ask(method, '/views?Name=x', body, ALL, { 'content-type': 'text/plain' })).status).toBe(400);
      expect((await ask(method, '/views?Name=x', body, 'AC1:wrong')).status).toBe(401);
    }
    expect((await ask('POST', '/views', {})).status).toBe(405);
  });
});
