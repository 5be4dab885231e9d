import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { recordText } from '../../../lambda/quarantine/quarantine.ts';
import type { EventEraser } from '../../../operations/event-eraser.ts';
import { createFileSetAside } from '../../../operations/set-aside/file-set-aside.ts';
import { forget, withoutCall } from '../../../operations/set-aside/forget.ts';
import type { SetAside } from '../../../operations/set-aside/set-aside.ts';
import { ACCOUNT_SID, CALL_SID, cloudEvent, eventId, kinesisRecords } from '../../../samples/builders.ts';
import { base64, GIVEN_UP_KEY, givenUp, quarantined } from './kept.ts';

const LONGER_SID = `${CALL_SID}0`;
const OTHER = cloudEvent({ id: eventId(9), source: undefined }, { call_sid: LONGER_SID });
const OURS = cloudEvent({}, { timestamp: 'soon' });
/** Sent by hand, with the call as the partition key of everything: see `kinesisRecord`. */
const ofPartition = (partitionKey: string, values: readonly unknown[]) =>
  kinesisRecords(values).map((record) => ({ ...record, kinesis: { ...record.kinesis, partitionKey } }));

describe('an object without a call', () => {
  const quarantine = (value: unknown, members = {}) =>
    withoutCall(CALL_SID, 'quarantine/a.json', recordText(quarantined(1, value, members)));

  it('is gone where its record names the call: as an event, in bytes nobody can read, or as the partition key', () => {
    const gone = { kind: 'gone', count: 1 };
    expect(quarantine(OURS)).toEqual(gone);
    expect(quarantine({ ...OURS, data: JSON.stringify(OURS.data) })).toEqual(gone);
    expect(quarantine(Buffer.from(`\xff\x00{${CALL_SID}`, 'latin1'))).toEqual(gone);
    expect(quarantine({}, { partitionKey: CALL_SID })).toEqual(gone);
    expect(withoutCall(CALL_SID, 'quarantine/a.json', `not JSON ${CALL_SID}`)).toEqual(gone);
    expect(withoutCall(CALL_SID, 'redriven/quarantine/a.json', recordText(quarantined(1, OURS)))).toEqual(gone);
  });

  it('is as it was where another call is named, though its SID starts the same', () => {
    expect(quarantine(OTHER)).toEqual({ kind: 'as it was' });
    expect(withoutCall(CALL_SID, 'unsupported/a.jsonl', `${JSON.stringify(OTHER)}\n`)).toEqual({ kind: 'as it was' });
    expect(withoutCall(CALL_SID, GIVEN_UP_KEY, givenUp(ofPartition('1', [OTHER])))).toEqual({ kind: 'as it was' });
  });

  it('keeps the events of other calls in a list', () => {
    const left = quarantine([OURS, OTHER]);
    expect(left).toMatchObject({ kind: 'less', count: 1 });
    expect(JSON.parse('body' in left ? left.body : '')).toMatchObject({ data: base64([OTHER]), reason: 'no-time' });
    expect(quarantine([OURS, OURS])).toEqual({ kind: 'gone', count: 1 });
  });

  it('keeps the other lines, and the other records of a batch', () => {
    const lines = [OURS, OTHER, OURS].map((event) => `${JSON.stringify(event)}\n`);
    expect(withoutCall(CALL_SID, 'redriven/unsupported/a.jsonl', lines.join(''))).toEqual({
      kind: 'less',
      count: 2,
      body: lines[1],
    });
    expect(withoutCall(CALL_SID, 'unsupported/a.jsonl', lines[0] ?? '')).toEqual({ kind: 'gone', count: 1 });

    const records = ofPartition('1', [OTHER, OURS, [OURS, OTHER]]);
    const { body, ...left } = { body: '', ...withoutCall(CALL_SID, GIVEN_UP_KEY, givenUp(records)) };
    expect(left).toEqual({ kind: 'less', count: 2 });
    const rest = { ...records[2], kinesis: { ...records[2]?.kinesis, data: base64([OTHER]) } };
    expect(JSON.parse(JSON.parse(body).payload)).toEqual({ Records: [records[0], rest] });
    expect(JSON.parse(body)).toMatchObject({ version: '1.0', requestContext: { condition: 'RetryAttemptsExhausted' } });
    const odd = [{ kinesis: { data: OURS } }, 'no record'] as unknown as typeof records;
    expect(withoutCall(CALL_SID, GIVEN_UP_KEY, givenUp(odd))).toMatchObject({ kind: 'less', count: 1 });
    expect(withoutCall(CALL_SID, GIVEN_UP_KEY, givenUp(ofPartition(CALL_SID, [OTHER])))).toEqual({
      kind: 'gone',
      count: 1,
    });
  });

  it('keeps the form of a batch whose payload is an object', () => {
    const asObject = (body: string) => {
      const object = JSON.parse(body);
      return JSON.stringify({ ...object, payload: JSON.parse(object.payload) });
    };
    const batch = (values: readonly unknown[]) => asObject(givenUp(ofPartition('1', values)));
    expect(withoutCall(CALL_SID, GIVEN_UP_KEY, batch([OURS]))).toEqual({ kind: 'gone', count: 1 });
    const { body, ...left } = { body: '', ...withoutCall(CALL_SID, GIVEN_UP_KEY, batch([OTHER, OURS])) };
    expect(left).toEqual({ kind: 'less', count: 1 });
    expect(JSON.parse(body).payload).toEqual({ Records: ofPartition('1', [OTHER]) });
  });

  it('is without events that say with escapes whose they are', () => {
    const escaped = (value: unknown) =>
      JSON.stringify(value).replaceAll(CALL_SID, `\\u0043\\u0041${CALL_SID.slice(2)}`);
    const lines = `${escaped(OURS)}\n${JSON.stringify(OTHER)}\n`;
    expect(withoutCall(CALL_SID, 'unsupported/a.jsonl', lines)).toMatchObject({ kind: 'less', count: 1 });
    expect(quarantine(Buffer.from(escaped(OURS)))).toEqual({ kind: 'gone', count: 1 });
    expect(quarantine({ ...OURS, source: undefined, data: escaped(OURS.data) })).toEqual({ kind: 'gone', count: 1 });
    const records = kinesisRecords([Buffer.from(`[${escaped(OURS)},${JSON.stringify(OTHER)}]`)]);
    const [record] = records.map((one) => ({ ...one, kinesis: { ...one.kinesis, partitionKey: '1' } }));
    const left = withoutCall(CALL_SID, GIVEN_UP_KEY, givenUp(record === undefined ? [] : [record]));
    expect(left).toMatchObject({ kind: 'less', count: 1 });
    expect(JSON.stringify(left)).toContain(base64([OTHER]));
  });

  it('is told which of its records nobody can read, whatever becomes of the others', () => {
    const secret = gzipSync('x'.repeat(100)).fill(0xff, 20);
    expect(quarantine(secret)).toEqual({ kind: 'unread', problem: 'damaged gzip' });
    expect(withoutCall(CALL_SID, GIVEN_UP_KEY, givenUp(ofPartition('1', [OTHER, secret, secret])))).toEqual({
      kind: 'unread',
      problem: 'record 2 of 3: damaged gzip (and 1 more)',
    });
    expect(withoutCall(CALL_SID, GIVEN_UP_KEY, givenUp(ofPartition('1', [OURS, secret])))).toMatchObject({
      kind: 'less',
      count: 1,
      problem: 'record 2 of 2: damaged gzip',
    });
  });

  it('keeps whatever does not have an ordinary word for a call of its own', () => {
    const ofWord = cloudEvent({ source: undefined }, { call_sid: '1', timestamp: 'soon' });
    const records = ofPartition('1', [OTHER, ofWord, 'no event 1']);
    expect(withoutCall('1', GIVEN_UP_KEY, givenUp(records))).toMatchObject({ kind: 'less', count: 1 });
    expect(withoutCall('1', 'quarantine/a.json', recordText(quarantined(1, ofWord)))).toEqual({
      kind: 'gone',
      count: 1,
    });
    expect(withoutCall('1', 'quarantine/a.json', recordText(quarantined(1, OTHER)))).toEqual({ kind: 'as it was' });
    expect(withoutCall(ACCOUNT_SID, 'quarantine/a.json', recordText(quarantined(1, OTHER)))).toEqual({
      kind: 'as it was',
    });
  });

  it('cannot be told where nobody can read it', () => {
    expect(withoutCall(CALL_SID, 'quarantine/a.json', 'not JSON')).toEqual({
      kind: 'unread',
      problem: 'no JSON object',
    });
    expect(withoutCall(CALL_SID, 'quarantine/a.json', '{}')).toEqual({ kind: 'unread', problem: 'no data' });
    expect(withoutCall(CALL_SID, GIVEN_UP_KEY, '{"payload":"{}"}')).toEqual({
      kind: 'unread',
      problem: 'no payload with records',
    });
  });
});

