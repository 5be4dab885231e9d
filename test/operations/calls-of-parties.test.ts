import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { PARTIAL } from '../../families/call-summary/facts.ts';
import type { TableClient } from '../../lambda/store/dynamodb-client.ts';
import { dynamoDbClient, ensureTables, startDynamoDb } from '../../local/embedded-dynamodb.ts';
import type { EmbeddedServer } from '../../local/embedded-server.ts';
import { findCallsOf } from '../../operations/calls-of-parties.ts';
import { CONFIG, eventId } from '../../samples/builders.ts';
import { metricEvent, sdkMetricData } from '../../samples/call-metric.ts';
import { conferenceEvent } from '../../samples/conference.ts';
import type { TableId } from '../../shared/table.ts';
import { ingestInto } from './ingest-into.ts';
import { between, callSid, summaryEvent } from './summaries.ts';

const [CALL, OTHER, PARENT, CHILD] = [1, 2, 3, 4].map(callSid) as [string, string, string, string];
const NUMBER = '+15551234567';
const LONGER = `${NUMBER}8`;
const STARTED_PART = '2026-11-20T11:00:00.000Z';

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

async function find(parties: readonly string[], others: readonly string[] = []) {
  const options = { client, tableName: tables['call-insights'] };
  const { callSids, pointers, conferenceSids } = await findCallsOf(new Set(parties), new Set(others), options);
  return {
    calls: [...callSids].sort(),
    pointers: pointers.map(({ partition, sortKey }) => `${partition} ${sortKey}`).sort(),
    ...(conferenceSids.length > 0 && { conferenceSids }),
  };
}

it('finds the calls of a party by what leads to them, and by each summary where nothing does', async () => {
  const hidden = { ...CONFIG, partyLookup: false };
  await ingest([summaryEvent(CALL, between(NUMBER, 'client:bob')), summaryEvent(OTHER, between(LONGER, 'client:bo'))]);
  await ingest([summaryEvent(PARENT, between('client:bob', NUMBER)), summaryEvent(CHILD)], hidden);
  const pointer = { id: { S: NUMBER }, part: { S: `${STARTED_PART}#${callSid(9)}` } };
  await client.send(new PutItemCommand({ TableName: tables['call-insights'], Item: pointer }));
  expect((await find([NUMBER])).calls).toEqual([CALL, PARENT, callSid(9)]);
  expect((await find(['client:bob'])).calls).toEqual([CALL, PARENT]);
  expect((await find(['client:b'])).calls).toEqual([]);
  expect((await find([LONGER, 'client:bob'])).calls).toEqual([CALL, OTHER, PARENT]);
});

it('finds each row that leads to the calls from elsewhere, also where only an earlier version had it', async () => {
  const before = { ...between(LONGER, 'client:bob'), parent_call_sid: PARENT };
  await ingest([summaryEvent(CALL, before, { type: PARTIAL, id: 'EZ-a' }), summaryEvent(OTHER, between(LONGER, ''))]);
  await ingest([summaryEvent(CALL, { ...between(NUMBER, 'client:bob'), parent_call_sid: '' })]);
  const led = [`${LONGER} ${STARTED_PART}#${CALL}`, `${PARENT} child#${CALL}`, `client:bob ${STARTED_PART}#${CALL}`];
  expect(await find([NUMBER])).toEqual({ calls: [CALL], pointers: led.sort() });
  expect(await find([], [OTHER])).toEqual({ calls: [], pointers: [`${LONGER} ${STARTED_PART}#${OTHER}`] });
});

it.each([
  ['a text', { from: NUMBER }],
  ['a list', { from: [{ caller: NUMBER }] }],
  ['JSON as text', { from: JSON.stringify({ caller: NUMBER }) }],
  ['a number', { from: { caller: Number(NUMBER) } }],
  ['without its plus', { to: { callee: NUMBER.slice(1) } }],
  ['with blanks around it', { from: { caller: ` ${NUMBER} ` } }],
  ['another member', { trust: { branded_call: { caller: NUMBER } } }],
])('finds a summary that has the number as %s', async (_shape, members) => {
  const summary = summaryEvent(CALL);
  await ingest([{ ...summary, data: { ...summary.data, ...members } }, summaryEvent(OTHER, between(LONGER, ''))]);
  expect((await find([NUMBER])).calls).toEqual([CALL]);
});

it('reads every page of the table, and what stands before the summary that says whose it is', async () => {
  const large = { user_agent: 'x'.repeat(100_000) };
  const calls = Array.from({ length: 30 }, (_call, number) => callSid(number)).sort();
  const before = calls.map((sid) => summaryEvent(sid, { ...between(`client:${sid}`, ''), properties: large }));
  await ingest(before);
  const named = calls.filter((_sid, index) => index % 3 === 0);
  const final = { time: '2026-11-20T12:00:00.000Z' };
  const summaries = named.map((sid) => summaryEvent(sid, { ...between(NUMBER, ''), properties: large }, final));
  await ingest(summaries, { ...CONFIG, partyLookup: false });
  const pointers = named.map((sid) => `client:${sid} ${STARTED_PART}#${sid}`);
  expect(await find([NUMBER])).toEqual({ calls: named, pointers });
});

it.each([
  ['with its scheme', 'client:zora'],
  ['without', 'zora'],
])('finds a call by the client of one of its samples, said %s', async (_how, client_name) => {
  const sampleOf = (call_sid: string, client: string) =>
    sdkMetricData({ call_sid, sdk_edge: { metadata: { client_name: client } } });
  await ingest([
    metricEvent({}, sampleOf(CALL, client_name)),
    metricEvent({ id: eventId(2) }, sampleOf(OTHER, `${client_name}2`)),
  ]);
  expect(await find(['client:zora'])).toEqual({ calls: [CALL], pointers: [] });
});

it('says which conferences name a party, and takes none of them for a call', async () => {
  const [named, identity] = [`CF${'1'.repeat(32)}`, `CF${'2'.repeat(32)}`];
  const duplicate = [{ participant_identity: 'client:zora', participant_sids: ['CP1', 'CP2'] }];
  await ingest([
    conferenceEvent(),
    conferenceEvent({ id: eventId(2) }, { conference_sid: identity, tag_info: { duplicate_identity: duplicate } }),
    conferenceEvent({ id: eventId(3) }, { conference_sid: named, friendly_name: NUMBER }),
  ]);
  expect(await find([NUMBER, 'client:zora'])).toEqual({ calls: [], pointers: [], conferenceSids: [named, identity] });
});
