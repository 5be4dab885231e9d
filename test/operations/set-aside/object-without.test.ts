import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { recordText } from '../../../lambda/quarantine/quarantine.ts';
import { namesAnyOf } from '../../../operations/set-aside/is-named.ts';
import { objectWithout } from '../../../operations/set-aside/object-without.ts';
import { ACCOUNT_SID, CALL_SID, cloudEvent, eventId, kinesisRecords } from '../../../samples/builders.ts';
import { base64, GIVEN_UP_KEY, givenUp, quarantined } from './kept.ts';

const withoutCall = (callSid: string, key: string, body: string) =>
  objectWithout(namesAnyOf({ callSids: new Set([callSid]), parties: new Set() }), key, body);

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
