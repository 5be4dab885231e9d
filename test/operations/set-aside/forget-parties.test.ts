import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { PARTIAL } from '../../../families/call-summary/facts.ts';
import { createIngest } from '../../../lambda/ingest/ingest.ts';
import { recordText } from '../../../lambda/quarantine/quarantine.ts';
import type { TableClient } from '../../../lambda/store/dynamodb-client.ts';
import { createItemWriter } from '../../../lambda/store/item-writer.ts';
import { dynamoDbClient, ensureTables, startDynamoDb } from '../../../local/embedded-dynamodb.ts';
import type { EmbeddedServer } from '../../../local/embedded-server.ts';
import { createRowEraser } from '../../../operations/row-eraser.ts';
import { createFileSetAside } from '../../../operations/set-aside/file-set-aside.ts';
import { type ForgetOptions, findCalls, forgetParties } from '../../../operations/set-aside/forget.ts';
import { namesAnyOf } from '../../../operations/set-aside/is-named.ts';
import { namedInText } from '../../../operations/set-aside/named-calls.ts';
import type { SetAside } from '../../../operations/set-aside/set-aside.ts';
import { CONFIG, cloudEvent, eventId, kinesisRecords } from '../../../samples/builders.ts';
import { systemClock } from '../../../shared/clock.ts';
import type { TableId } from '../../../shared/table.ts';
import { between, callSid, summaryEvent } from '../summaries.ts';
import { GIVEN_UP_KEY, givenUp, quarantined } from './kept.ts';

vi.setConfig({ testTimeout: 60_000 });

const NUMBER = '+15551234567';
const OTHER = '+15559876543';
const PARTIES = new Set([NUMBER]);
/** Calls of the number: one that rows lead to, one that none leads to, one in a summary that is set aside. */
const [STORED, UNLED, WAITING] = [1, 2, 3].map(callSid) as [string, string, string];
const [FOREIGN, PARENT] = [4, 5].map(callSid) as [string, string];

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
beforeEach(fill);

const line = (value: unknown) => `${JSON.stringify(value)}\n`;
const OF_FOREIGN = summaryEvent(FOREIGN, between(OTHER, 'client:alice'));
const ABOUT_NUMBER = { id: 'VW1', type: 'com.twilio.new', data: { parameters: 'From=%2B15551234567&To=x' } };

/** Rows of four calls, and objects that name them or the number, each beside one that does not. */
async function fill(): Promise<void> {
  tableCount += 1;
  tables = { 'call-events': `events-${tableCount}`, 'call-insights': `insights-${tableCount}` };
  await ensureTables(client, tables);
  const events = [STORED, UNLED, WAITING, FOREIGN].map((sid, index) =>
    cloudEvent({ id: eventId(index), source: undefined }, { call_sid: sid }),
  );
  const ingest = async (values: readonly unknown[], config = CONFIG) => {
    const store = createItemWriter({ client, tables, clock: systemClock });
    const quarantine = { putRecord: () => Promise.reject(), putUnsupported: () => Promise.reject() };
    const run = createIngest({ store, quarantine, config, clock: systemClock });
    await run(kinesisRecords(values), { getRemainingTimeInMillis: () => 60_000 });
  };
  // A version of before says other parties.
  const before = { ...between('client:carol', NUMBER), parent_call_sid: PARENT };
  await ingest([summaryEvent(STORED, before, { type: PARTIAL, id: 'EZ-before' })]);
  await ingest([...events, summaryEvent(STORED, between('client:bob', NUMBER)), OF_FOREIGN]);
  await ingest([summaryEvent(UNLED, between(NUMBER, 'client:bob'))], { ...CONFIG, partyLookup: false });
  for await (const key of setAside.keys('')) await setAside.remove(key);
  const waiting = summaryEvent(WAITING, between(NUMBER, 'client:alice'));
  await setAside.put('unsupported/a.jsonl', line(waiting) + line(OF_FOREIGN) + line(ABOUT_NUMBER));
  await setAside.put('quarantine/b.json', recordText(quarantined(1, { about: STORED })));
  await setAside.put('quarantine/c.json', recordText(quarantined(2, { about: `${NUMBER}8` })));
  await setAside.put(GIVEN_UP_KEY, givenUp(kinesisRecords([OF_FOREIGN, summaryEvent(STORED, between('', NUMBER))])));
}

/** Everything that is left, as text. */
async function left(): Promise<{ rows: string[]; objects: Record<string, string | undefined> }> {
  const rows: string[] = [];
  for (const TableName of Object.values(tables)) {
    for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
      rows.push(...Items.map((row) => JSON.stringify(row)));
    }
  }
  const keys = await Array.fromAsync(setAside.keys(''));
  const objects = await Promise.all(keys.map(async (key) => [key, await setAside.get(key)] as const));
  return { rows: rows.sort(), objects: Object.fromEntries(objects) };
}

const eraser = (through = client) => createRowEraser({ client: through, tables, clock: systemClock });
async function forgetNumber(how: Pick<ForgetOptions, 'eraser' | 'execute'>) {
  const options = { setAside, ...how };
  return forgetParties(PARTIES, { ...options, found: await findCalls(PARTIES, options) });
}
const FORGOTTEN = {
  calls: 3,
  conferencesLeft: [],
  rows: 3,
  insights: 2,
  metrics: 0,
  conferences: 0,
  pointers: 4,
  kept: { quarantine: 1, unsupported: 2, givenUp: 1, redriven: 0 },
  unread: [],
};

