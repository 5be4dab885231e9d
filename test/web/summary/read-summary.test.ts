import { expect, it } from 'vitest';
import { CALL_SID } from '../../../samples/builders.ts';
import { summaryData } from '../../../samples/call-summary.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { ApiTrouble, createApiClient, type JsonClient } from '../../../web/api-client.ts';
import { readCallsMade, readSummaries, readSummary } from '../../../web/summary/read-summary.ts';
import { waitForBetter } from '../../../web/summary/waiting.ts';

const NEVER = new AbortController().signal;
const answering = (answer: () => JsonObject): JsonClient => ({ readObject: async () => answer() });
const failing = (kind: 'not-found' | 'throttled') =>
  answering(() => {
    throw new ApiTrouble(kind, 'no');
  });

it('a summary is asked for whether it is final or not, and there may be none', async () => {
  const asked: string[] = [];
  const client: JsonClient = {
    readObject: async (path) => {
      asked.push(path);
      return { call_sid: CALL_SID };
    },
  };
  expect(await readSummary(client, CALL_SID, NEVER)).toEqual({ call_sid: CALL_SID });
  expect(asked).toEqual([`/v1/Voice/${CALL_SID}/Summary?ProcessingState=all`]);
  expect(await readSummary(failing('not-found'), CALL_SID, NEVER)).toBeUndefined();
  await expect(
    readSummary(
      answering(() => ({ events: [] })),
      CALL_SID,
      NEVER,
    ),
  ).rejects.toMatchObject({ kind: 'failed' });
  await expect(readSummary(failing('throttled'), CALL_SID, NEVER)).rejects.toMatchObject({ kind: 'throttled' });
});

it('a SID that no path can carry has no summary, and is not asked for', async () => {
  const client = answering(() => {
    throw new Error('asked');
  });
  for (const callSid of ['..', 'a/b', 'a?b', '%2F']) expect(await readSummary(client, callSid, NEVER)).toBeUndefined();
});

it('the calls that a call made are asked for by their parent, within its time, page by page', async () => {
  const asked: URL[] = [];
  const client: JsonClient = {
    readObject: async (path) => {
      asked.push(new URL(path, 'https://example.com'));
      const next_page_url = asked.length === 1 ? 'https://example.com/v1/Voice/Summaries?PageToken=x' : null;
      return { meta: { next_page_url }, call_summaries: [{ call_sid: `CA${asked.length}` }] };
    },
  };
  const times = { created_time: '2026-11-20T11:58:00Z', end_time: '2026-11-20T12:00:00Z' };
  const parent = { call_sid: CALL_SID, call_state: 'completed', ...times };
  expect(await readCallsMade(client, parent, NEVER)).toEqual([{ call_sid: 'CA1' }, { call_sid: 'CA2' }]);
  expect(asked.map(({ searchParams }) => Object.fromEntries(searchParams))).toEqual([
    {
      ParentCallSid: CALL_SID,
      ProcessingState: 'all',
      StartTime: '2026-11-20T11:58:00.000Z',
      EndTime: '2026-11-20T12:00:00.000Z',
    },
    { PageToken: 'x' },
  ]);
  const none = [
    { ...parent, call_state: 'busy' },
    { ...parent, created_time: '' },
    { ...parent, end_time: '2026-11-20T11:00:00Z' },
    { ...parent, call_sid: 'a/b' },
  ];
  for (const summary of none) expect(await readCallsMade(client, summary, NEVER)).toEqual([]);
  expect(asked).toHaveLength(2);
});

it('a page of calls has its calls and a way on; anything else is no page', async () => {
  const meta = { next_page_url: 'https://elsewhere.example/v1/Voice/Summaries?PageToken=x' };
  const page = answering(() => ({ meta, call_summaries: [{ call_sid: 'CA1' }, null, 'x'] }));
  expect(await readSummaries(page, '/x', NEVER)).toEqual({
    summaries: [{ call_sid: 'CA1' }],
    next: '/v1/Voice/Summaries?PageToken=x',
  });
  expect(
    (
      await readSummaries(
        answering(() => ({ meta: {}, call_summaries: [] })),
        '/x',
        NEVER,
      )
    ).next,
  ).toBeNull();
  for (const answer of [{}, { meta }, { call_summaries: [] }, { meta, call_summaries: {} }]) {
    await expect(
      readSummaries(
        answering(() => answer),
        '/x',
        NEVER,
      ),
    ).rejects.toMatchObject({ kind: 'failed' });
  }
});

it('the client reads an object, and says where an answer is none', async () => {
  const client = (body: string, status = 200) => createApiClient(async () => new Response(body, { status }));
  expect(await client('{"a":1}').readObject('/x', NEVER)).toEqual({ a: 1 });
  for (const body of ['', '<html>', '[]', 'null', '"text"']) {
    await expect(client(body).readObject('/x', NEVER)).rejects.toMatchObject({ kind: 'failed' });
  }
  await expect(client('{"code":20404,"message":"no"}', 404).readObject('/x', NEVER)).rejects.toMatchObject({
    kind: 'not-found',
  });
});

it('a better version is waited for until the summary is final, or the call has been over for long', () => {
  const nowMs = Date.parse('2026-11-20T11:40:00Z');
  const partial = (members: JsonObject) => summaryData({ processing_state: 'partial', ...members });
  const wait = (summary: JsonObject | undefined, heardMs?: number) => waitForBetter(summary, { heardMs, nowMs });
  expect(wait(partial({}))).toBe(2_000);
  expect(wait(partial({ end_time: '' }), nowMs - 60_000)).toBe(2_000);
  expect(wait(partial({ end_time: '2026-11-20T10:40:00Z' }), nowMs)).toBeUndefined();
  expect(wait(summaryData())).toBeUndefined();
  expect(wait(undefined)).toBe(2_000);
  expect(wait(undefined, nowMs - 60_000)).toBe(2_000);
  expect(wait(undefined, nowMs - 3_600_000)).toBeUndefined();
});
