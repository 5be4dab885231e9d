import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT_SID, callCloudEvent, eventId } from '../../../samples/builders.ts';
import { type RunningApi, startApi, TOKEN } from './running-api.ts';

const SUPPORT = { sid: `SK${'1'.repeat(32)}`, secret: 'the-secret-of-support', accounts: [`AC${'1'.repeat(32)}`] };
const PARTNER = { sid: `SK${'2'.repeat(32)}`, secret: 'the-secret-of-partner', accounts: [`AC${'2'.repeat(32)}`] };
const BOTH = {
  sid: `SK${'3'.repeat(32)}`,
  secret: 'the-secret-of-both',
  accounts: [...PARTNER.accounts, ...SUPPORT.accounts],
};
const [ONE = '', OTHER = ''] = [...SUPPORT.accounts, ...PARTNER.accounts];
const START_MS = Date.parse('2026-11-20T10:00:00.000Z');
const sid = (n: number) => `CA${n.toString(16).padStart(32, '0')}`;

let api: RunningApi;
beforeAll(async () => {
  api = await startApi({ credentials: [SUPPORT, PARTNER, BOTH] });
  const accounts = [ONE, OTHER, null, ACCOUNT_SID, OTHER];
  await api.put(
    Array.from({ length: 200 }, (_event, index) =>
      callCloudEvent(
        { id: eventId(index) },
        {
          call_sid: sid(index % accounts.length),
          account_sid: accounts[index % accounts.length],
          timestamp: new Date(START_MS + index * 1_000).toISOString(),
          name: String(index),
          level: 'ERROR',
        },
      ),
    ),
  );
  // A call of two accounts, as a device can make one up.
  await api.put(
    [OTHER, ONE, OTHER].map((account_sid, index) =>
      callCloudEvent(
        { id: eventId(index) },
        { call_sid: 'CAmixed', account_sid, edge: index === 0 ? 'carrier_edge' : 'sdk_edge', level: 'INFO' },
      ),
    ),
  );
}, 60_000);
afterAll(() => api.stop());

type Reader = { sid: string; secret: string };
const ALL: Reader = { sid: ACCOUNT_SID, secret: TOKEN };

async function ask(path: string, reader: Reader) {
  const answer = await api.get(path, { credential: `${reader.sid}:${reader.secret}` });
  return { status: answer.status, body: JSON.parse((await answer.text()) || 'null') };
}

async function accountsOf(path: string, reader: Reader): Promise<Map<string | null, number>> {
  const counts = new Map<string | null, number>();
  for (let next: string | null = path; next !== null; ) {
    const { status, body } = await ask(next, reader);
    expect(status, JSON.stringify(body)).toBe(200);
    for (const { account_sid } of body.events) counts.set(account_sid, (counts.get(account_sid) ?? 0) + 1);
    next = body.meta.next_page_url?.replace(api.url, '') ?? null;
  }
  return counts;
}

describe('a credential with accounts', () => {
  it.each(['', '?PageSize=7', '?Level=ERROR&PageSize=1000'])('reads these alone across calls (%s)', async (search) => {
    expect(await accountsOf(`/v1/Voice/Events${search}`, SUPPORT)).toEqual(new Map([[ONE, 40]]));
    expect(await accountsOf(`/v1/Voice/Events${search}`, PARTNER)).toEqual(new Map([[OTHER, 80]]));
    const both = new Map([
      [OTHER, 80],
      [ONE, 40],
    ]);
    expect(await accountsOf(`/v1/Voice/Events${search}`, BOTH)).toEqual(both);
  });

  it('is one without reads all, also events that say no account', async () => {
    const counts = await accountsOf('/v1/Voice/Events?PageSize=50', ALL);
    expect([...counts.keys()].toSorted()).toEqual([ACCOUNT_SID, ONE, OTHER, null].toSorted());
  });

  it.each(['', '?Edge=all', '?Edge=sip_edge', '?Level=ERROR'])('gets 404 for a call of others (%s)', async (search) => {
    for (const [n, reader] of [
      [1, SUPPORT],
      [2, SUPPORT],
      [3, SUPPORT],
      [0, PARTNER],
    ] as const) {
      const { status, body } = await ask(`/v1/Voice/${sid(n)}/Events${search}`, reader);
      const nothing = await ask(`/v1/Voice/${sid(99)}/Events${search}`, reader);
      expect(status).toBe(404);
      expect(body).toEqual({ ...nothing.body, message: nothing.body.message.replace(sid(99), sid(n)) });
      expect((await ask(`/v1/Voice/Events?CallSid=${sid(n)}`, reader)).status).toBe(404);
    }
  });

  it('reads of a call of two accounts its own events, by the edge that these have', async () => {
    expect(await accountsOf('/v1/Voice/CAmixed/Events', SUPPORT)).toEqual(new Map([[ONE, 1]]));
    expect(await accountsOf('/v1/Voice/CAmixed/Events?Edge=all&PageSize=1', PARTNER)).toEqual(new Map([[OTHER, 2]]));
  });

  it('cannot use a page token of another, whose accounts are others', async () => {
    const path = '/v1/Voice/Events?PageSize=5';
    for (const [giver, taker, status] of [
      [ALL, SUPPORT, 400],
      [PARTNER, SUPPORT, 400],
      [SUPPORT, ALL, 400],
      [BOTH, SUPPORT, 400],
      [SUPPORT, SUPPORT, 200],
    ] as const) {
      const { body } = await ask(path, giver);
      expect((await ask(body.meta.next_page_url.replace(api.url, ''), taker)).status).toBe(status);
    }
  });

  it('is told nothing of other accounts by a token', async () => {
    const { body } = await ask('/v1/Voice/Events?PageSize=5', SUPPORT);
    const token = new URL(body.meta.next_page_url).searchParams.get('PageToken') ?? '';
    for (const part of token.split('.')) {
      expect(Buffer.from(part, 'base64url').toString('latin1')).not.toMatch(/CA0|2026-11/);
    }
  });
});

