import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixedCredentials, type KnownCredential } from '../../../lambda/api/credentials.ts';
import { claimedSession, isSigned, SESSION_MS, writeSession } from '../../../lambda/api/session.ts';
import { ACCOUNT_SID } from '../../../samples/builders.ts';
import { systemClock } from '../../../shared/clock.ts';
import { API_KEY, type RunningApi, startApi, TOKEN } from './running-api.ts';

const EVENTS = '/v1/Voice/Events?PageSize=1';
const FROM_PAGE = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' };
const JSON_FROM_PAGE = { ...FROM_PAGE, 'content-type': 'application/json' };
const RIGHT = { sid: ACCOUNT_SID, token: TOKEN };

/** What the API knows, and when it is; a test changes both. */
const state: { known: KnownCredential[]; nowMs: number; keys: string[] } = { known: [], nowMs: 0, keys: [] };
function asAtFirst() {
  state.known = [{ sid: ACCOUNT_SID, secret: TOKEN }, API_KEY];
  state.nowMs = Date.parse('2026-11-20T12:00:00.000Z');
  state.keys = ['key'];
}

let api: RunningApi;
beforeAll(async () => {
  asAtFirst();
  api = await startApi({
    clock: { now: () => state.nowMs, elapsed: systemClock.elapsed },
    pageTokenKeys: async () => state.keys,
    credentials: {
      check: (given) => fixedCredentials(state.known).check(given),
      find: (fits) => fixedCredentials(state.known).find(fits),
    },
  });
});
afterAll(() => api.stop());

