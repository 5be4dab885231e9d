import { DeleteObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { KinesisStreamRecord } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createIngest } from '../../../lambda/ingest/ingest.ts';
import type { QuarantineWriter } from '../../../lambda/quarantine/quarantine.ts';
import { createS3Quarantine } from '../../../lambda/quarantine/s3-quarantine.ts';
import { createItemWriter, type ItemWriter } from '../../../lambda/store/item-writer.ts';
import { dynamoDbClient, ensureTable, startDynamoDb } from '../../../local/embedded-dynamodb.ts';
import type { EmbeddedServer } from '../../../local/embedded-server.ts';
import { type RedriveOptions, redrive } from '../../../operations/set-aside/redrive.ts';
import { createS3SetAside } from '../../../operations/set-aside/s3-set-aside.ts';
import type { SetAside } from '../../../operations/set-aside/set-aside.ts';
import {
  ARRIVAL_MS,
  attributesOf,
  CALL_SID,
  CONFIG,
  cloudEvent,
  eventId,
  kinesisRecord,
  kinesisRecords,
  SHARD_ID,
  sequenceNumber,
} from '../../../samples/builders.ts';
import { systemClock } from '../../../shared/clock.ts';
import { BUCKET, startS3 } from '../../embedded-s3.ts';
import { startScriptedDynamoDb } from '../../lambda/store/scripted-dynamodb.ts';
import { pipelineClients } from '../../local/running-pipeline.ts';
import { createMemoryStore } from '../../memory-store.ts';
import { itAtNight } from '../../nightly.ts';
import { ONLY_PUTS } from '../../only-puts.ts';
import { GIVEN_UP_KEY, givenUp, quarantined } from './kept.ts';
import { killedRedrive } from './killed-redrive.ts';

// Many requests, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const NEVER = new AbortController().signal;
const DAY_MS = 86_400_000;
const key = (position: number) => `quarantine/2026/11/20/${SHARD_ID}-${sequenceNumber(position)}.json`;

let s3: Awaited<ReturnType<typeof startS3>>;
let dynamodb: EmbeddedServer;
let setAside: SetAside;
let quarantine: QuarantineWriter;
let clients: ReturnType<typeof pipelineClients>;
let options: RedriveOptions;

beforeAll(async () => {
  s3 = await startS3();
  dynamodb = await startDynamoDb({ port: 0 });
  setAside = createS3SetAside({ client: s3.client, bucketName: BUCKET });
  quarantine = createS3Quarantine({ client: s3.client, bucketName: BUCKET });
  clients = pipelineClients({ kinesis: 'http://127.0.0.1:1', dynamodb: dynamodb.url });
});
afterAll(async () => {
  clients.destroy();
  await dynamodb.close();
  await s3.close();
});

let tables = 0;
let tableName = '';
const rows = () => clients.rows(tableName);

beforeEach(async () => {
  for (const name of await keys()) await s3.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: name }));
  tables += 1;
  tableName = `redrive-${tables}`;
  const client = dynamoDbClient(dynamodb.url);
  await ensureTable(client, tableName);
  const store = createItemWriter({
    client,
    tables: { 'call-events': tableName, 'call-insights': 'call-insights' },
    clock: systemClock,
  });
  options = {
    setAside,
    quarantine,
    store,
    config: CONFIG,
    clock: { ...systemClock, now: () => ARRIVAL_MS },
    execute: true,
  };
});

async function keys(): Promise<string[]> {
  const { Contents = [] } = await s3.client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  return Contents.map(({ Key }) => String(Key));
}

/** What is under each key. */
async function contents(): Promise<Record<string, string | undefined>> {
  return Object.fromEntries(await Promise.all((await keys()).map(async (name) => [name, await setAside.get(name)])));
}

const NOTHING = { objects: 0, records: 0, pass: 0, stay: 0, expired: 0, fail: 0, reasons: {} };

