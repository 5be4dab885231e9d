import { describe, expect, it } from 'vitest';
import { itemIdentifierOf, placeOf, recordsOf, toStreamRecord } from '../../../lambda/ingest/stream-record.ts';
import {
  ARRIVAL_MS,
  cloudEvent,
  kinesisRecord,
  SHARD_ID,
  STREAM_ARN,
  sequenceNumber,
} from '../../../samples/builders.ts';

const NOW = ARRIVAL_MS + 5_000;
const RECORD = kinesisRecord(JSON.stringify(cloudEvent()));

/** A record with something else around its data. */
function recordWith(kinesis: Record<string, unknown>, members: Record<string, unknown> = {}) {
  return { ...RECORD, ...members, kinesis: { ...RECORD.kinesis, ...kinesis } };
}

describe('a record', () => {
  it('is what Lambda says of it', () => {
    const record = toStreamRecord(RECORD, NOW);
    expect(record).toEqual({ data: RECORD.kinesis.data, problem: undefined, arrivalMs: ARRIVAL_MS, source: RECORD });
    expect(itemIdentifierOf(record)).toBe(sequenceNumber(0));
    expect(placeOf(record)).toEqual({
      shardId: SHARD_ID,
      sequenceNumber: sequenceNumber(0),
      partitionKey: RECORD.kinesis.partitionKey,
      streamArn: STREAM_ARN,
    });
  });

  it.each([
    ['seconds', ARRIVAL_MS / 1000 + 0.25],
    ['seconds as text', String(ARRIVAL_MS / 1000 + 0.25)],
    ['milliseconds', ARRIVAL_MS + 250],
    ['milliseconds as text', String(ARRIVAL_MS + 250)],
    ['an ISO 8601 text', '2026-11-20T12:00:00.250Z'],
    ['an ISO 8601 text of another zone', '2026-11-20T13:00:00.25+01:00'],
    ['a Date', new Date(ARRIVAL_MS + 250)],
  ])('came when it says in %s', (_form, approximateArrivalTimestamp) => {
    expect(toStreamRecord(recordWith({ approximateArrivalTimestamp }), NOW).arrivalMs).toBe(ARRIVAL_MS + 250);
  });

  it.each([
    undefined,
    null,
    '',
    'yesterday',
    '2026-02-30T12:00:00Z',
    {},
    [],
    true,
    0,
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e300,
    ARRIVAL_MS * 1_000,
    new Date(Number.NaN),
  ])('came now where it says %j', (approximateArrivalTimestamp) => {
    expect(toStreamRecord(recordWith({ approximateArrivalTimestamp }), NOW).arrivalMs).toBe(NOW);
  });

  it.each([[undefined], [null], [''], [5], ['../../etc'], ['a/b:c'], ['x'.repeat(200)]])(
    'has a shard and a number that a file can be named after where they are %j',
    (odd) => {
      const record = toStreamRecord(recordWith({ sequenceNumber: odd }, { eventID: odd }), NOW);
      expect(placeOf(record)).toMatchObject({
        shardId: 'shardId-unknown',
        sequenceNumber: expect.stringMatching(/^unnumbered-[0-9a-f]{32}$/),
      });
      expect(itemIdentifierOf(record)).toBe(typeof odd === 'string' ? odd : '');
      const elsewhere = toStreamRecord(recordWith({ sequenceNumber: odd }, { eventID: 'other' }), NOW);
      expect(placeOf(elsewhere).sequenceNumber).toBe(placeOf(record).sequenceNumber);
    },
  );

  it.each([
    [null, 'null'],
    ['a text', '"a text"'],
    [5, '5'],
    [[], '[]'],
    [{}, '{}'],
    [{ kinesis: null }, '{"kinesis":null}'],
    [{ kinesis: { data: 5 } }, '{"kinesis":{"data":5}}'],
    [{ s3: { bucket: 'b' } }, '{"s3":{"bucket":"b"}}'],
  ])('that is none is kept as its JSON, with what is wrong: %j', (record, json) => {
    const { data, problem } = toStreamRecord(record, NOW);
    expect(Buffer.from(data, 'base64').toString()).toBe(json);
    expect(problem).toMatch(/^not a record of a stream: /);
  });

  it('that is nested too deep to be written again is still a record with a problem', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(toStreamRecord({ kinesis: { data: deep } }, NOW)).toMatchObject({ data: '', arrivalMs: NOW });
  });
});

describe('an invocation', () => {
  it('is its records', () => {
    expect(recordsOf({ Records: [RECORD] })).toEqual([RECORD]);
    expect(recordsOf({ Records: [] })).toEqual([]);
  });

  it.each([undefined, null, {}, [], 'text', { Records: {} }, { Records: 'x' }, { records: [] }])(
    'of %j is answered with what it has to be',
    (invocation) => {
      expect(() => recordsOf(invocation)).toThrow(/^expected \{"Records":\[…\]\}.* npx voice-insights send FILE$/);
    },
  );
});
