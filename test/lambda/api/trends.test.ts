import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '../../../lambda/api/openapi.ts';
import { ROUTES } from '../../../lambda/api/routes.ts';
import { MOST_DAYS } from '../../../lambda/api/trend-days.ts';
import { TREND_NAMES, type TrendName } from '../../../lambda/api/trend-questions.ts';
import { createTrends } from '../../../lambda/api/trends.ts';
import { type ArchiveQuery, type QueryAnswer, QueryProblem } from '../../../lambda/query/archive-query.ts';
import { ACCOUNT_SID } from '../../../samples/builders.ts';
import { systemClock } from '../../../shared/clock.ts';
import { type RunningApi, startApi, TOKEN } from './running-api.ts';

const NOW_MS = Date.parse('2026-11-29T20:15:00.000Z');
const MINUTE_MS = 60_000;
const ANSWER: QueryAnswer = { columns: ['day', 'calls'], rows: [['2026-11-29', 12]], scannedBytes: 4_096 };
const SUPPORT = { sid: `SK${'1'.repeat(32)}`, secret: 'the-secret-of-support', accounts: [`AC${'1'.repeat(32)}`] };
const SPAN = { from: '2026-11-01', to: '2026-11-29' };
const QUESTIONS = TREND_NAMES.map((name) => ({
  name,
  about: name,
  tables: [],
  sql: `${name} ${name === 'error-codes' ? '{split} ' : ''}{from} {to}`,
}));
const never = () => new Promise<never>(() => undefined);

/** Answers when it is told to. */
function aQuery() {
  const asked: { sql: string; answer: (answer: QueryAnswer) => void; fail: (error: Error) => void }[] = [];
  const query: ArchiveQuery = {
    run: (sql) => new Promise((answer, fail) => asked.push({ sql, answer, fail })),
    close: async () => undefined,
  };
  return { asked, query };
}