describe('a quarantined record', () => {
  it('that was quarantined for a schema bug is a row once the bug is fixed, once, as ingest would have made it', async () => {
    const event = cloudEvent({}, { level: 'ERROR', timestamp: '2099-01-01T00:00:00Z' });
    const arrivalMs = ARRIVAL_MS - 10 * DAY_MS - 123;
    const arrivedAt = new Date(arrivalMs).toISOString();
    await quarantine.putRecord(quarantined(1, event, { arrivedAt }), NEVER);
    const [before = ''] = await keys();
    const text = await setAside.get(before);

    const { counts, problems } = await redrive(options);
    expect(problems).toEqual([]);
    expect(Object.fromEntries(counts)).toEqual({ 'no-time': { ...NOTHING, objects: 1, records: 1, pass: 1 } });
    expect(await contents()).toEqual({ [`redriven/${before}`]: text });

    const made = createMemoryStore();
    const ingest = createIngest({ ...options, store: made });
    await ingest([kinesisRecord(JSON.stringify(event), { arrivalMs })], { getRemainingTimeInMillis: () => 60_000 });
    const row = await rows();
    expect(row).toEqual([...made.items.values()].map(attributesOf));
    expect(row).toMatchObject([{ level_timestamp: { S: expect.stringContaining(arrivedAt) } }]);

    expect((await redrive(options)).counts.size).toBe(0);
    expect(await rows()).toEqual(row);
  });

  it('that cannot be read now either stays, with the reason it has now', async () => {
    await quarantine.putRecord(quarantined(1, cloudEvent({}, { call_sid: '' })), NEVER);
    const { counts } = await redrive(options);
    expect(counts.get('no-time')).toEqual({
      ...NOTHING,
      objects: 1,
      records: 1,
      stay: 1,
      reasons: { 'no-call-sid': 1 },
    });
    expect(await keys()).toEqual([key(1)]);
    const text = await setAside.get(key(1));
    expect(JSON.parse(text ?? '')).toMatchObject({
      reason: 'no-call-sid',
      detail: expect.stringContaining('data.call_sid'),
      arrivedAt: '2026-11-20T12:00:00.000Z',
      sequenceNumber: sequenceNumber(1),
    });
    expect(await rows()).toEqual([]);

    const writes: string[] = [];
    const watched = { ...setAside, put: async (name: string) => void writes.push(name) };
    expect((await redrive({ ...options, setAside: watched })).counts.get('no-call-sid')).toMatchObject({ stay: 1 });
    expect(writes).toEqual([]);
  });

  it('that holds events of a type nobody knows passes, and they are kept with the others', async () => {
    await quarantine.putRecord(quarantined(1, [{ id: 'x', type: 'com.twilio.new' }, cloudEvent()]), NEVER);
    expect((await redrive(options)).counts.get('no-time')).toMatchObject({ pass: 1, stay: 0 });
    const span = `${SHARD_ID}-${sequenceNumber(1)}-${sequenceNumber(1)}`;
    expect(await keys()).toEqual([`redriven/${key(1)}`, `unsupported/2026/11/20/${span}.jsonl`]);
    expect(await rows()).toHaveLength(1);
  });

  it('is redacted and kept as long as the deployed settings say', async () => {
    await quarantine.putRecord(quarantined(1, cloudEvent({}, { name: 'secret' })), NEVER);
    await redrive({
      ...options,
      config: { ...options.config, retentionDays: 1, indexedLevels: ['INFO'], redactFields: ['name'] },
    });
    expect(await rows()).toMatchObject([
      {
        name: { S: '[redacted]' },
        level_timestamp: { S: expect.any(String) },
        expires_at: { N: String(Date.parse('2026-11-22T00:00:00Z') / 1000) },
      },
    ]);
  });
});

