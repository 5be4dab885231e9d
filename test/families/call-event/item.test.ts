import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isError } from '../../../families/call-event/call-error.ts';
import type { CallCloudEvent, CallEvent } from '../../../families/call-event/call-event.ts';
import { SDK_CALL_EVENT } from '../../../families/call-event/facts.ts';
import { type CallEventRow, fromItem, toItem } from '../../../families/call-event/item.ts';
import { mediaEdge } from '../../../families/call-event/media-edge.ts';
import type { IngestConfig } from '../../../families/ingest-config.ts';
import type { Attributes } from '../../../lambda/store/attribute-value.ts';
import {
  ARRIVAL_MS,
  attributesOf,
  CALL_SID,
  CONFIG,
  callCloudEvent,
  callEvent,
  eventId,
} from '../../../samples/builders.ts';
import voiceSdkEvent from '../../../samples/documents/voice-sdk-event.json' with { type: 'json' };
import { isJsonObject } from '../../../shared/json.ts';
import { LEVELS } from '../../../shared/level.ts';
import { FIELDS, nested, OF_ANOTHER_TYPE } from './documented-fields.ts';

const CONTEXT = { arrivalMs: ARRIVAL_MS, config: CONFIG };
const KEPT_FOR_EVER: IngestConfig = { ...CONFIG, retentionDays: 0 };

/** The item of an event with this data. */
function itemOf(data: Record<string, unknown>, { arrivalMs = ARRIVAL_MS, config = CONFIG } = {}): CallEventRow {
  return made(callCloudEvent({}, data), { arrivalMs, config });
}

function made(event: CallCloudEvent, context = CONTEXT): CallEventRow {
  const result = toItem(event, context);
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
  return result.value;
}

/** The data of an event after it was in the table. */
function kept(data: Record<string, unknown>) {
  return fromItem(attributesOf(itemOf(data))).event.data;
}

