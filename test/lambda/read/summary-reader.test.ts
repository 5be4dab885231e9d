import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PARTIAL } from '../../../families/call-summary/facts.ts';
import type { CallQuery } from '../../../lambda/read/call-query.ts';
import { createSummaryReader, type SummaryReader } from '../../../lambda/read/summary-reader.ts';
import type { TableClient } from '../../../lambda/store/dynamodb-client.ts';
import { dynamoDbClient, ensureInsightsTable, startDynamoDb } from '../../../local/embedded-dynamodb.ts';
import type { EmbeddedServer } from '../../../local/embedded-server.ts';
import { CONFIG } from '../../../samples/builders.ts';
import { systemClock } from '../../../shared/clock.ts';
import { createRowWriter, type SummaryOptions, summaryData, summaryRows } from './summary-rows.ts';

const TABLE = 'call-insights';
const DAY_MS = 86_400_000;
const LAST_MS = Date.parse('2026-11-20T23:59:59Z');
const CLOCK = { ...systemClock, now: () => LAST_MS, sleep: async () => undefined };
const sid = (n: number) => `CA${n.toString(16).padStart(32, '0')}`;
const at = (ms: number) => new Date(ms).toISOString().replace('.000', '');

let dynamodb: EmbeddedServer;
let client: TableClient;
let requests: string[] = [];
let reader: SummaryReader;
let put: (callSid: string, members?: Record<string, unknown>, options?: SummaryOptions) => Promise<void>;

beforeAll(async () => {
  dynamodb = await startDynamoDb({ port: 0 });
  client = dynamoDbClient(dynamodb.url);
  await ensureInsightsTable(client, TABLE);
  const write = createRowWriter(client, TABLE);
  put = async (callSid, members = {}, options = {}) =>
    write(summaryRows(summaryData(callSid, members), { arrivalMs: LAST_MS, ...options }));
  client.middlewareStack.add(
    (next, context) => (args) => {
      requests.push(context.commandName ?? '');
      return next(args);
    },
    { step: 'initialize' },
  );
  reader = createSummaryReader({ client, tableName: TABLE, clock: CLOCK });
  // Forty calls over twelve days, with days of none between them, several at one moment.
  for (let n = 0; n < 40; n += 1) {
    const start_time = at(LAST_MS - Math.floor(n / 8) * 3 * DAY_MS - (n % 4) * 60_000);
    await put(sid(n), {
      start_time,
      from: { caller: n % 2 === 0 ? '+15550100' : 'client:agent', carrier: 'Example, Inc.' },
      to: { callee: '+15550101' },
      tags: n % 5 === 0 ? ['high_jitter'] : [],
    });
  }
  requests = [];
}, 60_000);
afterAll(async () => {
  client.destroy();
  await dynamodb.close();
});

async function listed(query: CallQuery, from = '2026-11-01T00:00:00.000Z'): Promise<string[]> {
  const calls: string[] = [];
  for await (const { callSid, started } of reader.latestCalls({ from, ...query })) calls.push(`${started} ${callSid}`);
  return calls;
}

const numbers = (calls: readonly string[]) => calls.map((call) => Number.parseInt(call.slice(-32), 16));

describe('calls by time', () => {
  it('are all there, newest first, over days and shards', async () => {
    const calls = await listed({});
    expect(calls).toHaveLength(40);
    expect(calls).toEqual(calls.toSorted().reverse());
  });

  it('are those within a span, both ends included', async () => {
    const [from, to] = [LAST_MS - 6 * DAY_MS - 60_000, LAST_MS - 3 * DAY_MS].map((ms) => new Date(ms).toISOString());
    expect(numbers(await listed({ to }, from)).toSorted((one, other) => one - other)).toEqual([
      ...Array.from({ length: 8 }, (_n, index) => index + 8),
      16,
      17,
      20,
      21,
    ]);
    expect(await listed({ to: from }, to)).toEqual([]);
  });

  it('are read day by day to the start of the span, and no further', async () => {
    requests = [];
    expect(await listed({ to: '2026-11-20T01:00:00.000Z' }, '2026-11-18T00:00:00.000Z')).toEqual([]);
    expect(requests).toEqual(Array(12).fill('QueryCommand'));
  });

  it('pass a filter by what the index holds', async () => {
    expect(numbers(await listed({ tags: ['high_jitter'] })).every((n) => n % 5 === 0)).toBe(true);
    expect(await listed({ tags: ['high_jitter'] })).toHaveLength(8);
    expect(await listed({ fromCarriers: ['example, inc.'], callers: ['client:agent'] })).toHaveLength(20);
  });
});