const port = () => new URL(api.url).port;
const post = (body: unknown, headers: Record<string, string> = JSON_FROM_PAGE) =>
  fetch(`${api.url}/session`, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

/** The cookie of somebody who signs in, as a browser sends it back. */
async function signIn(given: unknown = RIGHT): Promise<string> {
  const answer = await post(given);
  expect(answer.status).toBe(204);
  return (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
}

const get = (path: string, cookie: string, headers: Record<string, string> = FROM_PAGE) =>
  fetch(`${api.url}${path}`, { headers: { ...headers, cookie } });
const statusOf = async (path: string, cookie: string, headers?: Record<string, string>) =>
  (await get(path, cookie, headers)).status;
const signOut = (cookie: string, headers: Record<string, string> = JSON_FROM_PAGE) =>
  fetch(`${api.url}/session`, { method: 'DELETE', headers: { ...headers, cookie } });

describe('signing in', () => {
  it('takes a credential once, and answers with a cookie that no script reads and no other site sends', async () => {
    asAtFirst();
    const answer = await post(RIGHT);
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    const [cookie = '', ...attributes] = (answer.headers.get('set-cookie') ?? '').split('; ');
    expect(cookie).toMatch(new RegExp(`^voice-insights-session-${port()}=[\\w.-]+$`));
    expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=43200', 'Path=/', 'SameSite=Strict']);
    expect(`${cookie}${Buffer.from(cookie.split('=')[1] ?? '', 'base64url')}`).not.toContain(TOKEN);
    expect(await statusOf(EVENTS, cookie)).toBe(200);
    const { expires_at, ...said } = JSON.parse(await (await get('/session', cookie)).text());
    expect(said).toEqual({ sid: ACCOUNT_SID, name: 'VoiceInsightsSink' });
    expect(Date.parse(expires_at)).toBe(state.nowMs + SESSION_MS);
  });

  it('over TLS has the cookie for this host alone', async () => {
    const { sessionCookie } = await import('../../../lambda/api/session-cookie.ts');
    expect(sessionCookie('https://api.example.com')).toEqual({
      name: '__Host-voice-insights-session',
      attributes: { path: '/', httpOnly: true, sameSite: 'Strict', secure: true },
    });
  });

  it.each([
    ['a wrong token', { sid: ACCOUNT_SID, token: 'wrong' }, 401, 20003],
    ['no token', { sid: ACCOUNT_SID }, 400, 17400],
    ['a number for a token', { sid: ACCOUNT_SID, token: 1 }, 400, 17400],
    ['no JSON', 'sid=AC1', 400, 17400],
    ['more than anybody needs', { ...RIGHT, more: 'x'.repeat(8 * 1024) }, 400, 17400],
    ['nothing', '', 400, 17400],
  ])('with %s is refused, without a cookie and without a window of the browser', async (_what, body, status, code) => {
    asAtFirst();
    const answer = await post(body);
    expect([answer.status, JSON.parse(await answer.text()).code]).toEqual([status, code]);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.headers.get('www-authenticate')).toBeNull();
  });

  it.each([
    ['a form', { 'sec-fetch-site': 'same-origin', 'content-type': 'text/plain' }, 400],
    ['another site', { ...JSON_FROM_PAGE, 'sec-fetch-site': 'cross-site' }, 403],
    ['another host of the site', { ...JSON_FROM_PAGE, 'sec-fetch-site': 'same-site' }, 403],
    ['nobody knows where', { 'content-type': 'application/json' }, 403],
    ['another origin', { 'content-type': 'application/json', origin: 'https://evil.example.com' }, 403],
  ])('from %s is refused', async (_where, headers, status) => {
    asAtFirst();
    expect((await post(RIGHT, headers as Record<string, string>)).status).toBe(status);
  });

  it('is told from an origin of its own by an older browser', async () => {
    asAtFirst();
    expect((await post(RIGHT, { 'content-type': 'application/json', origin: api.url })).status).toBe(204);
  });

  it('counts what is guessed as for HTTP Basic, and logs the SID alone', async () => {
    asAtFirst();
    const guessed = await startApi();
    const guess = () =>
      fetch(`${guessed.url}/session`, {
        method: 'POST',
        headers: JSON_FROM_PAGE,
        body: JSON.stringify({ sid: ACCOUNT_SID, token: 'a-guess' }),
      });
    for (let n = 0; n < 20; n += 1) expect((await guess()).status).toBe(401);
    const refused = await guess();
    expect([refused.status, refused.headers.get('retry-after'), guessed.refused()]).toEqual([429, '60', 21]);
    await guessed.stop();
    const before = api.answered.length;
    await signIn();
    expect(api.answered.slice(before)).toEqual([
      { requestId: 'request-1', credentialSid: ACCOUNT_SID, method: 'POST', path: '/session', status: 204, events: 0 },
    ]);
  });
});

describe('a session', () => {
  it('is over after twelve hours', async () => {
    asAtFirst();
    const cookie = await signIn();
    state.nowMs += SESSION_MS - 1;
    expect(await statusOf(EVENTS, cookie)).toBe(200);
    state.nowMs += 1;
    expect(await statusOf(EVENTS, cookie)).toBe(401);
  });

  it.each([
    ['whose secret is changed', [{ sid: ACCOUNT_SID, secret: 'another-secret-now' }]],
    ['that is taken away', [API_KEY]],
    ['that is restricted since', [{ sid: ACCOUNT_SID, secret: TOKEN, accounts: [`AC${'1'.repeat(32)}`] }]],
  ])('of a credential %s is over', async (_what, known) => {
    asAtFirst();
    const cookie = await signIn();
    state.known = known;
    expect(await statusOf(EVENTS, cookie)).toBe(401);
  });

  it('outlives a new key by the one before it', async () => {
    asAtFirst();
    const cookie = await signIn();
    state.keys = ['new', 'key'];
    expect(await statusOf(EVENTS, cookie)).toBe(200);
    state.keys = ['newer', 'new'];
    expect(await statusOf(EVENTS, cookie)).toBe(401);
  });

  it('reads what its credential may read', async () => {
    asAtFirst();
    const restricted = {
      sid: `SK${'1'.repeat(32)}`,
      secret: 'the-secret-of-support',
      accounts: [`AC${'1'.repeat(32)}`],
    };
    state.known.push(restricted);
    await api.putSummary({ call_sid: 'CAhidden', account_sid: ACCOUNT_SID });
    const cookie = await signIn({ sid: restricted.sid, token: restricted.secret });
    expect(await statusOf('/v1/Voice/CAhidden/Summary?ProcessingState=all', cookie)).toBe(404);
    expect(await statusOf('/v1/Voice/CAhidden/Summary?ProcessingState=all', await signIn())).toBe(200);
  });

  it('ends for good when somebody signs out, also for whoever has a copy of the cookie, and no other one does', async () => {
    asAtFirst();
    const [cookie, other] = [await signIn(), await signIn()];
    const answer = await signOut(cookie);
    expect(answer.status).toBe(204);
    expect(answer.headers.get('set-cookie')).toMatch(
      new RegExp(`^voice-insights-session-${port()}=; Max-Age=0; Path=/`),
    );
    expect(await statusOf(EVENTS, cookie)).toBe(401);
    expect(await statusOf('/session', cookie)).toBe(401);
    expect(await statusOf(EVENTS, other)).toBe(200);
    expect((await signOut(cookie)).status).toBe(204);
  });

  it('ends by no request of another site', async () => {
    asAtFirst();
    const cookie = await signIn();
    expect((await signOut(cookie, { ...JSON_FROM_PAGE, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect(await statusOf(EVENTS, cookie)).toBe(200);
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['an address that somebody typed', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }],
    ['whoever does not say', {}],
  ])('does not count from %s', async (_where, headers) => {
    asAtFirst();
    const answer = await get(EVENTS, await signIn(), headers as Record<string, string>);
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="voice-insights-sink"']);
  });

  it('that is over opens no window of the browser', async () => {
    asAtFirst();
    const cookie = await signIn();
    state.nowMs += SESSION_MS;
    for (const path of [EVENTS, '/session']) {
      const answer = await get(path, cookie);
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, null]);
    }
    expect(await (await get('/session', cookie)).json()).toMatchObject({ code: 20003, name: 'VoiceInsightsSink' });
  });

  it('gives way to HTTP Basic where both are sent', async () => {
    asAtFirst();
    const cookie = await signIn();
    const authorization = `Basic ${Buffer.from(`${ACCOUNT_SID}:wrong`).toString('base64')}`;
    expect(await statusOf(EVENTS, cookie, { ...FROM_PAGE, authorization })).toBe(401);
  });

  it.each([
    ['cut', (token: string) => token.slice(0, -1)],
    ['of another time', (token: string) => forged(token, { expiresAtMs: 9e15 })],
    ['of another credential', (token: string) => forged(token, { sid: API_KEY.sid })],
    ['of another id', (token: string) => forged(token, { id: 'x' })],
    ['no JSON', () => `${'A'.repeat(20)}.${'A'.repeat(43)}`],
    ['long', () => `${'A'.repeat(20_000)}.${'A'.repeat(43)}`],
    ['empty', () => ''],
  ])('that is %s is none', async (_what, change) => {
    asAtFirst();
    const [name, token = ''] = (await signIn()).split('=');
    expect(await statusOf(EVENTS, `${name}=${token}`)).toBe(200);
    expect(await statusOf(EVENTS, `${name}=${change(token)}`)).toBe(401);
  });

  it('says which methods there are', async () => {
    const answer = await fetch(`${api.url}/session`, { method: 'PUT' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST, DELETE, OPTIONS']);
    const asked = await fetch(`${api.url}/session`, { method: 'OPTIONS' });
    expect([asked.status, asked.headers.get('allow')]).toEqual([204, 'GET, HEAD, POST, DELETE, OPTIONS']);
  });
});

it('is signed whatever the order of the accounts', () => {
  const [one, other] = ['AC1', 'AC2'];
  const credential = { sid: 'SK1', secret: 'the-secret-of-the-key', accounts: [one, other] };
  const token = writeSession({ id: 'id', sid: 'SK1', expiresAtMs: 1 }, 'key', credential);
  expect(claimedSession(token)).toEqual({ id: 'id', sid: 'SK1', expiresAtMs: 1 });
  expect(isSigned(token, ['key'], { ...credential, accounts: [other, one] })).toBe(true);
  expect(isSigned(token, ['key'], { ...credential, accounts: [one] })).toBe(false);
  expect(isSigned(token, ['another'], credential)).toBe(false);
});

/** The same signature under other claims. */
function forged(token: string, claims: Partial<{ id: string; sid: string; expiresAtMs: number }>): string {
  const session = { id: '', sid: '', expiresAtMs: 0, ...claimedSession(token), ...claims };
  const [said] = writeSession(session, 'any', { sid: session.sid, secret: '' }).split('.');
  return `${said}.${token.split('.')[1]}`;
}
