import { describe, expect, it } from 'vitest';
import {
  bucketOf,
  dayBucket,
  partsOfStartedId,
  STARTED_SHARDS,
  startedId,
  startedOf,
} from '../../../families/call-summary/keys.ts';
import { ARRIVAL_MS, CALL_SID } from '../../../samples/builders.ts';
import { summaryCloudEvent } from '../../../samples/call-summary.ts';
import { createRandom } from '../../../samples/random.ts';

const ARRIVAL = { arrivalMs: ARRIVAL_MS };

describe('the start of a call', () => {
  it.each([
    ['by its summary', {}, '2026-11-20T11:30:02.000Z'],
    ['in another zone', { start_time: '2026-11-20T13:30:02+02:00' }, '2026-11-20T11:30:02.000Z'],
    ['by when it was made, where it never started', { start_time: '' }, '2026-11-20T11:30:00.000Z'],
    ['by its event', { start_time: null, created_time: 'soon' }, '2026-11-20T11:45:00.000Z'],
  ])('is told %s', (_how, data, started) => {
    expect(startedOf(summaryCloudEvent({}, data), ARRIVAL)).toBe(started);
  });

  it('is the arrival where nothing tells it, or what tells it is a clock that is ahead', () => {
    const arrival = new Date(ARRIVAL_MS).toISOString();
    const untold = summaryCloudEvent({ time: undefined }, { start_time: 5, created_time: null });
    expect(startedOf(untold, ARRIVAL)).toBe(arrival);
    expect(startedOf(summaryCloudEvent({}, { start_time: '2026-11-20T12:05:00Z' }), ARRIVAL)).toBe(
      '2026-11-20T12:05:00.000Z',
    );
    expect(startedOf(summaryCloudEvent({}, { start_time: '2026-11-20T12:05:01Z' }), ARRIVAL)).toBe(arrival);
  });
});

describe('the keys of the index', () => {
  it('say when a call started and which it is', () => {
    const key = startedId('2026-11-20T11:30:02.000Z', CALL_SID);
    expect(key).toBe(`2026-11-20T11:30:02.000Z#${CALL_SID}`);
    expect(partsOfStartedId(key)).toEqual({ started: '2026-11-20T11:30:02.000Z', callSid: CALL_SID });
  });

  it('put a call in the same partition of its day wherever that is computed, and spread calls evenly', () => {
    expect(bucketOf('2026-11-20T11:30:02.000Z', CALL_SID)).toBe('call#2026-11-20#1');
    const random = createRandom(7);
    const counts = new Map<string, number>();
    for (let calls = 0; calls < 4_000; calls += 1) {
      const bucket = bucketOf('2026-11-20T00:00:00.000Z', random.sid('CA'));
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    }
    const buckets = Array.from({ length: STARTED_SHARDS }, (_, shard) => dayBucket('2026-11-20', shard));
    expect([...counts.keys()].sort()).toEqual(buckets);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});

it('a date from before there was a Twilio is a zero, and no start', () => {
  const context = { arrivalMs: Date.parse('2026-11-20T12:00:00.000Z') };
  const started = (data: object) => startedOf({ id: 'x', type: 'y', data: { call_sid: 'CA1', ...data } }, context);
  expect(started({ start_time: '1970-01-01T00:00:00Z', created_time: '2026-11-20T11:00:00Z' })).toBe(
    '2026-11-20T11:00:00.000Z',
  );
  expect(started({ start_time: '0001-01-01T00:00:00Z' })).toBe('2026-11-20T12:00:00.000Z');
});