function someTrends() {
  const { asked, query } = aQuery();
  const state = { nowMs: NOW_MS };
  const sleep = (ms: number) => (ms === 0 ? Promise.resolve() : never());
  const trends = createTrends({ query, sleep, clock: { now: () => state.nowMs }, questions: QUESTIONS });
  const ask = (name: TrendName = 'volume', span = SPAN, waitMs = 10_000) =>
    trends.answer({ name, ...span, comparedFrom: '2026-01-01' }, waitMs);
  /** The SQL of what was asked so far. */
  const heard = async () => {
    await settled();
    return asked.map(({ sql }) => sql);
  };
  return { asked, heard, state, ask };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a question to the archive', () => {
  it('is asked once, however many ask, and kept for an hour', async () => {
    const { asked, heard, state, ask } = someTrends();
    const both = [ask(), ask()];
    expect(await heard()).toEqual(['volume 2026-11-01 2026-11-29']);
    asked[0]?.answer(ANSWER);
    const [one, other] = await Promise.all(both);
    expect(one).toEqual({
      question: 'volume',
      ...SPAN,
      compared_from: null,
      columns: ['day', 'calls'],
      rows: [['2026-11-29', 12]],
      answered_at: '2026-11-29T20:15:00.000Z',
      scanned_bytes: 4_096,
    });
    expect(other).toBe(one);
    state.nowMs += 60 * MINUTE_MS - 1;
    expect(await ask()).toBe(one);
    state.nowMs += 1;
    void ask();
    expect(await heard()).toHaveLength(2);
  });

  it('of other days is another one, and one that compares reads as many days before', async () => {
    const { asked, heard, ask } = someTrends();
    void ask('volume', { ...SPAN, from: '2026-10-31' });
    const compared = ask('error-codes', { from: '2026-11-23', to: '2026-11-29' });
    expect(await heard()).toEqual(['volume 2026-10-31 2026-11-29', 'error-codes 2026-11-23 2026-01-01 2026-11-29']);
    asked[1]?.answer(ANSWER);
    expect(await compared).toMatchObject({ from: '2026-11-23', compared_from: '2026-01-01' });
  });

  it('that takes long says so, and its answer is there for who asks again', async () => {
    const { asked, heard, ask } = someTrends();
    expect(await ask('volume', SPAN, 0)).toEqual({ why: 'slow', retryAfterS: 3 });
    await heard();
    asked[0]?.answer(ANSWER);
    expect(await ask()).toMatchObject({ rows: ANSWER.rows });
    expect(asked).toHaveLength(1);
  });

  it('waits while two others go on', async () => {
    const { asked, heard, ask } = someTrends();
    const third = [ask('volume'), ask('trouble-by-day'), ask('tagged-share')][2];
    expect(await heard()).toHaveLength(2);
    asked[1]?.answer(ANSWER);
    expect(await heard()).toHaveLength(3);
    asked[2]?.answer(ANSWER);
    expect(await third).toMatchObject({ question: 'tagged-share' });
  });

  it('that failed is not asked again at once, and can be asked again', async () => {
    const { asked, heard, state, ask } = someTrends();
    const failing = ask();
    await heard();
    asked[0]?.fail(new Error('no such table'));
    await expect(failing).rejects.toThrow('no such table');
    await expect(ask()).rejects.toThrow('no such table');
    state.nowMs += MINUTE_MS / 2;
    const again = ask();
    await heard();
    asked[1]?.answer(ANSWER);
    expect(await again).toMatchObject({ rows: ANSWER.rows });
  });

  it('that cannot be answered is not asked again, since what it read is paid for', async () => {
    const { asked, heard, state, ask } = someTrends();
    const failing = ask();
    await heard();
    asked[0]?.fail(new QueryProblem('ask for fewer days'));
    expect(await failing).toEqual({ why: 'refused', message: 'ask for fewer days' });
    state.nowMs += 59 * MINUTE_MS;
    expect(await ask()).toEqual({ why: 'refused', message: 'ask for fewer days' });
  });

  it('is refused where too many were asked within the hour', async () => {
    const { asked, heard, state, ask } = someTrends();
    for (let n = 0; n < 100; n += 1) {
      const answer = ask('volume', { ...SPAN, from: `19${String(n).padStart(2, '0')}-01-01` });
      await heard();
      asked.at(-1)?.answer(ANSWER);
      await answer;
    }
    state.nowMs += 20 * MINUTE_MS;
    expect(await ask()).toEqual({ why: 'too-many', retryAfterS: 40 * 60 });
    state.nowMs += 40 * MINUTE_MS;
    void ask();
    expect(await heard()).toHaveLength(101);
  });

  it('is one of the catalogue', () => {
    const { about } = createTrends({ ...aQuery(), sleep: never, clock: systemClock });
    for (const name of TREND_NAMES) expect(about(name)).toMatch(/\.$/);
  });
});