it('is not made of an id that could be read as a sequence number and an id: two events would be one item', () => {
  const data = { conversation_relay_data: { sequence_number: 5 } };
  expect(made(callCloudEvent({ id: 'X' }, data)).key).toMatch(/#0000000005#X$/);
  expect(toItem(callCloudEvent({ id: '0000000005#X' }), CONTEXT)).toEqual({
    ok: false,
    reason: 'ambiguous-id',
    detail: 'id: starts like a sequence number, ten digits and #',
  });
  const both = [{ id: '0000000005#X' }, { id: 'X' }].map((envelope) => made(callCloudEvent(envelope, data)).key);
  expect(new Set(both).size).toBe(2);
});

describe('an item', () => {
  it('of the document’s own example has each thing once, under Twilio’s name', () => {
    const { data, ...envelope } = voiceSdkEvent;
    const gateway = {
      M: {
        metadata: {
          M: {
            region: { S: 'us1' },
            twilio_ip: { S: '172.0.0.130' },
            external_ip: { S: '172.0.0.130' },
            edge_location: { S: 'ashburn' },
          },
        },
      },
    };
    const host = { M: { type: { S: 'host' }, protocol: { S: 'udp' } } };
    const item = made({ id: envelope.id, type: envelope.type, schemaVersion: 2, data });
    const { json: _attributes, bytes: _bytes, ...rest } = item;
    expect({ ...rest, attributes: attributesOf(item) }).toEqual({
      table: 'call-events',
      key: 'call-events 33 CA0000000000000000000000000000001 2021-05-24T14:15:22.000Z#NO00000000000000000000000001',
      level: 'UNKNOWN',
      type: SDK_CALL_EVENT,
      isError: true,
      clockSkewMs: 0,
      behindMs: ARRIVAL_MS - Date.parse('2021-05-24T14:15:22Z'),
      attributes: {
        call_sid: { S: 'CA0000000000000000000000000000001' },
        timestamp: { S: '2021-05-24T14:15:22.000Z#NO00000000000000000000000001' },
        event_timestamp: { S: '2021-05-24T14:15:22Z' },
        account_sid: { S: 'AC0000000000000000000000000000001' },
        edge: { S: 'ashburn' },
        name: { S: 'call.connected' },
        group: { S: 'call' },
        level: { S: 'UNKNOWN' },
        event_level: { S: 'UNKNOWN' },
        level_timestamp: { S: '2021-05-24T14:15:22.000Z#NO00000000000000000000000001' },
        event_id: { S: 'NO00000000000000000000000001' },
        event_type: { S: 'com.twilio.voice.insights.call-event.sdk' },
        schema_version: { N: '2' },
        error_code: { N: '31600' },
        error_message: { S: 'Call failed due to network issues.' },
        expires_at: { N: String(Date.parse('2027-12-21T00:00:00Z') / 1000) },
        carrier_edge: gateway,
        client_edge: gateway,
        sip_edge: gateway,
        sdk_edge: {
          M: {
            error: { M: { code: { N: '31600' }, message: { S: 'Call failed due to network issues.' } } },
            feedback: { M: { score: { N: '1' }, reason: { S: 'excellent_audio' } } },
            metric: { M: { threshold: { N: '0.5' }, values: { L: [{ N: '0.1' }] } } },
            ice_candidate_pair: { M: { remote: host, local: host } },
            metadata: {
              M: {
                client_name: { S: 'MyVoiceApp' },
                location: { M: { lat: { N: '20.956036' }, lon: { N: '-157.23793' } } },
                city: { S: 'San Francisco' },
                country_code: { S: 'US' },
                country_subdivision: { S: 'CA' },
                ip_address: { S: '172.0.0.130' },
                sdk: {
                  M: {
                    type: { S: 'Voice' },
                    version: { S: '2.0.0' },
                    platform: { S: 'iOS' },
                    region: { S: 'us1' },
                    selected_region: { S: 'us1' },
                    browser: { M: { name: { S: 'Chrome' }, major: { S: '89' }, version: { S: '89.0.4389.90' } } },
                    os: { M: { name: { S: 'Windows' }, version: { S: '10' } } },
                    device: {
                      M: { model: { S: 'iPhone' }, type: { S: 'mobile' }, vendor: { S: 'Apple' }, arch: { S: 'ARM' } },
                    },
                    engine: { M: { name: { S: 'Blink' }, version: { S: '89.0.4389.90' } } },
                    edge_location: { S: 'ashburn' },
                  },
                },
              },
            },
          },
        },
      },
    });
    expect(fromItem(attributesOf(item)).event.data).toStrictEqual(data);
  });

  it('says of the event what it was filed under', () => {
    const event = callCloudEvent({ id: 'NO1', time: '2026-11-20T11:59:30Z' }, { level: 'Error' });
    expect(fromItem(attributesOf(made(event)))).toStrictEqual({
      event,
      sortKey: '2026-11-20T11:59:00.000Z#NO1',
      levelTimestamp: '2026-11-20T11:59:00.000Z#NO1',
      level: 'ERROR',
    });
    expect(fromItem(attributesOf(itemOf({ level: 'INFO' })))).not.toHaveProperty('levelTimestamp');
  });

  it('is filed under the envelope’s time where the event has none, and keeps what came', () => {
    for (const timestamp of [undefined, null, '', 'May 24', 5]) {
      const item = made(callCloudEvent({ id: 'NO1', time: '2026-11-20T11:58:00+01:00' }, { timestamp }));
      expect(attributesOf(item).timestamp).toEqual({ S: '2026-11-20T10:58:00.000Z#NO1' });
      expect(attributesOf(item).event_time).toEqual({ S: '2026-11-20T11:58:00+01:00' });
      expect(fromItem(attributesOf(item)).event.data.timestamp).toBe(timestamp ?? undefined);
    }
  });

  it('is refused without a time', () => {
    expect(toItem(callCloudEvent({ time: 'yesterday' }, { timestamp: 'May 24' }), CONTEXT)).toEqual({
      ok: false,
      reason: 'no-time',
      detail: 'timestamp: expected an ISO 8601 time, here or in the envelope',
    });
  });

  it('has a key of its own for each call, time, sequence number and id', () => {
    const events = [
      callCloudEvent(),
      callCloudEvent({ id: eventId(2) }),
      callCloudEvent({}, { call_sid: 'CA1' }),
      callCloudEvent({}, { timestamp: '2026-11-20T11:59:00.001Z' }),
      callCloudEvent({}, { conversation_relay_data: { sequence_number: 1 } }),
      callCloudEvent({}, { conversation_relay_data: { sequence_number: 2 } }),
    ];
    expect(new Set(events.map((event) => made(event).key)).size).toBe(events.length);
    expect(made(callCloudEvent({}, { level: 'ERROR', name: 'other' })).key).toBe(made(callCloudEvent()).key);
  });
});

describe('members with the names of our attributes', () => {
  const OURS = {
    event_timestamp: 'a',
    event_id: 'b',
    event_type: 5,
    event_time: ['c'],
    event_level: { d: 1 },
    schema_version: 'e',
    error_code: 'f',
    error_message: 7,
    level_timestamp: true,
    expires_at: 1,
    other: { other: { event_id: 'g' } },
  };

  it('are kept under other, and ours stay ours', () => {
    const item = itemOf({ ...OURS, level: 'error', sdk_edge: { error: { code: 1, message: 'm' } } });
    const attributes = attributesOf(item);
    expect(attributes).toMatchObject({
      event_timestamp: { S: '2026-11-20T11:59:00.000Z' },
      event_id: { S: eventId(1) },
      event_level: { S: 'error' },
      schema_version: { N: '2' },
      error_code: { N: '1' },
      error_message: { S: 'm' },
      level_timestamp: { S: `2026-11-20T11:59:00.000Z#${eventId(1)}` },
      expires_at: { N: expect.stringMatching(/^\d{10}$/) },
    });
    expect(Object.keys(attributes.other?.M ?? {}).sort()).toEqual(Object.keys(OURS).sort());
  });

  it.each([null, undefined])('are left out where they are %s', (nothing) => {
    expect(itemOf({ event_id: nothing })).toStrictEqual(itemOf({}));
  });

  it('come back, all together and one by one', () => {
    expect(kept(OURS)).toStrictEqual(callEvent(OURS));
    for (const [name, value] of Object.entries(OURS)) {
      expect(kept({ [name]: value })).toStrictEqual(callEvent({ [name]: value }));
      expect(kept({ [name]: null })).toStrictEqual(callEvent());
    }
  });
});

describe('the level', () => {
  it.each([
    ['ERROR', 'ERROR', undefined],
    ['WARNING', 'WARNING', undefined],
    ['INFO', 'INFO', undefined],
    ['DEBUG', 'DEBUG', undefined],
    ['error', 'ERROR', { S: 'error' }],
    [' Info ', 'INFO', { S: ' Info ' }],
    ['WARN', 'WARNING', { S: 'WARN' }],
    ['warn', 'WARNING', { S: 'warn' }],
    ['UNKNOWN', 'UNKNOWN', { S: 'UNKNOWN' }],
    ['unknown', 'UNKNOWN', { S: 'unknown' }],
    ['FATAL', 'UNKNOWN', { S: 'FATAL' }],
    ['', 'UNKNOWN', { S: '' }],
    [3, 'UNKNOWN', { N: '3' }],
    [true, 'UNKNOWN', { BOOL: true }],
    [['ERROR'], 'UNKNOWN', { L: [{ S: 'ERROR' }] }],
    [{ value: 'ERROR' }, 'UNKNOWN', { M: { value: { S: 'ERROR' } } }],
    [undefined, 'UNKNOWN', undefined],
    [null, 'UNKNOWN', undefined],
  ])('%j is filed under %s and comes back as it came', (asItCame, level, eventLevel) => {
    const item = itemOf({ level: asItCame });
    expect(item.level).toBe(level);
    expect(attributesOf(item).level).toEqual({ S: level });
    expect(attributesOf(item).event_level).toEqual(eventLevel);
    const stored = fromItem(attributesOf(item));
    expect(stored.level).toBe(level);
    expect(stored.event.data.level).toEqual(asItCame ?? undefined);
    expect('level' in stored.event.data).toBe(asItCame !== undefined && asItCame !== null);
  });
});

describe('the error', () => {
  it.each([
    [{ sdk_edge: { error: { code: 31005, message: 'lost' } } }, { N: '31005' }, { S: 'lost' }],
    [{ sdk_edge: { error: { code: '31005' } } }, { N: '31005' }, undefined],
    [{ sdk_edge: { error: { code: null, message: 'lost' } } }, undefined, { S: 'lost' }],
    [
      { conversation_relay_data: { error: { error_code: 64105, error_message: 'ended' } } },
      { N: '64105' },
      { S: 'ended' },
    ],
    [{ conversation_relay_data: { error: { message: 'ended' } } }, undefined, { S: 'ended' }],
    [{ sdk_edge: { error: 'lost' } }, undefined, undefined],
    [{}, undefined, undefined],
  ])('of %j is copied to where a person can read it, at any level', (data, code, message) => {
    for (const level of [...LEVELS, null]) {
      const attributes = attributesOf(itemOf({ ...data, level }));
      expect([attributes.error_code, attributes.error_message]).toEqual([code, message]);
      expect(fromItem(attributes).event.data).toStrictEqual(withoutNulls(callEvent({ ...data, level })));
    }
  });
});

describe('the index by level', () => {
  const OF_OWN_TIME = `2026-11-20T11:59:00.000Z#${eventId(1)}`;
  const error = { sdk_edge: { error: { code: 31005 } } };
  const indexed = (data: Record<string, unknown>, indexedLevels = CONFIG.indexedLevels, arrivalMs = ARRIVAL_MS) =>
    attributesOf(itemOf(data, { arrivalMs, config: { ...CONFIG, indexedLevels } })).level_timestamp?.S;

  it('has errors and warnings unless it is told otherwise', () => {
    for (const level of ['ERROR', 'error', 'WARNING', 'warn']) expect(indexed({ level })).toBe(OF_OWN_TIME);
    for (const level of ['INFO', 'DEBUG', 'UNKNOWN', 'FATAL', null]) expect(indexed({ level })).toBeUndefined();
    expect(indexed({ level: 'INFO', ...error })).toBeUndefined();
  });

  it('has errors of a level nobody knows, whatever it is told', () => {
    for (const level of ['UNKNOWN', 'FATAL', null, undefined]) {
      expect(indexed({ level, ...error }, ['INFO'])).toBe(OF_OWN_TIME);
      expect(indexed({ level, sdk_edge: { error: {} } }, ['INFO'])).toBeUndefined();
    }
  });

  it('has the levels it is told, and no others', () => {
    expect(LEVELS.filter((level) => indexed({ level }, ['INFO', 'DEBUG']))).toEqual(['DEBUG', 'INFO']);
    expect(LEVELS.filter((level) => indexed({ level }, LEVELS))).toEqual(LEVELS);
    expect(indexed({ level: null }, LEVELS)).toBe(OF_OWN_TIME);
  });

  it.each([
    ['earlier than its arrival', '2021-05-24T14:15:22Z', '2021-05-24T14:15:22.000Z', 0],
    ['five minutes later', '2026-11-20T12:05:00Z', '2026-11-20T12:05:00.000Z', 0],
    ['a millisecond more', '2026-11-20T12:05:00.001Z', '2026-11-20T12:00:00.000Z', 300_001],
    ['in 2099', '2099-01-01T00:00:00Z', '2026-11-20T12:00:00.000Z', Date.parse('2099-01-01') - ARRIVAL_MS],
  ])('files an event that claims to be %s under a time that cannot be far ahead', (_what, timestamp, time, skew) => {
    const item = itemOf({ level: 'ERROR', timestamp, conversation_relay_data: { sequence_number: 7 } });
    const tail = `#0000000007#${eventId(1)}`;
    expect(attributesOf(item).level_timestamp).toEqual({ S: `${time}${tail}` });
    expect(attributesOf(item).timestamp).toEqual({ S: `${new Date(timestamp).toISOString()}${tail}` });
    expect(item.clockSkewMs).toBe(skew);
    expect(fromItem(attributesOf(item)).event.data.timestamp).toBe(timestamp);
  });
});

describe('an event that is older than its arrival', () => {
  const DAY_MS = 86_400_000;

  it.each([
    [DAY_MS - 1, 0],
    [DAY_MS, DAY_MS],
    [400 * DAY_MS, 400 * DAY_MS],
  ])('by %d ms stays where its own time says, and is told from 24 hours on', (ageMs, behindMs) => {
    const timestamp = new Date(ARRIVAL_MS - ageMs).toISOString();
    const item = itemOf({ level: 'ERROR', timestamp });
    expect(item).toMatchObject({ behindMs, clockSkewMs: 0 });
    expect(attributesOf(item).timestamp?.S).toBe(`${timestamp}#${eventId(1)}`);
    expect(attributesOf(item).level_timestamp?.S).toBe(`${timestamp}#${eventId(1)}`);
  });
});

describe('the day a row expires', () => {
  const expiry = (arrival: string, retentionDays: number, data: Record<string, unknown> = {}) => {
    const config = { ...CONFIG, retentionDays };
    const seconds = attributesOf(itemOf(data, { arrivalMs: Date.parse(arrival), config })).expires_at?.N;
    return seconds === undefined ? undefined : new Date(Number(seconds) * 1000).toISOString();
  };

  it.each([
    ['2026-11-20T00:00:00.000Z', 1, '2026-11-22T00:00:00.000Z'],
    ['2026-11-20T23:59:59.999Z', 1, '2026-11-22T00:00:00.000Z'],
    ['2026-11-21T00:00:00.000Z', 1, '2026-11-23T00:00:00.000Z'],
    ['2026-11-20T12:00:00.000Z', 395, '2027-12-21T00:00:00.000Z'],
    ['2027-12-31T12:00:00.000Z', 60, '2028-03-01T00:00:00.000Z'],
  ])('of a record of %s, kept for %d days, is %s', (arrival, days, expected) => {
    expect(expiry(arrival, days)).toBe(expected);
  });

  it('never comes from the event’s own time', () => {
    for (const timestamp of ['2021-05-24T14:15:22Z', '2099-01-01T00:00:00Z', '0001-01-01T00:00:00Z']) {
      expect(expiry('2026-11-20T12:00:00Z', 1, { timestamp })).toBe('2026-11-22T00:00:00.000Z');
    }
  });

  it('never comes where rows are kept for ever', () => {
    expect(expiry('2026-11-20T12:00:00Z', 0)).toBeUndefined();
  });
});

describe('a limit of DynamoDB', () => {
  it.each([
    ['x', 1],
    ['é', 2],
  ])('is 400 KB an item, in bytes: %s', (letter, width) => {
    const config = KEPT_FOR_EVER;
    const event = (length: number) => callCloudEvent({ schemaVersion: undefined }, { fïller: letter.repeat(length) });
    const free = 409_600 - bytesOf(attributesOf(made(event(0), { arrivalMs: ARRIVAL_MS, config })));
    const most = event(Math.floor(free / width));
    expect(bytesOf(attributesOf(made(most, { arrivalMs: ARRIVAL_MS, config })))).toBe(409_600 - (free % width));
    expect(toItem(event(Math.floor(free / width) + 1), { arrivalMs: ARRIVAL_MS, config })).toEqual({
      ok: false,
      reason: 'too-large',
      detail: `the item: ${409_600 - (free % width) + width} bytes, DynamoDB holds 409600`,
    });
  });

  it('ends the conversion of what is certainly too large for its many parts, whatever comes after', () => {
    for (const much of [Array(300_000).fill(0), bigObject(12_000)]) {
      expect(toItem(callCloudEvent({}, { much, after: 1e200 }), CONTEXT)).toEqual({
        ok: false,
        reason: 'too-large',
        detail: 'the item: over 409600 bytes, DynamoDB holds 409600',
      });
    }
  });

  it.each([
    ['call_sid', 'c'.repeat(2048), 'c'.repeat(2049), 'call_sid: 2049 bytes, DynamoDB holds a key of 2048'],
    ['call_sid', 'é'.repeat(1024), 'é'.repeat(1025), 'call_sid: 2050 bytes, DynamoDB holds a key of 2048'],
    ['id', 'i'.repeat(999), 'i'.repeat(1000), 'timestamp and id: 1025 bytes, DynamoDB holds a key of 1024'],
    ['id', `${'é'.repeat(499)}i`, 'é'.repeat(500), 'timestamp and id: 1025 bytes, DynamoDB holds a key of 1024'],
  ])('is the bytes of a key made of %s', (name, longest, tooLong, detail) => {
    const event = (text: string) =>
      name === 'id' ? callCloudEvent({ id: text }) : callCloudEvent({}, { [name]: text });
    expect(toItem(event(longest), CONTEXT)).toMatchObject({ ok: true });
    expect(toItem(event(tooLong), CONTEXT)).toEqual({ ok: false, reason: 'key-too-long', detail });
  });

  it.each([
    ['too-deep', 'deep', lists(32)],
    ['too-deep', 'other', lists(31)],
    ['number-out-of-range', 'number', 1e126],
    ['number-out-of-range', 'number', [JSON.parse('1e400')]],
    ['number-out-of-range', 'sdk_edge', { error: { code: 1e-131 } }],
    ['lone-surrogate', 'name', '\ud800'],
    ['lone-surrogate', 'level', '\ud800'],
    ['lone-surrogate', 'call_sid', 'CA\ud800'],
    ['lone-surrogate', 'na\udc00me', 'text'],
    ['lone-surrogate', 'deep', [{ 'na\udc00me': 'text' }]],
    ['empty-name', '', 'text'],
    ['empty-name', 'deep', { '': 'text' }],
    ['name-too-long', 'n'.repeat(50_001), 'text'],
    ['name-too-long', 'deep', { ['n'.repeat(50_001)]: 'text' }],
    ['unsafe-name', '__proto__', { level: 'ERROR' }],
    ['unsafe-name', 'deep', JSON.parse('[{"__proto__":{"level":"ERROR"}}]')],
  ])('is answered with %s', (reason, name, value) => {
    const event = callCloudEvent();
    Object.defineProperty(event.data, name, { value, enumerable: true, configurable: true, writable: true });
    expect(toItem(event, CONTEXT)).toEqual({ ok: false, reason, detail: expect.stringMatching(/./) });
  });

  it.each([
    ['31 containers', { deep: lists(31) }],
    ['31 containers, one of them ours', { other: lists(30) }],
    ['numbers to the edge of the range', { numbers: [9.9e125, -9.9e125, 1e-130, -1e-130] }],
    ['a name of 50,000 bytes', { ['é'.repeat(25_000)]: 1 }],
    ['empty texts, lists and objects', { name: '', list: [''], nothing: [], sdk_edge: {} }],
  ])('lets %s through', (_what, data) => {
    expect(kept(data)).toStrictEqual(callEvent(data));
  });

  it('of the envelope counts as well', () => {
    for (const members of [{ id: 'NO\ud800' }, { type: 'a\udc00' }, { time: '\ud800' }]) {
      expect(toItem(callCloudEvent(members), CONTEXT)).toMatchObject({ ok: false, reason: 'lone-surrogate' });
    }
  });
});

describe('a documented field of another type', () => {
  it.each(FIELDS.filter(([path]) => path !== 'call_sid'))('survives in %s', (path, type) => {
    for (const value of OF_ANOTHER_TYPE[type]) {
      const data = callEvent(nested(path, value));
      expect(fromItem(attributesOf(made(callCloudEvent({ time: '2026-11-20T11:59:30Z' }, data)))).event.data).toEqual(
        data,
      );
    }
  });
});

describe('any event', () => {
  it('comes back as it came, or is refused because DynamoDB or JavaScript cannot hold it', () => {
    let storedEvents = 0;
    fc.assert(
      fc.property(anyEvent(), anyContext(), (event, context) => {
        const result = toItem(event, context);
        expect(result.ok).toBe(canBeHeld(event));
        if (!result.ok) return;
        storedEvents += 1;
        // A name that stood twice would be once in what JSON.parse makes of it.
        expect(JSON.stringify(attributesOf(result.value))).toHaveLength(result.value.json.length);
        const { event: stored } = fromItem(attributesOf(result.value));
        // Not toStrictEqual: it takes a member named constructor for a class.
        deepStrictEqual(stored, { ...event, data: withoutNulls(event.data) });
        expect([isError(stored.data), mediaEdge(stored.data)]).toEqual([isError(event.data), mediaEdge(event.data)]);
      }),
      { numRuns: 1_000 },
    );
    expect(storedEvents).toBeGreaterThan(300);
  }, 60_000);

  it('makes the same item, to the byte, whenever and however often it comes, and from what was stored', () => {
    fc.assert(
      fc.property(anyEvent(), anyContext(), (event, context) => {
        const result = toItem(event, context);
        const again = toItem(structuredClone(event), structuredClone(context));
        expect(JSON.stringify(again)).toBe(JSON.stringify(result));
        if (result.ok) {
          expect(toItem(fromItem(attributesOf(result.value)).event, context)).toEqual(result);
        }
      }),
    );
  }, 60_000);

  it('is in the index if it is an error and errors are indexed', () => {
    fc.assert(
      fc.property(anyEvent(), (event) => {
        const result = toItem(event, CONTEXT);
        if (result.ok && isError(event.data)) expect(attributesOf(result.value)).toHaveProperty('level_timestamp');
      }),
    );
  });
});

function bigObject(members: number): Record<string, unknown> {
  return Object.fromEntries(
    Array.from({ length: members }, (_member, n) => [`a name of forty characters, number ${n}`, true]),
  );
}

/** Bytes of an item whose attributes are all texts, as DynamoDB counts them: names and values. */
function bytesOf(attributes: Attributes): number {
  return Object.entries(attributes).reduce((sum, [name, { S }]) => {
    if (S === undefined) throw new Error(`${name} is no text`);
    return sum + Buffer.byteLength(name) + Buffer.byteLength(S);
  }, 0);
}

function lists(containers: number): unknown {
  return JSON.parse(`${'['.repeat(containers)}1${']'.repeat(containers)}`);
}

/** JSON as the table gives it back: without nulls of objects, and with one zero. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value === 0 ? 0 : value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)]));
}

function canBeHeld(value: unknown): boolean {
  if (typeof value === 'string') return !/\p{Surrogate}/u.test(value);
  if (typeof value === 'number') return value === 0 || (Math.abs(value) >= 1e-130 && Math.abs(value) < 1e126);
  if (Array.isArray(value)) return value.every(canBeHeld);
  if (!isJsonObject(value)) return true;
  return Object.entries(value).every(
    ([name, member]) =>
      member === null || (name !== '' && name !== '__proto__' && canBeHeld(name) && canBeHeld(member)),
  );
}

/** An event with the least it needs and any JSON beside it, names of ours and of JavaScript's among the members. */
function anyEvent(): fc.Arbitrary<CallCloudEvent> {
  const text = fc.oneof(
    { weight: 40, arbitrary: fc.string({ unit: 'grapheme' }) },
    { weight: 20, arbitrary: fc.string({ unit: 'binary' }) },
    { weight: 5, arbitrary: fc.constantFrom('ERROR', 'warn', 'UNKNOWN', 'sdk_edge', '2021-05-24T14:15:22Z', '31005') },
    { weight: 1, arbitrary: fc.constantFrom('\ud800', 'a\udfff', '\udc00\ud800') },
  );
  const number = fc.oneof(
    { weight: 20, arbitrary: fc.integer() },
    { weight: 20, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }).filter((n) => canBeHeld(n)) },
    { weight: 10, arbitrary: fc.constantFrom(-0, 0, 9.9e125, -1e-130, Number.MAX_SAFE_INTEGER, 1e21, 0.1) },
    { weight: 1, arbitrary: fc.constantFrom(1e126, 1e-131, Number.POSITIVE_INFINITY, -Number.MAX_VALUE) },
  );
  const name = fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom('error', 'code', 'message', 'error_code', 'values', 'metadata') },
    { weight: 20, arbitrary: fc.constantFrom(...SPECIAL_NAMES) },
    { weight: 20, arbitrary: fc.string({ unit: 'grapheme', minLength: 1 }).filter((n) => n !== '__proto__') },
    { weight: 1, arbitrary: fc.constantFrom('', '__proto__', '\ud800') },
  );
  const object = (value: fc.Arbitrary<unknown>) =>
    fc.array(fc.tuple(name, value), { maxLength: 5 }).map((members) => Object.fromEntries(members));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      { weight: 3, arbitrary: text },
      { weight: 3, arbitrary: number },
      { weight: 2, arbitrary: fc.constantFrom(null, true, false) },
      { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 4 }) },
      { weight: 4, arbitrary: object(tie('value')) },
    ),
  }));
  const known = fc.record(
    {
      level: fc.constantFrom(...LEVELS, 'error', 'WARN', '', null, 4),
      edge: fc.constantFrom('sdk_edge', 'ashburn', null, 7),
      sdk_edge: fc.oneof(object(value), fc.record({ error: value })),
      carrier_edge: value,
      conversation_relay_data: fc.oneof(object(value), fc.record({ sequence_number: number, error: object(value) })),
    },
    { requiredKeys: [] },
  );
  return fc
    .record({ known, unknown: object(value), more: object(value), id: text, time: fc.option(text, { nil: undefined }) })
    .map(({ known, unknown, more, id, time }) => ({
      id: `NO${id}`,
      type: SDK_CALL_EVENT,
      ...(time !== undefined && { time }),
      data: { ...unknown, ...more, ...known, call_sid: CALL_SID, timestamp: '2021-05-24T14:15:22Z' } as CallEvent,
    }));
}

function anyContext() {
  return fc.record({
    arrivalMs: fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2040-01-01') }),
    config: fc.record({
      retentionDays: fc.constantFrom(0, 1, 395),
      metricDays: fc.constant(30),
      indexedLevels: fc.constantFrom(CONFIG.indexedLevels, LEVELS),
      redactFields: fc.constant([]),
      partyLookup: fc.boolean(),
    }),
  });
}

const SPECIAL_NAMES = [
  'constructor',
  'toString',
  'hasOwnProperty',
  'length',
  '0',
  'other',
  'expires_at',
  'level_timestamp',
  'event_id',
  'event_type',
  'event_time',
  'event_level',
  'event_timestamp',
  'schema_version',
  'error_message',
  'level',
  'timestamp',
  'sdk_edge',
  'account_sid',
];
