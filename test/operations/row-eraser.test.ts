import { paginateScan } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { PARTIAL } from '../../families/call-summary/facts.ts';
import { createAnnotations } from '../../lambda/annotations/annotations.ts';
import type { TableClient } from '../../lambda/store/dynamodb-client.ts';
import { dynamoDbClient, ensureTables, startDynamoDb } from '../../local/embedded-dynamodb.ts';
import type { EmbeddedServer } from '../../local/embedded-server.ts';
import { createRowEraser } from '../../operations/row-eraser.ts';
import { CONFIG, cloudEvent, eventId } from '../../samples/builders.ts';
import { metricEvent, sdkMetricData } from '../../samples/call-metric.ts';
import { participantEvent } from '../../samples/conference.ts';
import { systemClock } from '../../shared/clock.ts';
import { KEYS_OF, type TableId } from '../../shared/table.ts';
import { ingestInto } from './ingest-into.ts';
import { between, callSid, summaryEvent } from './summaries.ts';

const [CALL, OTHER, PARENT, CHILD] = [1, 2, 3, 4].map(callSid) as [string, string, string, string];
const NUMBER = '+15551234567';
const LONGER = `${NUMBER}8`;

let dynamodb: EmbeddedServer;
let client: TableClient;
let tables: Record<TableId, string>;
let tableCount = 0;
beforeAll(async () => {
  dynamodb = await startDynamoDb({ port: 0 });
  client = dynamoDbClient(dynamodb.url);
});
afterAll(async () => {
  client.destroy();
  await dynamodb.close();
});
beforeEach(async () => {
  tableCount += 1;
  tables = { 'call-events': `events-${tableCount}`, 'call-insights': `insights-${tableCount}` };
  await ensureTables(client, tables);
});

const ingest = (values: readonly unknown[], config = CONFIG) => ingestInto({ client, tables }, values, config);

/** Both keys of each row. */
async function keys(table: TableId): Promise<string[]> {
  const pages = await Array.fromAsync(paginateScan({ client }, { TableName: tables[table] }));
  const { partitionKey, sortKey } = KEYS_OF[table];
  return pages.flatMap(({ Items = [] }) => Items.map((row) => `${row[partitionKey]?.S} ${row[sortKey]?.S}`)).sort();
}

const eraser = (some: Partial<Record<TableId, string>> = {}, through = client) =>
  createRowEraser({ client: through, tables: { ...tables, ...some }, clock: systemClock });
const annotations = () =>
  createAnnotations({
    client,
    tableName: tables['call-insights'],
    clock: systemClock,
    retentionDays: async () => CONFIG.retentionDays,
  });
const eventsOf = (...sids: string[]) =>
  sids.map((call_sid, index) => cloudEvent({ id: eventId(index), source: undefined }, { call_sid }));

it('deletes a call out of both tables, with whatever leads to it, and nothing of another', async () => {
  const others = [
    summaryEvent(OTHER, between(NUMBER, 'client:alice')),
    summaryEvent(PARENT, between('client:bob', NUMBER)),
  ];
  await ingest([...eventsOf(OTHER), ...others]);
  const [eventsOfOthers, insightsOfOthers] = [await keys('call-events'), await keys('call-insights')];
  await ingest([
    ...eventsOf(CALL),
    // A version with another start has rows of its own that lead to the call.
    summaryEvent(CALL, { ...between(NUMBER, 'client:bob'), start_time: null }, { type: PARTIAL, id: 'EZ-a' }),
    summaryEvent(CALL, { ...between(NUMBER, 'client:bob'), parent_call_sid: PARENT }),
    summaryEvent(CHILD, { parent_call_sid: CALL }),
  ]);
  const counted = { events: 1, insights: 1, pointers: 6, conferences: 0, metrics: 0 };
  expect(await eraser().count([CALL])).toEqual(counted);
  expect(await eraser().erase([CALL])).toEqual(counted);
  expect(await keys('call-events')).toEqual(eventsOfOthers);
  expect(await keys('call-insights')).toEqual([...insightsOfOthers, `${CHILD} summary`].sort());
  expect(await eraser().erase([CALL])).toEqual({ events: 0, insights: 0, pointers: 0, conferences: 0, metrics: 0 });
});

it('counts several calls at once as it deletes them, also where one is the parent of another', async () => {
  await ingest([...eventsOf(CALL, PARENT), summaryEvent(CALL, { parent_call_sid: PARENT }), summaryEvent(PARENT)]);
  const counted = { events: 2, insights: 2, pointers: 1, conferences: 0, metrics: 0 };
  expect(await eraser().count([PARENT, CALL])).toEqual(counted);
  expect(await eraser().erase([PARENT, CALL])).toEqual(counted);
  expect([await keys('call-events'), await keys('call-insights')]).toEqual([[], []]);
});