describe('calls of a number', () => {
  it('are found by two requests, newest first', async () => {
    requests = [];
    const calls = await listed({ parties: ['client:agent'] });
    expect(requests).toEqual(['QueryCommand', 'BatchGetItemCommand']);
    expect(calls).toHaveLength(20);
    expect(calls).toEqual(calls.toSorted().reverse());
    expect(numbers(calls).every((n) => n % 2 === 1)).toBe(true);
  });

  it('are each there once, where several numbers lead to them', async () => {
    expect(await listed({ parties: ['client:agent', '+15550101', 'client:agent'] })).toHaveLength(40);
  });

  it('are only those that have it on the side that is asked for', async () => {
    expect(await listed({ callees: ['client:agent'] })).toEqual([]);
    expect(await listed({ callers: ['+15550100'], callees: ['+15550101'] })).toHaveLength(20);
  });

  it('are where the best version of their summary says, whatever an earlier one said', async () => {
    const callSid = sid(100);
    await put(callSid, { start_time: '2026-11-02T10:00:00Z', from: { caller: '+1777' } }, { type: PARTIAL });
    const members = { start_time: '2026-11-02T10:00:07Z', from: { caller: '+1778' }, processing_version: 9 };
    await put(callSid, members, { id: 'EZ2' });
    expect(await listed({ parties: ['+1777'] })).toEqual([]);
    expect(await listed({ parties: ['+1778'] })).toEqual([`2026-11-02T10:00:07.000Z ${callSid}`]);
  });

  it('are found without pointers where the table has none', async () => {
    const without = createSummaryReader({ client, tableName: TABLE, clock: CLOCK, partyLookup: false });
    const members = { start_time: '2026-11-03T10:00:00Z', from: { caller: '+1779' } };
    await put(sid(101), members, { config: { ...CONFIG, partyLookup: false } });
    expect(await listed({ parties: ['+1779'] })).toEqual([]);
    const calls = await Array.fromAsync(without.latestCalls({ from: '2026-11-01T00:00:00.000Z', parties: ['+1779'] }));
    expect(calls.map(({ callSid }) => callSid)).toEqual([sid(101)]);
  });
});

describe('summaries', () => {
  it('come back as Twilio sent them, without the nulls', async () => {
    const data = summaryData(sid(200), {
      rank: 7,
      other: { rank: 8 },
      answered_by: null,
      new_member: [null, { a: 1 }],
    });
    await put(data.call_sid, data);
    const { answered_by: _none, ...kept } = data;
    const stored = await reader.summaryOf(sid(200));
    expect(stored).toMatchObject({
      started: '2026-11-20T11:00:00.000Z',
      startedId: `2026-11-20T11:00:00.000Z#${sid(200)}`,
      rank: expect.stringMatching(/^1#/),
      event: { id: 'EZ1', schemaVersion: 7, time: '2026-11-20T11:30:00Z' },
    });
    expect(stored?.event.data).toEqual(kept);
  });

  it('are read by the hundred, those that are there', async () => {
    requests = [];
    const asked = Array.from({ length: 250 }, (_sid, n) => sid(n < 40 ? n : n + 1_000));
    const found = await reader.summariesOf([...asked, ...asked]);
    expect([...found.keys()].toSorted()).toEqual(asked.slice(0, 40).toSorted());
    expect(requests).toEqual(Array(3).fill('BatchGetItemCommand'));
    expect(await reader.summaryOf(sid(5_000))).toBeUndefined();
  });

  it('of children are those of the calls that name no other parent', async () => {
    const parent = sid(300);
    await put(sid(302), { parent_call_sid: parent, start_time: '2026-11-04T10:00:05Z' });
    await put(sid(301), { parent_call_sid: parent, start_time: '2026-11-04T10:00:01Z' }, { type: PARTIAL });
    await put(sid(301), { parent_call_sid: null, start_time: '2026-11-04T10:00:01Z', processing_version: 9 });
    await put(sid(303), { parent_call_sid: parent, processing_state: 'partial' }, { type: PARTIAL });
    await put(sid(303), { parent_call_sid: sid(304), processing_version: 9 });
    expect((await reader.childrenOf(parent)).map(({ event }) => event.data.call_sid)).toEqual([sid(301), sid(302)]);
    expect(await reader.childrenOf(sid(305))).toEqual([]);
  });
});
