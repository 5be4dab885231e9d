import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PutItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createAnnotations } from '../../../lambda/annotations/annotations.ts';
import type { TableClient } from '../../../lambda/store/dynamodb-client.ts';
import { dynamoDbClient, ensureTables, startDynamoDb } from '../../../local/embedded-dynamodb.ts';
import type { EmbeddedServer } from '../../../local/embedded-server.ts';
import { createRowEraser } from '../../../operations/row-eraser.ts';
import { createFileSetAside } from '../../../operations/set-aside/file-set-aside.ts';
import { findCalls, forget, forgetConference, forgetParties, sumOf } from '../../../operations/set-aside/forget.ts';
import type { SetAside } from '../../../operations/set-aside/set-aside.ts';
import { CONFIG, cloudEvent, eventId } from '../../../samples/builders.ts';
import { metricEvent, sdkMetricData } from '../../../samples/call-metric.ts';
import { CALLEE, CALLER } from '../../../samples/call-summary.ts';
import { CONFERENCE_SID, conferenceEvent, PARTICIPANT_SID, participantEvent } from '../../../samples/conference.ts';
import { systemClock } from '../../../shared/clock.ts';
import type { TableId } from '../../../shared/table.ts';
import { ingestInto } from '../ingest-into.ts';
import { callSid, summaryEvent } from '../summaries.ts';

vi.setConfig({ testTimeout: 60_000 });

const [CALL, SECOND, FOREIGN] = [1, 2, 3].map(callSid) as [string, string, string];
const OTHER_CONFERENCE = `CF${'9'.repeat(32)}`;
const SECOND_PARTICIPANT = `CP${'2'.repeat(32)}`;
const NUMBER = '+15551234567';

let dynamodb: EmbeddedServer;
let client: TableClient;
let directory: string;
let setAside: SetAside;
let tables: Record<TableId, string>;
let tableCount = 0;
beforeAll(async () => {
  dynamodb = await startDynamoDb({ port: 0 });
  client = dynamoDbClient(dynamodb.url);
  directory = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-test-'));
  setAside = createFileSetAside({ directory });
});
afterAll(async () => {
  client.destroy();
  await dynamodb.close();
  await rm(directory, { recursive: true });
});

const SECOND_MEMBERS = { participant_sid: SECOND_PARTICIPANT, call_sid: SECOND, from: 'client:ann', to: NUMBER };
const NAMED_ONLY = { participant_sid: 'CP#x', call_sid: '', from: NUMBER, to: 'client:room' };

beforeEach(async () => {
  tableCount += 1;
  tables = { 'call-events': `events-${tableCount}`, 'call-insights': `insights-${tableCount}` };
  await ensureTables(client, tables);
  await ingestInto({ client, tables }, [
    cloudEvent({ id: eventId(9), source: undefined }, { call_sid: CALL }),
    summaryEvent(CALL, { from: { caller: CALLER }, to: { callee: CALLEE } }),
    conferenceEvent({}, { ended_by: CALL }),
    participantEvent({}, { call_sid: CALL }),
    participantEvent({ id: eventId(3) }, SECOND_MEMBERS),
    participantEvent({ id: eventId(4) }, { ...NAMED_ONLY, conference_sid: OTHER_CONFERENCE }),
    conferenceEvent({ id: eventId(5) }, { conference_sid: OTHER_CONFERENCE, ended_by: FOREIGN }),
  ]);
  for await (const key of setAside.keys('')) await setAside.remove(key);
});

const options = (execute: boolean) => ({
  setAside,
  execute,
  eraser: createRowEraser({ client, tables, clock: systemClock }),
});

async function rows(): Promise<string[]> {
  const all: string[] = [];
  for (const TableName of Object.values(tables)) {
    for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
      all.push(...Items.map((row) => JSON.stringify(row)));
    }
  }
  return all.sort();
}

const lines = (...events: object[]) => events.map((event) => `${JSON.stringify(event)}\n`).join('');

it('a conference goes with its participants and what leads to them; their calls stay', async () => {
  const isGone = (row: string) => [CONFERENCE_SID, SECOND, 'T11:30:04.000Z#'].some((text) => row.includes(text));
  const ofOthers = (await rows()).filter((row) => !isGone(row));
  const ofOther = conferenceEvent({ id: eventId(6) }, { conference_sid: OTHER_CONFERENCE });
  await setAside.put('unsupported/a.jsonl', lines(conferenceEvent(), ofOther, participantEvent()));
  const counted = await forgetConference(CONFERENCE_SID, options(false));
  expect(counted).toMatchObject({ rows: 0, insights: 0, conferences: 3, pointers: 6, kept: { unsupported: 2 } });
  expect(await forgetConference(CONFERENCE_SID, options(true))).toEqual(counted);
  const left = await rows();
  expect(left.filter((row) => row.includes(CONFERENCE_SID) || row.includes(SECOND))).toEqual([]);
  expect(left).toEqual(ofOthers);
  expect(left.some((row) => row.includes('"part":{"S":"summary"}') && row.includes(CALL))).toBe(true);
  expect(await setAside.get('unsupported/a.jsonl')).toBe(lines(ofOther));
  expect(sumOf(await forgetConference(CONFERENCE_SID, options(true)))).toBe(0);
});