describe('to forget a number', () => {
  it('counts what it would delete, and deletes nothing', async () => {
    const before = await left();
    expect(await forgetNumber({ eraser: eraser(), execute: false })).toEqual(FORGOTTEN);
    expect(await left()).toEqual(before);
  });

  it('deletes its calls wherever they are known, and what names it; then there is nothing to delete', async () => {
    expect(await forgetNumber({ eraser: eraser(), execute: true })).toEqual(FORGOTTEN);
    const { rows, objects } = await left();
    expect(rows).toHaveLength(4);
    for (const row of rows) expect(row).toContain(FOREIGN);
    expect(Object.keys(objects)).toEqual([GIVEN_UP_KEY, 'quarantine/c.json', 'unsupported/a.jsonl']);
    expect(objects['unsupported/a.jsonl']).toBe(line(OF_FOREIGN));
    const batch = JSON.parse(JSON.parse(objects[GIVEN_UP_KEY] ?? '').payload);
    expect(batch.Records).toHaveLength(1);

    const kept = { quarantine: 0, unsupported: 0, givenUp: 0, redriven: 0 };
    const ofTables = { rows: 0, insights: 0, metrics: 0, conferences: 0, pointers: 0 };
    const nothing = { calls: 0, conferencesLeft: [], ...ofTables, kept, unread: [] };
    expect(await forgetNumber({ eraser: eraser(), execute: true })).toEqual(nothing);
  });

  it('that is killed while it deletes rows, and run again, ends as one that was not', async () => {
    await forgetNumber({ eraser: eraser(), execute: true });
    const end = await left();
    let lives = 0;
    for (let isKilled = true; isKilled; lives += 1) {
      await fill();
      let writes = lives;
      const killed = Object.assign(new Error('killed'), { $metadata: { httpStatusCode: 400 } });
      const mortal = Object.create(client) as TableClient;
      mortal.send = ((command: { constructor: { name: string } }) => {
        if (command.constructor.name === 'BatchWriteItemCommand') writes -= 1;
        return writes < 0 ? Promise.reject(killed) : client.send(command as never);
      }) as TableClient['send'];
      isKilled = await forgetNumber({ eraser: eraser(mortal), execute: true }).then(
        () => false,
        () => true,
      );
      await forgetNumber({ eraser: eraser(), execute: true });
      expect(await left()).toEqual(end);
    }
    expect(lives).toBeGreaterThan(4);
  });
});

it('finds the calls of a number in summaries that are set aside, however they say it', async () => {
  const odd = { ...summaryEvent(callSid(8)), data: { call_sid: callSid(8), from: [{ caller: Number(NUMBER) }] } };
  await setAside.put('unsupported/odd.jsonl', line(odd));
  const { setAside: calls } = await findCalls(PARTIES, { setAside, eraser: eraser(), execute: false });
  expect([...calls].sort()).toEqual([STORED, WAITING, callSid(8)].sort());
});

describe('a text names a number or an address', () => {
  const named = (party: string, text: string) =>
    namesAnyOf({ callSids: new Set(), parties: new Set([party]) })(namedInText(text));

  it.each([
    [NUMBER, JSON.stringify({ data: { from: { caller: NUMBER } } })],
    [NUMBER, JSON.stringify({ body: `sip:${NUMBER}@example.com` })],
    [NUMBER, `From=${encodeURIComponent(NUMBER)}&To=x`],
    [NUMBER, gzipSync(JSON.stringify({ text: NUMBER })).toString('base64')],
    ['client:alice', JSON.stringify({ a: ['client:alice'] })],
    ['client:alice', 'called client:alice. And more'],
    ['sip:alice@example.com', 'To: <sip:alice@example.com:5060;transport=udp>'],
    ['911', JSON.stringify({ to: { callee: '911' } })],
    [NUMBER, JSON.stringify({ to: { callee: Number(NUMBER) } })],
    ['anonymous', JSON.stringify({ data: { from: 'anonymous' } })],
  ])('%s in %s', (party, text) => {
    expect(named(party, text)).toBe(true);
  });

  it.each([
    [NUMBER, JSON.stringify({ from: { caller: `${NUMBER}8` } })],
    ['client:alice', JSON.stringify({ a: 'client:alice.b' })],
    ['client:alice', JSON.stringify({ a: 'client:alice@work' })],
    ['client:alice', JSON.stringify({ a: 'client:alice-2' })],
    ['client:alice', JSON.stringify({ a: 'client:alicent' })],
    ['sip:alice@example.com', JSON.stringify({ a: 'sip:alice@example.com.au' })],
    ['911', JSON.stringify({ text: 'error 911', to: { callee: '9110' } })],
  ])('not %s in %s', (party, text) => {
    expect(named(party, text)).toBe(false);
  });

  it('perhaps, where a short number stands in a text that is no JSON', () => {
    expect(named('911', 'a call to 911 failed')).toEqual({
      problem: 'text that holds the number, perhaps as something else',
    });
  });

  it('among many calls, each of which is named as it is alone', () => {
    const calls = new Set([STORED, WAITING, 'x-1']);
    const ofCalls = (text: string) => namesAnyOf({ callSids: calls, parties: new Set() })(namedInText(text));
    expect(ofCalls(`\\u0022CACA${WAITING}`)).toBe(true);
    expect(ofCalls(`CA${STORED}, and ${WAITING}0`)).toBe(true);
    expect(ofCalls(`${STORED}0 ${WAITING}z`)).toBe(false);
    expect(ofCalls('{"call_sid":"x-1"}')).toBe(true);
    expect(ofCalls('it says x-1')).toEqual({ problem: 'text that holds the SID, perhaps as something else' });
  });
});
