import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { eventTime, toldTime } from '../../../families/call-event/event-time.ts';
import { sortKey, timeOfSortKey } from '../../../families/call-event/keys.ts';
import { callCloudEvent, eventId } from '../../../samples/builders.ts';
import { utcTime } from '../../../shared/utc-time.ts';

describe('a time', () => {
  // Lambda runs in UTC, a laptop does not: a time without a zone is the same in both.
  beforeAll(() => {
    vi.stubEnv('TZ', 'Asia/Kolkata');
    expect(new Date(0).getHours()).toBe(5);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });

  it.each([
    ['2021-05-24T14:15:22Z', '2021-05-24T14:15:22.000Z'],
    ['2021-05-24T14:15:22.5Z', '2021-05-24T14:15:22.500Z'],
    ['2021-05-24T14:15:22.123Z', '2021-05-24T14:15:22.123Z'],
    ['2021-05-24T14:15:22.123999Z', '2021-05-24T14:15:22.123Z'],
    ['2021-05-24T14:15:22.999999999Z', '2021-05-24T14:15:22.999Z'],
    ['2021-05-24T14:15:22,25Z', '2021-05-24T14:15:22.250Z'],
    ['2021-05-24T14:15Z', '2021-05-24T14:15:00.000Z'],
    ['2021-05-24T14:15:22', '2021-05-24T14:15:22.000Z'],
    ['2021-05-24 14:15:22', '2021-05-24T14:15:22.000Z'],
    ['2021-05-24 14:15:22.1+02:00', '2021-05-24T12:15:22.100Z'],
    ['2021-05-24t14:15:22z', '2021-05-24T14:15:22.000Z'],
    ['2021-05-24T14:15:22+02:00', '2021-05-24T12:15:22.000Z'],
    ['2021-05-24T14:15:22+0530', '2021-05-24T08:45:22.000Z'],
    ['2021-05-24T14:15:22-07', '2021-05-24T21:15:22.000Z'],
    ['2021-05-24T14:15-07', '2021-05-24T21:15:00.000Z'],
    ['2021-05-24T14:15:22-00:00', '2021-05-24T14:15:22.000Z'],
    ['2020-12-31T23:59:59.999-00:01', '2021-01-01T00:00:59.999Z'],
    ['2021-01-01T00:00:00+14:00', '2020-12-31T10:00:00.000Z'],
    ['2024-02-29T12:00:00Z', '2024-02-29T12:00:00.000Z'],
    ['2000-02-29 23:30-01:00', '2000-03-01T00:30:00.000Z'],
    ['0004-02-29T12:00:00Z', '0004-02-29T12:00:00.000Z'],
    ['2021-12-31T24:00:00Z', '2022-01-01T00:00:00.000Z'],
    ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
    ['0049-01-01T00:00:00+0100', '0048-12-31T23:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is %s', (text, utc) => {
    expect(utcTime(text)).toBe(utc);
  });

  it.each([
    ['no text', undefined],
    ['no text', null],
    ['no text', 1_621_865_722],
    ['no text', 1_621_865_722_000],
    ['no text', new Date(0)],
    ['no text', ['2021-05-24T14:15:22Z']],
    ['no time', ''],
    ['no time', 'May 24'],
    ['no time', 'May 24, 2021 14:15'],
    ['no time', 'Mon, 24 May 2021 14:15:22 GMT'],
    ['no time', '1621865722'],
    ['no time', '2021'],
    ['no time of day', '2021-05-24'],
    ['no minute', '2021-05-24T14Z'],
    ['of another width', '2021-5-24T14:15:22Z'],
    ['of another width', '+002021-05-24T14:15:22Z'],
    ['a digit short', '2021-05-24T14:15:22.Z'],
    ['with something around it', ' 2021-05-24T14:15:22Z'],
    ['with something around it', '2021-05-24T14:15:22Z\n'],
    ['with something around it', '2021-05-24T14:15:22Z[UTC]'],
    ['in month 13', '2021-13-24T14:15:22Z'],
    ['in month 0', '2021-00-24T14:15:22Z'],
    ['on day 32', '2021-05-32T14:15:22Z'],
    ['on 30 February', '2021-02-30T10:00:00Z'],
    ['on 29 February of a common year', '2021-02-29T12:00:00.000Z'],
    ['on 29 February of a common century', '1900-02-29T12:00:00Z'],
    ['on 31 April', '2021-04-31T12:00:00+02:00'],
    ['on day 0', '2021-05-00T14:15:22Z'],
    ['at hour 25', '2021-05-24T25:15:22Z'],
    ['at minute 60', '2021-05-24T14:60:22Z'],
    ['in a zone of 25 hours', '2021-05-24T14:15:22+25:00'],
    ['pushed before year 0', '0000-01-01T00:00:00+00:01'],
    ['pushed past year 9999', '9999-12-31T23:59:59.999-00:01'],
  ])('is %s: %j', (_what, value) => {
    expect(utcTime(value)).toBeUndefined();
  });

  it('sorts as text as it does in time, however it is written', () => {
    const moments = fc
      .tuple(
        fc.integer({ min: Date.parse('0001-01-01T00:00:00Z'), max: Date.parse('9998-12-31T00:00:00Z') }),
        fc.integer({ min: -2_000, max: 2_000 }),
      )
      .map(([ms, more]) => [ms, ms + more] as const);
    fc.assert(
      fc.property(moments, writing(), writing(), ([ms, other], write, writeOther) => {
        const [one, another] = [write(ms), writeOther(other)];
        expect(utcTime(one.text)).toBe(new Date(one.ms).toISOString());
        expect(utcTime(another.text)).toBe(new Date(another.ms).toISOString());
        expect(compare(utcTime(one.text) ?? '', utcTime(another.text) ?? '')).toBe(compare(one.ms, another.ms));
      }),
      { numRuns: 500 },
    );
  });

  it('is the event’s own, else the envelope’s', () => {
    expect(eventTime('2021-05-24T14:15:22Z', '2020-01-01T00:00:00Z')).toBe('2021-05-24T14:15:22.000Z');
    for (const unusable of [undefined, null, '', 'May 24', 5]) {
      expect(eventTime(unusable, '2020-01-01T00:00:00Z')).toBe('2020-01-01T00:00:00.000Z');
      expect(eventTime(unusable, unusable)).toBeUndefined();
    }
  });
});

describe('the time an event is told with', () => {
  const filedUnder = '2021-05-24T14:15:22.000Z';

  it.each(['2021-05-24T14:15:22Z', '2021-05-24t19:45:22.000999+05:30'])('is as Twilio wrote it: %s', (timestamp) => {
    expect(toldTime(timestamp, filedUnder)).toBe(timestamp);
  });

  it.each([
    ['absent', undefined],
    ['a number', 1_621_865_722_000],
    ['of another form', 'Mon, 24 May 2021 14:15:22 GMT'],
    ['without a zone', '2021-05-24T14:15:22'],
    ['with half a zone', '2021-05-24T14:15:22+00'],
    ['with a blank', '2021-05-24 14:15:22Z'],
    ['with a comma', '2021-05-24T14:15:22,0Z'],
    ['another time', '2021-05-24T14:15:23Z'],
    ['no day', '2021-02-30T14:15:22Z'],
  ])('is the one it is filed under where its own is %s', (_what, timestamp) => {
    expect(toldTime(timestamp, filedUnder)).toBe(filedUnder);
  });

  it('is read from the sort key', () => {
    expect(timeOfSortKey(`${filedUnder}#0000000001#a#b`)).toBe(filedUnder);
  });
});

describe('the sort key', () => {
  const time = '2021-05-24T14:15:22.000Z';
  const keyWith = (relay: unknown) => sortKey(time, callCloudEvent({ id: 'NO1' }, { conversation_relay_data: relay }));

  it('is the time and the id', () => {
    expect(sortKey(time, callCloudEvent({ id: 'NO#1' }))).toBe('2021-05-24T14:15:22.000Z#NO#1');
  });

  it.each([
    [0, '2021-05-24T14:15:22.000Z#0000000000#NO1'],
    [7, '2021-05-24T14:15:22.000Z#0000000007#NO1'],
    [9_999_999_999, '2021-05-24T14:15:22.000Z#9999999999#NO1'],
  ])('has the sequence number %d before the id, in ten digits', (sequence_number, key) => {
    expect(keyWith({ sequence_number })).toBe(key);
  });

  it.each([
    [{}],
    [{ sequence_number: null }],
    [{ sequence_number: -1 }],
    [{ sequence_number: 1.5 }],
    [{ sequence_number: '7' }],
    [{ sequence_number: 10_000_000_000 }],
    [{ sequence_number: Number.POSITIVE_INFINITY }],
    [{ sequence_number: [7] }],
    [[7]],
    ['7'],
    [null],
  ])('has no sequence number from %j', (relay) => {
    expect(keyWith(relay)).toBe('2021-05-24T14:15:22.000Z#NO1');
  });

  it('puts 120 relay events of one millisecond in their sequence, whatever their ids', () => {
    const keys = Array.from({ length: 120 }, (_, sequence_number) =>
      sortKey(
        time,
        callCloudEvent({ id: eventId(120 - sequence_number) }, { conversation_relay_data: { sequence_number } }),
      ),
    );
    expect(keys.toReversed().sort()).toEqual(keys);
  });
});

function compare<Value extends string | number>(one: Value, other: Value): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** A way to write a moment as ISO 8601, with the moment that is left of it at that precision. */
function writing(): fc.Arbitrary<(ms: number) => { text: string; ms: number }> {
  return fc
    .record({
      unit: fc.constantFrom(60_000, 1_000, 100, 1),
      more: fc.stringMatching(/^\d{0,6}$/),
      offset: fc.option(fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 }), { nil: undefined }),
      colon: fc.constantFrom(':', ''),
      between: fc.constantFrom('T', 't', ' '),
      point: fc.constantFrom('.', ','),
      utc: fc.constantFrom('Z', 'z', ''),
    })
    .map(({ unit, more, offset, colon, between, point, utc }) => (moment) => {
      const ms = Math.floor(moment / unit) * unit;
      const local = new Date(ms + (offset ?? 0) * 60_000).toISOString();
      const width = unit === 60_000 ? 16 : unit === 1_000 ? 19 : unit === 100 ? 21 : 23;
      const text = `${local.slice(0, width)}${unit === 1 ? more : ''}`.replace('T', between).replace('.', point);
      return { ms, text: `${text}${offset === undefined ? utc : zone(offset, colon)}` };
    });
}

function zone(offset: number, colon: string): string {
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${offset < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}${colon}${String(minutes).padStart(2, '0')}`;
}