describe('a row that would be past its lifetime when it is written', () => {
  const daysLater = (days: number) => ({ ...systemClock, now: () => ARRIVAL_MS + days * DAY_MS });
  const kept = (retentionDays: number) => ({ ...CONFIG, retentionDays });
  const old = (position: number) =>
    kinesisRecord(JSON.stringify(cloudEvent({ id: eventId(position) })), {
      position,
      arrivalMs: ARRIVAL_MS - 10 * DAY_MS,
    });

  it('is none: its record stays, until rows are kept for long enough', async () => {
    await quarantine.putRecord(quarantined(1, cloudEvent()), NEVER);
    const before = await contents();
    const late = { ...options, config: kept(30), clock: daysLater(60) };
    const expected = { ...NOTHING, objects: 1, records: 1, expired: 1 };
    const dry = await redrive({ ...late, execute: false });
    expect(dry).toEqual({ counts: new Map([['no-time', expected]]), problems: [], retentionDaysNeeded: 60 });
    expect(await redrive(late)).toEqual(dry);
    expect(await contents()).toEqual(before);
    expect(await rows()).toEqual([]);

    const longer = await redrive({ ...late, config: kept(60) });
    expect(longer.counts.get('no-time')).toMatchObject({ pass: 1, expired: 0 });
    expect(longer.retentionDaysNeeded).toBeUndefined();
    const [row] = await rows();
    expect(Number(row?.expires_at?.N) * 1000).toBeGreaterThan(late.clock.now());
    expect(await keys()).toEqual([`redriven/${key(1)}`]);
  });

  it('counts from the day when it would go', async () => {
    await quarantine.putRecord(quarantined(1, cloudEvent()), NEVER);
    const end = Date.parse('2026-12-21T00:00:00.000Z');
    const at = async (now: number) =>
      (await redrive({ ...options, execute: false, config: kept(30), clock: { ...systemClock, now: () => now } }))
        .counts;
    expect((await at(end - 1)).get('no-time')).toMatchObject({ pass: 1, expired: 0 });
    expect((await at(end)).get('no-time')).toMatchObject({ pass: 0, expired: 1 });
    const forEver = await redrive({ ...options, execute: false, config: kept(0), clock: daysLater(5_000) });
    expect(forEver.counts.get('no-time')).toMatchObject({ pass: 1, expired: 0 });
  });

  it('is kept in its batch, without the records that pass', async () => {
    const [fresh, bad] = kinesisRecords([cloudEvent({ id: eventId(7) }), Buffer.from('not JSON')]);
    const batch = givenUp([old(10), fresh ?? old(12), bad ?? old(13), old(11)]);
    await setAside.put(GIVEN_UP_KEY, batch);
    const archived: unknown[] = [];
    const archive = async (records: readonly KinesisStreamRecord[]) => void archived.push(...records);
    const late = { ...options, config: kept(5), archive };
    const expected = { ...NOTHING, objects: 1, records: 4, pass: 1, stay: 1, expired: 2, reasons: { 'not-json': 1 } };
    expect((await redrive({ ...late, execute: false })).counts.get('given-up')).toEqual(expected);
    expect((await redrive(late)).counts.get('given-up')).toEqual(expected);
    // The archive keeps them for longer.
    expect(archived).toHaveLength(4);
    const left = (await contents())[GIVEN_UP_KEY] ?? '';
    expect(JSON.parse(JSON.parse(left).payload)).toEqual({ Records: [old(10), old(11)] });
    expect(await setAside.get(`redriven/${GIVEN_UP_KEY}`)).toBe(batch);
    expect((await rows()).map(({ event_id }) => event_id?.S)).toEqual([eventId(7)]);

    const again = await redrive({ ...late, reasons: ['given-up'] });
    expect(again.counts.get('given-up')).toEqual({ ...NOTHING, objects: 1, records: 2, expired: 2 });
    expect((await contents())[GIVEN_UP_KEY]).toBe(left);

    expect((await redrive({ ...options, reasons: ['given-up'] })).counts.get('given-up')).toMatchObject({ pass: 2 });
    expect(await setAside.get(GIVEN_UP_KEY)).toBeUndefined();
    expect(await setAside.get(`redriven/${GIVEN_UP_KEY}`)).toBe(batch);
    expect((await rows()).map(({ event_id }) => event_id?.S)).toEqual([7, 10, 11].map(eventId));
  });

  it('says nothing of a record that makes none', async () => {
    await quarantine.putRecord(quarantined(1, cloudEvent({}, { call_sid: '' })), NEVER);
    await quarantine.putRecord(quarantined(2, [{ id: 'x', type: 'com.twilio.new' }]), NEVER);
    const { counts } = await redrive({ ...options, config: kept(30), clock: daysLater(60) });
    expect(counts.get('no-time')).toMatchObject({ stay: 1, pass: 1, expired: 0 });
  });
});