it('takes no row that leads from a number to its calls for a summary of a call with that SID', async () => {
  await ingest([summaryEvent(CALL, between(NUMBER, LONGER)), summaryEvent(NUMBER, between(LONGER, 'client:bob'))]);
  const counted = { events: 0, insights: 1, pointers: 2, conferences: 0, metrics: 0 };
  expect(await eraser().count([NUMBER])).toEqual(counted);
  expect(await eraser().erase([NUMBER])).toEqual(counted);
  const leading = [NUMBER, LONGER].map((party) => `${party} 2026-11-20T11:00:00.000Z#${CALL}`);
  expect(await keys('call-insights')).toEqual([...leading, `${CALL} summary`]);
});

it('leaves what leads to a call where it is told to, and deletes the rows of a party by themselves', async () => {
  await ingest([summaryEvent(CALL, between(NUMBER, LONGER)), summaryEvent(CHILD, { parent_call_sid: NUMBER })]);
  expect(await eraser().erase([CALL], { stay: true })).toEqual({
    events: 0,
    insights: 1,
    pointers: 0,
    conferences: 0,
    metrics: 0,
  });
  expect(await eraser().countPointersOf(NUMBER)).toBe(1);
  expect(await eraser().erasePointersOf(NUMBER)).toBe(1);
  // What leads from a call to its children is nobody's number.
  const left = [`${LONGER} 2026-11-20T11:00:00.000Z#${CALL}`, `${NUMBER} child#${CHILD}`, `${CHILD} summary`];
  expect(await keys('call-insights')).toEqual(left.sort());
});

it('deletes events of a stack that has no table of call insights', async () => {
  await ingest([...eventsOf(CALL), summaryEvent(CALL, between(NUMBER, LONGER))]);
  const old = eraser({ 'call-insights': undefined });
  expect([old.hasInsights, eraser().hasInsights]).toEqual([false, true]);
  expect(await old.erase([CALL])).toEqual({ events: 1, insights: 0, pointers: 0, conferences: 0, metrics: 0 });
  expect(await old.find(new Set([NUMBER]), new Set())).toEqual({
    callSids: new Set(),
    pointers: [],
    participants: [],
    conferenceSids: [],
  });
  expect(await old.countPointersOf(NUMBER)).toBe(0);
  expect(await keys('call-insights')).toHaveLength(3);
});

it('deletes what people said of a call with it', async () => {
  await ingest([summaryEvent(CALL), summaryEvent(OTHER)]);
  for (const call of [CALL, OTHER]) await annotations().say(call, undefined, { comment: 'of somebody' });
  await eraser().erase([CALL]);
  expect(await annotations().of(CALL)).toBeUndefined();
  expect(await annotations().of(OTHER)).toEqual({ comment: 'of somebody' });
});

it('counts samples by themselves, and reads each row of a call once, be it to count or to delete', async () => {
  const data = sdkMetricData({ call_sid: CALL });
  const samples = Array.from({ length: 60 }, (_sample, index) => metricEvent({ id: eventId(index) }, data));
  const named = { call_sid: CALL };
  await ingest([...samples, summaryEvent(CALL, between(NUMBER, LONGER)), participantEvent({}, named)]);
  await ingest([summaryEvent(CHILD, { parent_call_sid: CALL })]);
  await annotations().say(CALL, undefined, { comment: 'of somebody' });
  const ofCall = (await keys('call-insights')).filter((key) => key.startsWith(`${CALL} `));
  let read = 0;
  const counting = Object.create(client) as TableClient;
  counting.send = (async (command: { input: { ExpressionAttributeValues?: Record<string, { S?: string }> } }) => {
    const answer = (await client.send(command as never)) as { Items?: unknown[] };
    const of = command.input.ExpressionAttributeValues?.[':partition']?.S;
    if (of === CALL) read += answer.Items?.length ?? 0;
    return answer;
  }) as TableClient['send'];
  for (const does of ['count', 'erase'] as const) {
    read = 0;
    const counted = await eraser({}, counting)[does]([CALL]);
    // Two of the call's parties and two of the participant's, its child, and its part in the conference.
    expect(counted).toEqual({ events: 0, insights: 2, metrics: 60, pointers: 6, conferences: 1 });
    expect(read).toBe(ofCall.length);
  }
  expect(await keys('call-insights')).toEqual([`${CHILD} summary`]);
});

it('deletes the samples of a call before its summary, and after all that leads to it', async () => {
  const summary = summaryEvent(CALL, { ...between(NUMBER, LONGER), parent_call_sid: PARENT });
  await ingest([summary, metricEvent({}, sdkMetricData({ call_sid: CALL }))]);
  const kinds: string[] = [];
  const watching = Object.create(client) as TableClient;
  watching.send = ((command: {
    input: { RequestItems?: Record<string, { DeleteRequest: { Key: { part?: { S: string } } } }[]> };
  }) => {
    for (const { DeleteRequest } of Object.values(command.input.RequestItems ?? {}).flat()) {
      kinds.push(/^[a-z]*/.exec(DeleteRequest.Key.part?.S ?? '')?.[0] || 'of a party');
    }
    return client.send(command as never);
  }) as TableClient['send'];
  await eraser({}, watching).erase([CALL]);
  expect(kinds.slice(0, 3).sort()).toEqual(['child', 'of a party', 'of a party']);
  expect(kinds.slice(3)).toEqual(['metric', 'summary']);
});