describe('the route of trends', () => {
  const asked: string[] = [];
  let isSlow = false;
  let problem: Error | undefined;
  let api: RunningApi;
  let without: RunningApi;
  beforeAll(async () => {
    const query: ArchiveQuery = {
      async run(sql) {
        asked.push(sql);
        if (problem !== undefined) throw problem;
        return isSlow ? never() : ANSWER;
      },
      close: async () => undefined,
    };
    const clock = { ...systemClock, now: () => NOW_MS };
    [api, without] = await Promise.all([
      startApi({ clock, credentials: [SUPPORT], archive: { query, retentionDays: 90, sleep: systemClock.sleep } }),
      startApi({ clock }),
    ]);
  }, 60_000);
  afterAll(() => Promise.all([api.stop(), without.stop()]));

  async function ask(search: string, of = api, credential = `${ACCOUNT_SID}:${TOKEN}`) {
    const answer = await of.get(`/v1/Voice/Trends${search}`, { credential });
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  }

  it('lists the questions, and since when the table has all rows', async () => {
    const { status, body } = await ask('');
    expect([status, body.most_days, body.kept_since]).toEqual([200, MOST_DAYS, '2026-09-01']);
    expect(body.questions.map(({ name }: { name: string }) => name)).toEqual(TREND_NAMES);
    expect(asked).toEqual([]);
  });

  it('answers one of the last 30 days, or of those that are asked for', async () => {
    const { body } = await ask('?Question=volume');
    expect([body.from, body.to, body.rows]).toEqual(['2026-10-31', '2026-11-29', [['2026-11-29', 12]]]);
    expect(asked.at(-1)).toContain("BETWEEN '2026-10-31' AND '2026-11-29'");
    expect((await ask('?Question=volume&StartDay=2026-11-20')).body).toMatchObject({
      from: '2026-11-20',
      to: '2026-11-29',
    });
    expect((await ask('?Question=volume&EndDay=2026-01-30')).body).toMatchObject({ from: '2026-01-01' });
  });

  it('answers as the description says', async () => {
    const formats = { uri: URL.canParse, date: /^\d{4}-\d{2}-\d{2}$/, 'date-time': /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/ };
    const ajv = new Ajv2020({ strict: false, formats });
    ajv.addSchema({ $id: 'api', ...openApiDocument('https://example.com', ROUTES) });
    for (const [schema, search] of [
      ['TrendList', ''],
      ['Trend', '?Question=volume'],
    ] as const) {
      const validate = ajv.getSchema(`api#/components/schemas/${schema}`);
      expect(validate?.((await ask(search)).body), JSON.stringify(validate?.errors)).toBe(true);
      expect(validate?.({})).toBe(false);
    }
  });

  it.each([
    ['?Question=one-call', 'Question="one-call": expected one of volume, trouble-by-day'],
    ['?Question=volume&StartDay=2026-02-30', 'StartDay="2026-02-30": expected a day in UTC'],
    ['?Question=volume&EndDay=7d', 'EndDay="7d": expected a day in UTC'],
    ["?Question=volume&EndDay=2026-01-01'--", 'EndDay='],
    ['?Question=volume&StartDay=2026-11-20&EndDay=2026-11-19', 'StartDay=2026-11-20: expected a day that is not after'],
    ['?Question=volume&StartDay=2025-01-01', 'StartDay=2025-01-01: expected 400 days at most up to EndDay=2026-11-29'],
    ['?StartDay=2026-11-20', 'Question: expected one of volume'],
    ['?Question=volume&StartTime=7d', 'StartTime: '],
  ])('refuses %s and names the parameter', async (search, message) => {
    const { status, body } = await ask(search);
    expect([status, body.code, body.message]).toEqual([400, 17400, expect.stringContaining(message)]);
  });

  it('says when to ask again where the archive takes longer than somebody would wait', async () => {
    const waits = { headers: { prefer: 'wait=0' } };
    isSlow = true;
    const slow = await api.get('/v1/Voice/Trends?Question=error-codes', waits);
    isSlow = false;
    expect([slow.status, slow.headers.get('retry-after'), JSON.parse(await slow.text()).code]).toEqual([
      503,
      '3',
      20503,
    ]);
  });

  it('names the question that would read too much', async () => {
    problem = new QueryProblem('the question reads more than the work group allows');
    const { status, body } = await ask('?Question=tagged-share');
    problem = undefined;
    expect([status, body.message]).toEqual([
      400,
      `Question=tagged-share: the question reads more than the work group allows`,
    ]);
  });

  it('needs a credential that may read all accounts', async () => {
    expect((await ask('', api, '')).status).toBe(401);
    const { status, body } = await ask('?Question=volume', api, `${SUPPORT.sid}:${SUPPORT.secret}`);
    expect([status, body.code]).toEqual([403, 20403]);
  });

  it('says where there is no archive', async () => {
    const { status, body } = await ask('?Question=volume', without);
    expect([status, body.code, body.message]).toEqual([404, 20404, expect.stringContaining('has no archive')]);
  });

  it('is told to the page of who may ask it', async () => {
    const trendsOf = async (of: RunningApi, sid: string, token: string) => {
      const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
      const body = JSON.stringify({ sid, token });
      const cookie =
        (await fetch(`${of.url}/session`, { method: 'POST', headers, body })).headers.get('set-cookie') ?? '';
      const session = await fetch(`${of.url}/session`, {
        headers: { ...headers, cookie: cookie.split(';', 1)[0] ?? '' },
      });
      return [session.status, JSON.parse(await session.text()).trends];
    };
    expect(await trendsOf(api, ACCOUNT_SID, TOKEN)).toEqual([200, true]);
    expect(await trendsOf(api, SUPPORT.sid, SUPPORT.secret)).toEqual([200, undefined]);
    expect(await trendsOf(without, ACCOUNT_SID, TOKEN)).toEqual([200, undefined]);
  });
});