describe('a batch that was given up', () => {
  it('may have its payload as an object, as emulators write it', async () => {
    const object = JSON.parse(givenUp(kinesisRecords([cloudEvent()])));
    await setAside.put(GIVEN_UP_KEY, JSON.stringify({ ...object, payload: JSON.parse(object.payload) }));
    expect((await redrive(options)).counts.get('given-up')).toMatchObject({ pass: 1 });
    expect(await rows()).toHaveLength(1);
  });

  it('may hold what is no record: that is quarantined, and the others pass', async () => {
    const odd = [{ kinesis: {} }, 'x', kinesisRecord('x', { arrivalMs: 1e300 })] as unknown as KinesisStreamRecord[];
    await setAside.put(GIVEN_UP_KEY, givenUp([...odd, ...kinesisRecords([cloudEvent()])]));
    expect((await redrive(options)).counts.get('given-up')).toMatchObject({
      pass: 1,
      stay: 3,
      reasons: { 'not-a-record': 2, 'not-json': 1 },
    });
    expect(await rows()).toHaveLength(1);
  });

  it('becomes rows, and what cannot be read of it is quarantined', async () => {
    const batch = givenUp(
      kinesisRecords([cloudEvent(), Buffer.from('not JSON'), cloudEvent({ id: eventId(2) }), cloudEvent()]),
    );
    await setAside.put(GIVEN_UP_KEY, batch);
    const { counts } = await redrive(options);
    expect(Object.fromEntries(counts)).toEqual({
      'given-up': { ...NOTHING, objects: 1, records: 4, pass: 3, stay: 1, reasons: { 'not-json': 1 } },
    });
    expect(await keys()).toEqual([key(1), `redriven/${GIVEN_UP_KEY}`]);
    expect(await setAside.get(`redriven/${GIVEN_UP_KEY}`)).toBe(batch);
    expect(await rows()).toMatchObject([
      { call_sid: { S: CALL_SID }, event_id: { S: eventId(1) } },
      { call_sid: { S: CALL_SID }, event_id: { S: eventId(2) } },
    ]);
  });
});