describe('to forget a call', () => {
  let directory: string;
  let setAside: SetAside;
  let rows: number;
  /** Tells whether anything set aside was left when the rows went. */
  let keptWhenErased: string[];
  const eraser: EventEraser = {
    count: async () => rows,
    async erase() {
      keptWhenErased = await keys();
      const count = rows;
      rows = 0;
      return count;
    },
  };
  const keys = () => Array.fromAsync(setAside.keys(''));

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-test-'));
    setAside = createFileSetAside({ directory });
  });
  afterAll(() => rm(directory, { recursive: true }));

  beforeEach(async () => {
    for (const key of await keys()) await setAside.remove(key);
    rows = 12;
    keptWhenErased = ['not yet'];
    await setAside.put('quarantine/a.json', recordText(quarantined(1, OURS)));
    await setAside.put('quarantine/b.json', recordText(quarantined(2, OTHER)));
    await setAside.put('redriven/quarantine/c.json', recordText(quarantined(3, OURS)));
    await setAside.put('unsupported/d.jsonl', `${JSON.stringify(OURS)}\n${JSON.stringify(OTHER)}\n`);
    await setAside.put(GIVEN_UP_KEY, givenUp(ofPartition('1', [OURS, OURS])));
    await setAside.put('quarantine/bad.json', 'not JSON');
  });

  const FORGOTTEN = {
    rows: 12,
    kept: { quarantine: 1, unsupported: 1, givenUp: 2, redriven: 1 },
    unread: [{ key: 'quarantine/bad.json', problem: 'no JSON object' }],
  };

  it('says what would go and deletes nothing, unless it is to execute', async () => {
    const before = await keys();
    expect(await forget(CALL_SID, { setAside, eraser, execute: false })).toEqual(FORGOTTEN);
    expect(await keys()).toEqual(before);
    expect(rows).toBe(12);
  });

  it('deletes what is set aside, then the rows; then there is nothing to delete', async () => {
    const left = ['quarantine/b.json', 'quarantine/bad.json', 'unsupported/d.jsonl'];
    expect(await forget(CALL_SID, { setAside, eraser, execute: true })).toEqual(FORGOTTEN);
    expect(await keys()).toEqual(left);
    expect(keptWhenErased).toEqual(left);
    expect(await setAside.get('unsupported/d.jsonl')).toBe(`${JSON.stringify(OTHER)}\n`);
    expect(await forget(CALL_SID, { setAside, eraser, execute: true })).toEqual({
      rows: 0,
      kept: { quarantine: 0, unsupported: 0, givenUp: 0, redriven: 0 },
      unread: FORGOTTEN.unread,
    });
  });

  const failingAt = (isBad: (key: string) => boolean): SetAside => ({
    ...setAside,
    get: async (key) => {
      if (isBad(key))
        throw Object.assign(new Error('key disabled'), {
          name: 'KMS.DisabledException',
          $metadata: { httpStatusCode: 400 },
        });
      return setAside.get(key);
    },
  });

  it('names an object that cannot be read, and deletes the rest', async () => {
    const failing = failingAt((key) => key === 'quarantine/b.json');
    const { unread, ...forgotten } = await forget(CALL_SID, { setAside: failing, eraser, execute: true });
    expect(forgotten).toEqual({ rows: 12, kept: FORGOTTEN.kept });
    expect(unread).toEqual(
      expect.arrayContaining([
        ...FORGOTTEN.unread,
        { key: 'quarantine/b.json', problem: expect.stringContaining('key disabled') },
      ]),
    );
    expect(unread).toHaveLength(2);
    expect(rows).toBe(0);
  });

  it('stops where none can be read, and leaves the rows', async () => {
    const failing = failingAt(() => true);
    await expect(forget(CALL_SID, { setAside: failing, eraser, execute: true })).rejects.toThrow('key disabled');
    expect(rows).toBe(12);
  });

  it('stops at the first that fails, and leaves the rows', async () => {
    const removed: string[] = [];
    const failing: SetAside = {
      ...setAside,
      keys: async function* (prefix) {
        if (prefix === 'quarantine/') for (let number = 0; number < 100; number += 1) yield `${prefix}${number}.json`;
      },
      get: async () => recordText(quarantined(1, OURS)),
      async remove(key) {
        removed.push(key);
        throw new Error('no right to');
      },
    };
    await expect(forget(CALL_SID, { setAside: failing, eraser, execute: true })).rejects.toThrow('no right to');
    await new Promise(setImmediate);
    expect(removed.length).toBeLessThan(50);
    expect(rows).toBe(12);
  });
});