it('a call takes its part in conferences along, and nobody else’s', async () => {
  const counted = await forget(CALL, options(false));
  expect(counted).toMatchObject({ rows: 1, insights: 1, conferences: 1 });
  expect(await forget(CALL, options(true))).toEqual(counted);
  const left = await rows();
  // The conference says who ended it, as other calls say who their parent is.
  const naming = left.filter((row) => row.includes(CALL));
  expect(naming).toHaveLength(1);
  expect(naming[0]).toContain('"ended_by"');
  expect(left.some((row) => row.includes(PARTICIPANT_SID))).toBe(false);
  expect(left.some((row) => row.includes(SECOND_PARTICIPANT))).toBe(true);
});

it('a call without a summary is found by its participant, by SID and by number', async () => {
  expect(await forget(SECOND, options(false))).toMatchObject({ insights: 0, conferences: 1, pointers: 3 });
  const parties = new Set([NUMBER]);
  const found = await findCalls(parties, options(true));
  const report = await forgetParties(parties, { ...options(true), found });
  expect(report).toMatchObject({ calls: 1, conferences: 2 });
  const left = await rows();
  for (const gone of [NUMBER, SECOND, 'client:ann', 'CP#x']) {
    expect(
      left.filter((row) => row.includes(gone)),
      gone,
    ).toEqual([]);
  }
  expect(left.filter((row) => row.includes(PARTICIPANT_SID))).toHaveLength(2);
});

it('a number takes the participants that name it, also where no row leads from it', async () => {
  await ingestInto(
    { client, tables },
    [participantEvent({ id: eventId(7) }, { participant_sid: 'CP7', call_sid: FOREIGN, from: '+15557777777' })],
    { ...CONFIG, partyLookup: false },
  );
  const parties = new Set(['+15557777777']);
  const found = await findCalls(parties, options(true));
  expect(await forgetParties(parties, { ...options(true), found })).toMatchObject({ calls: 1, conferences: 1 });
  expect((await rows()).filter((row) => row.includes('+15557777777'))).toEqual([]);
});

it('what names a conference is found in text too', async () => {
  await setAside.put('unsupported/b.jsonl', lines({ id: 'VW1', type: 'x', data: { text: `left ${CONFERENCE_SID}.` } }));
  await setAside.put('unsupported/c.jsonl', lines({ id: 'VW2', type: 'x', data: { text: `left ${CONFERENCE_SID}0` } }));
  await forgetConference(CONFERENCE_SID, options(true));
  expect(await Array.fromAsync(setAside.keys(''))).toEqual(['unsupported/c.jsonl']);
});

it('a conference takes along whatever somebody filed under its SID', async () => {
  await ingestInto({ client, tables }, [
    cloudEvent({ id: eventId(10), source: undefined }, { call_sid: CONFERENCE_SID }),
    summaryEvent(FOREIGN, { parent_call_sid: CONFERENCE_SID }),
    participantEvent({ id: eventId(12) }, { conference_sid: OTHER_CONFERENCE, call_sid: CONFERENCE_SID }),
  ]);
  const tableName = tables['call-insights'];
  // Ingest took such a sample once.
  const sample = { id: { S: CONFERENCE_SID }, part: { S: 'metric#sdk_edge#2026-11-20T11:30:10.250Z#both#EZ1' } };
  await client.send(new PutItemCommand({ TableName: tableName, Item: sample }));
  const annotations = createAnnotations({ client, tableName, clock: systemClock, retentionDays: async () => 395 });
  await annotations.say(CONFERENCE_SID, undefined, { comment: 'of somebody' });
  const counted = await forgetConference(CONFERENCE_SID, options(false));
  expect(counted).toMatchObject({ rows: 1, insights: 1, metrics: 1, conferences: 4 });
  expect(sumOf(counted)).toBe(counted.pointers + 7);
  expect(await forgetConference(CONFERENCE_SID, options(true))).toEqual(counted);
  const left = (await rows()).filter((row) => row.includes(CONFERENCE_SID));
  // A call says who its parent is.
  expect(left).toEqual([expect.stringContaining('"parent_call_sid"')]);
  expect(sumOf(await forgetConference(CONFERENCE_SID, options(true)))).toBe(0);
});

it('a number takes the call that only a sample names it for, and says which conferences name it', async () => {
  const zora = { sdk_edge: { metadata: { client_name: 'zora' } } };
  await ingestInto({ client, tables }, [
    metricEvent({ id: eventId(13) }, sdkMetricData({ call_sid: FOREIGN, ...zora })),
    conferenceEvent({ id: eventId(14) }, { conference_sid: 'CFzora', friendly_name: 'client:zora' }),
  ]);
  const parties = new Set(['client:zora']);
  const found = await findCalls(parties, options(true));
  const report = await forgetParties(parties, { ...options(true), found });
  expect(report).toMatchObject({ calls: 1, metrics: 1, conferences: 0, conferencesLeft: ['CFzora'] });
  expect((await rows()).filter((row) => row.includes('zora'))).toEqual([expect.stringContaining('friendly_name')]);
});