describe('redrive', () => {
  async function putSeveral(): Promise<void> {
    const event = (number: number) => cloudEvent({ id: eventId(number) });
    await quarantine.putRecord(quarantined(1, event(1)), NEVER);
    await quarantine.putRecord(
      quarantined(2, event(2), { reason: 'no-data', arrivedAt: '2026-11-19T23:59:59.999Z' }),
      NEVER,
    );
    await quarantine.putRecord(quarantined(3, event(3), { arrivedAt: '2026-11-20T11:59:59.999Z' }), NEVER);
    await quarantine.putRecord(quarantined(4, cloudEvent({}, { call_sid: '' })), NEVER);
    const batch = [event(5), 'no event', event(1), { id: 'x', type: 'com.twilio.new' }].map((value, index) =>
      kinesisRecord(JSON.stringify(value), { position: 10 + index }),
    );
    await setAside.put(GIVEN_UP_KEY, givenUp(batch));
  }

  it('that is not to execute says the same and changes nothing', async () => {
    await putSeveral();
    const before = await contents();
    const dry = await redrive({ ...options, execute: false });
    expect(await contents()).toEqual(before);
    expect(await rows()).toEqual([]);
    expect(await redrive(options)).toEqual(dry);
    expect((await rows()).map(({ event_id }) => event_id?.S)).toEqual([1, 2, 3, 5].map(eventId));
  });

  it('takes those of one reason or several, and those that arrived since', async () => {
    await putSeveral();
    const asked = async (members: Partial<RedriveOptions>) =>
      [...(await redrive({ ...options, execute: false, ...members })).counts].map(([name, { records }]) => [
        name,
        records,
      ]);
    expect(await asked({ reasons: ['no-data'] })).toEqual([['no-data', 1]]);
    expect(await asked({ reasons: ['no-data', 'no-time'] })).toEqual([
      ['no-data', 1],
      ['no-time', 3],
    ]);
    expect(await asked({ reasons: ['given-up', 'no-data'] })).toEqual([
      ['no-data', 1],
      ['given-up', 4],
    ]);
    expect(await asked({ reasons: ['given-up'] })).toEqual([['given-up', 4]]);
    expect(await asked({ reasons: ['no-time'], since: '2026-11-20T12:00:00.000Z' })).toEqual([['no-time', 2]]);
    expect(await asked({ since: '2026-11-20T00:00:00.000Z' })).toEqual([
      ['no-time', 3],
      ['given-up', 4],
    ]);
    expect(await asked({ since: '2026-11-20T12:00:00.001Z' })).toEqual([]);
  });

  it('passes over an object that cannot be read, and stops where none can', async () => {
    for (let position = 0; position < 12; position += 1) {
      await quarantine.putRecord(quarantined(position, cloudEvent({ id: eventId(position) })), NEVER);
    }
    const denied = Object.assign(new Error('key disabled'), {
      name: 'KMS.DisabledException',
      $metadata: { httpStatusCode: 400 },
    });
    const failingAt = (isBad: (name: string) => boolean): SetAside => ({
      ...setAside,
      get: async (name) => {
        if (isBad(name)) throw denied;
        return setAside.get(name);
      },
    });
    const none = await redrive({ ...options, setAside: failingAt(() => true) });
    expect(none.stopped).toBe(none.problems[0]?.problem);
    expect(none.problems.length).toBeLessThan(12);
    expect(await rows()).toEqual([]);

    const one = await redrive({ ...options, setAside: failingAt((name) => name === key(3)) });
    expect(one.stopped).toBeUndefined();
    expect(one.problems).toEqual([{ key: key(3), problem: expect.stringContaining('key disabled'), again: true }]);
    expect(await rows()).toHaveLength(11);
    expect((await keys()).filter((name) => name.startsWith('quarantine/'))).toEqual([key(3)]);
  });

  it('names what is no record, and leaves it', async () => {
    const bad = {
      'aws/lambda/1/a': 'not JSON',
      'aws/lambda/1/b': '{"payload":"not JSON"}',
      'aws/lambda/1/c': '{"payload":{"Records":{}}}',
      'aws/lambda/1/d': '{"payload":7}',
      'quarantine/a.json': '[]',
      'quarantine/b.json': JSON.stringify({ ...quarantined(1, {}), data: undefined }),
      'quarantine/c.json': JSON.stringify({ ...quarantined(1, {}), arrivedAt: 'soon' }),
    };
    for (const [name, text] of Object.entries(bad)) await setAside.put(name, text);
    const said: string[] = [];
    const { counts, problems } = await redrive({ ...options, onProblem: ({ key }) => said.push(key) });
    expect(counts.size).toBe(0);
    expect(said.sort()).toEqual(Object.keys(bad));
    expect(Object.fromEntries(problems.map(({ key, problem }) => [key, problem]))).toEqual({
      'aws/lambda/1/a': 'not JSON',
      'aws/lambda/1/b': 'payload: not JSON',
      'aws/lambda/1/c': 'payload: Records: expected a list of records',
      'aws/lambda/1/d': 'payload: expected the invocation, an object or its JSON',
      'quarantine/a.json': 'not an object',
      'quarantine/b.json': 'data: expected a text',
      'quarantine/c.json': 'arrivedAt: expected an ISO 8601 time',
    });
    expect(await contents()).toEqual(bad);
  });

  itAtNight('that is killed anywhere and run again ends as one that was not', async () => {
    await putSeveral();
    await redrive(options);
    const [rowsAtTheEnd, contentsAtTheEnd] = [await rows(), await contents()];
    expect(Object.keys(contentsAtTheEnd)).toHaveLength(7);

    let lives = 0;
    for (let killed = true; killed; lives += 1) {
      for (const name of await keys()) await setAside.remove(name);
      await putSeveral();
      const store = createMemoryStore();
      killed = await killedRedrive({ ...options, store, clock: systemClock }, lives);
      await redrive({ ...options, store });
      expect(await contents()).toEqual(contentsAtTheEnd);
      expect([...store.items.values()].map(attributesOf)).toEqual(expect.arrayContaining(rowsAtTheEnd));
      expect(store.items.size).toBe(rowsAtTheEnd.length);
    }
    expect(lives).toBeGreaterThan(12);
  });

  it('archives what passes before it moves it, and leaves what could not be archived', async () => {
    await quarantine.putRecord(quarantined(1, cloudEvent()), NEVER);
    const [before = ''] = await keys();
    const refusing = { ...options, archive: () => Promise.reject(new Error('no such bucket')) };
    expect((await redrive(refusing)).problems).toMatchObject([{ key: before, problem: 'no such bucket', again: true }]);
    expect(await keys()).toEqual([before]);
    const archived: unknown[] = [];
    const archive = async (records: readonly KinesisStreamRecord[]) => {
      archived.push([await keys(), records.map(({ kinesis }) => kinesis.sequenceNumber)]);
    };
    await redrive({ ...options, archive, execute: false });
    expect(archived).toEqual([]);
    await redrive({ ...options, archive });
    expect(archived).toEqual([[[before], [sequenceNumber(1)]]]);
    expect(await keys()).toEqual([`redriven/${before}`]);
  });

  it('that runs twice at once ends as one that runs once', async () => {
    await putSeveral();
    const reports = await Promise.all([redrive(options), redrive(options)]);
    expect(reports.flatMap(({ problems, stopped }) => [...problems, stopped ?? []].flat())).toEqual([]);
    expect(await rows()).toHaveLength(4);
    expect((await keys()).filter((name) => !name.startsWith('redriven/'))).toEqual([
      key(4),
      key(11),
      expect.stringMatching(/^unsupported\//),
    ]);
  });

  it('goes on after an object that is refused for what it holds, however many there are', async () => {
    for (let position = 0; position < 12; position += 1) {
      await quarantine.putRecord(quarantined(position, cloudEvent({ id: eventId(position) })), NEVER);
    }
    const tooLarge = Object.assign(new Error('too large'), { name: 'Unknown', $metadata: { httpStatusCode: 413 } });
    const refused = (error: Error): ItemWriter => ({
      ...ONLY_PUTS,
      put: async (items, signal) => {
        if (items.some(({ json }) => !json.includes(eventId(11)))) throw error;
        return options.store.put(items, signal);
      },
    });
    for (const error of [tooLarge, new TypeError('a mistake of ours')]) {
      const report = await redrive({ ...options, store: refused(error), execute: true });
      expect(report.stopped).toBeUndefined();
      expect(report.problems.map(({ again }) => again)).toEqual(Array(11).fill(true));
    }
    expect((await rows()).map(({ event_id }) => event_id?.S)).toEqual([eventId(11)]);

    const denied = Object.assign(new Error('no right to'), {
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 400 },
    });
    const all = await redrive({ ...options, store: refused(denied), timeoutMs: 500 });
    expect(all.stopped).toMatch(/no right to/);
  });

  it('leaves what the table is too busy for, and stops when one after the other fails', async () => {
    const throttled = await startScriptedDynamoDb(() => ({ status: 400, name: 'ThrottlingException' }));
    const store: ItemWriter = createItemWriter({
      client: throttled.client,
      tables: { 'call-events': tableName, 'call-insights': 'call-insights' },
      clock: systemClock,
    });
    for (let position = 0; position < 20; position += 1) {
      await quarantine.putRecord(quarantined(position, cloudEvent({ id: eventId(position) })), NEVER);
    }
    const before = await contents();
    const busy = await redrive({ ...options, store, timeoutMs: 500 });
    await throttled.stop();
    expect(busy.stopped).toBeDefined();
    expect(busy.problems.some(({ problem }) => problem.startsWith('ThrottlingException: '))).toBe(true);
    const { pass, fail = 20 } = busy.counts.get('no-time') ?? {};
    expect(pass).toBe(0);
    expect(fail).toBeLessThan(20);
    expect(busy.problems).toHaveLength(fail);
    expect(busy.problems[0]).toMatchObject({ key: expect.stringMatching(/^quarantine\//), again: true });
    expect(await contents()).toEqual(before);
    expect((await redrive(options)).counts.get('no-time')).toMatchObject({ pass: 20 });
  });
});