describe('each request for events', () => {
  it('is told once to those who run the API: who, what, how many, and nothing of the content', async () => {
    const own = await startApi({ credentials: [SUPPORT] });
    await own.put([callCloudEvent({}, { call_sid: 'CA/1', account_sid: ONE, name: 'secret-name' })]);
    const support = { credential: `${SUPPORT.sid}:${SUPPORT.secret}` };
    await own.get('/v1/Voice/CA%2F1/Events?Name=secret-name', support);
    await own.get('/v1/Voice/Events?CallSid=CA/1', support);
    await own.get('/v1/Voice/CA%2F1/Events', { ...support, method: 'HEAD' });
    await own.get('/v1/Voice/CA%1b/Events', support);
    await own.get('/v1/Voice/Events?Name=', support);
    await own.get('/v1/Voice/Events', { credential: 'AC1:a-guess' });
    await own.get('/v1/Voice/Events', { credential: '' });
    await own.get('/v1/Voice/Events', { ...support, method: 'POST' });
    for (const path of ['/healthz', '/', '/openapi.json']) await own.get(path, { credential: '' });
    const told = own.answered.map(({ credentialSid, method, path, status, events }) => [
      credentialSid,
      `${method} ${path}`,
      status,
      events,
    ]);
    expect(told).toEqual([
      [SUPPORT.sid, 'GET /v1/Voice/CA%2F1/Events', 200, 1],
      [SUPPORT.sid, 'GET /v1/Voice/CA%2F1/Events', 200, 1],
      [SUPPORT.sid, 'HEAD /v1/Voice/CA%2F1/Events', 200, 1],
      [SUPPORT.sid, 'GET /v1/Voice/CA%1B/Events', 404, 0],
      [SUPPORT.sid, 'GET /v1/Voice/Events', 400, 0],
      [undefined, 'GET /v1/Voice/Events', 401, 0],
      [undefined, 'GET /v1/Voice/Events', 401, 0],
      [SUPPORT.sid, 'POST /v1/Voice/Events', 405, 0],
    ]);
    expect(JSON.stringify(own.answered)).not.toMatch(/secret-name|a-guess|the-secret/);
    await own.stop();
  });
});

describe('every answer', () => {
  it.each([
    ['an answer', '/v1/Voice/Events', {}],
    ['401', '/v1/Voice/Events', { credential: '' }],
    ['404', '/v1/Voice/CA1/Events', {}],
    ['404 of no route', '/nothing', {}],
    ['400', '/v1/Voice/Events?x=1', {}],
    ['405', '/v1/Voice/Events', { method: 'POST' }],
    ['HEAD', '/v1/Voice/Events', { method: 'HEAD' }],
    ['OPTIONS', '/v1/Voice/Events', { method: 'OPTIONS' }],
    ['the health check', '/healthz', {}],
    ['the description', '/openapi.json', {}],
    ['the page', '/', {}],
    ['a file of the page', '/assets/page-1.js', {}],
    ['a file that is not there', '/assets/nothing', {}],
  ])('has a type that is to be believed, and the time by our clock (%s)', async (_what, path, init) => {
    const now = Date.parse('2030-01-02T03:04:05Z');
    const secure = await startApi({
      clock: { now: () => now, elapsed: () => 0 },
      platform: () => ({ baseUrl: 'https://api.example.com', clientAddress: '192.0.2.1', requestId: 'request-1' }),
    });
    const { headers } = await secure.get(path, init);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('date')).toBe('Wed, 02 Jan 2030 03:04:05 GMT');
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    await secure.stop();
    expect((await api.get(path, init)).headers.get('strict-transport-security')).toBeNull();
  });

  it('has them where it is our fault', async () => {
    const failing = async () => {
      throw new Error('no table');
    };
    const own = await startApi({ pages: { pageOfCall: failing, pageOfLevel: failing } });
    const answer = await own.get('/v1/Voice/Events');
    expect([answer.status, answer.headers.get('x-content-type-options')]).toEqual([500, 'nosniff']);
    expect(answer.headers.has('date')).toBe(true);
    await own.stop();
  });
});
