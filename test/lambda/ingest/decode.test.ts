import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callEvents } from '../../../families/call-event/family.ts';
import { testEvents } from '../../../families/test-event/family.ts';
import { unsupportedEvents } from '../../../families/unsupported/family.ts';
import { decode } from '../../../lambda/ingest/decode.ts';
import { cloudEvent, eventId } from '../../../samples/builders.ts';
import { REASONS } from '../../../shared/rejection.ts';

const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64');
const decodeJson = (value: unknown) => decode(base64(JSON.stringify(value)));

/** Why a record of one event is rejected; undefined where it is not. */
function rejection(data: string): { reason: string; detail: string } | undefined {
  const [event] = decode(data).events;
  return event?.ok === false ? { reason: event.reason, detail: event.detail } : undefined;
}

describe('a record with a call event', () => {
  it('gives the data as it came, and what is kept of the envelope', () => {
    const sent = cloudEvent({ time: '2026-11-20T11:59:30Z' }, { unknown: { nested: [1, null] }, level: 'WARN' });
    expect(decodeJson(sent)).toEqual({
      isList: false,
      isPlain: true,
      events: [
        {
          ok: true,
          value: {
            family: callEvents,
            event: { id: sent.id, type: sent.type, time: '2026-11-20T11:59:30Z', schemaVersion: 2, data: sent.data },
            mismatches: [],
          },
        },
      ],
    });
  });

  it('is read the same when data is the object as JSON text', () => {
    const sent = cloudEvent({}, { name: 'Zürich' });
    const asText = decodeJson({ ...sent, data: JSON.stringify(sent.data) });
    expect(asText).toEqual({ ...decodeJson(sent), isPlain: false });
  });

  it('is read behind a byte order mark', () => {
    const json = JSON.stringify(cloudEvent());
    expect(decode(base64(`\ufeff${json}`))).toEqual(decode(base64(json)));
  });

  it('is kept, and the path named, where a documented field has another type', () => {
    const sent = cloudEvent({}, { sdk_edge: { metric: { values: [1, [2], [3]] }, error: { code: '31005' } } });
    expect(decodeJson(sent).events).toMatchObject([
      {
        ok: true,
        value: { event: { data: sent.data }, mismatches: ['sdk_edge.error.code', 'sdk_edge.metric.values[]'] },
      },
    ]);
  });

  it('has a usable time when only the envelope does', () => {
    expect(
      rejection(base64(JSON.stringify(cloudEvent({ time: '2026-11-20T11:59:30Z' }, { timestamp: 7 })))),
    ).toBeUndefined();
  });
});

describe('a record with something else', () => {
  it('gives the test_id of a test event, whose data may be text', () => {
    const testEvent = { type: 'com.twilio.eventstreams.test-event', id: 'AC1', data: '{"test_id":"95001c1e"}' };
    const read = { ok: true, value: { family: testEvents, event: { id: 'AC1', testId: '95001c1e' }, mismatches: [] } };
    expect(decodeJson(testEvent).events).toEqual([read]);
    expect(decodeJson({ ...testEvent, data: { test_id: '95001c1e' } }).events).toEqual([read]);
    const withoutId = { ok: true, value: { family: testEvents, event: { id: 'AC1' }, mismatches: [] } };
    expect(decodeJson({ ...testEvent, data: 'no JSON' }).events).toEqual([withoutId]);
  });

  it('keeps an event of an unknown type as it came, members of odd names among it', () => {
    const json = '{"__proto__":{"a":1},"id":"x","type":"com.twilio.error-logs.error.logged","data":null}';
    expect(decode(base64(json)).events).toEqual([
      {
        ok: true,
        value: {
          family: unsupportedEvents,
          event: { type: 'com.twilio.error-logs.error.logged', json },
          mismatches: [],
        },
      },
    ]);
  });

  it('keeps the very text of an unsupported event, on one line: numbers past what a parser holds are not rounded', () => {
    const json = '{"id":"x","type":"other",\r\n\n "n":9007199254740993,"h":1e999}\n';
    expect(decode(base64(json)).events).toEqual([
      {
        ok: true,
        value: {
          family: unsupportedEvents,
          event: { type: 'other', json: '{"id":"x","type":"other",  "n":9007199254740993,"h":1e999}' },
          mismatches: [],
        },
      },
    ]);
  });

  it('reads each event of a list by itself', () => {
    const { isList, events } = decodeJson([cloudEvent(), 7, cloudEvent({ id: eventId(2) }), null]);
    expect(isList).toBe(true);
    expect(events.map(({ ok }) => ok)).toEqual([true, false, true, false]);
  });

  it('reads an empty list as no event and no problem', () => {
    expect(decodeJson([])).toEqual({ isList: true, events: [], isPlain: true });
  });
});

describe('a record nobody can read', () => {
  const event = cloudEvent();
  const json = (value: unknown) => base64(JSON.stringify(value));

  it.each([
    ['text that is not base64', 'a$b!', 'not-base64', 'the record data is not base64'],
    ['no bytes', '', 'empty', 'the record has no bytes'],
    ['a KPL aggregate', base64(Uint8Array.of(0xf3, 0x89, 0x9a, 0xc2, 1)), 'kpl-aggregated', /Kinesis Producer Library/],
    ['bytes that are not UTF-8', base64(Uint8Array.of(0x7b, 0xff)), 'not-utf8', '2 bytes that are not UTF-8'],
    ['gzip', base64(Uint8Array.of(0x1f, 0x8b, 8, 0)), 'not-utf8', '4 bytes that are not UTF-8'],
    ['text', base64('hello'), 'not-json', 'the record is not JSON'],
    ['cut JSON', base64('{"id":"1"'), 'not-json', 'the record is not JSON (at position 9)'],
    ['null', base64('null'), 'not-a-cloud-event', 'expected an object, found null'],
    ['a number', base64('42'), 'not-a-cloud-event', 'expected an object, found a number'],
    ['a text', base64('"{}"'), 'not-a-cloud-event', 'expected an object, found another text'],
    ['a list in a list', json([[event]]), 'not-a-cloud-event', 'expected an object, found a list'],
    [
      'no id',
      json({ ...event, id: undefined }),
      'not-a-cloud-event',
      'id: expected a text that is not empty, found nothing',
    ],
    [
      'an empty id',
      json({ ...event, id: '' }),
      'not-a-cloud-event',
      'id: expected a text that is not empty, found an empty text',
    ],
    [
      'no type',
      json({ ...event, type: 5 }),
      'not-a-cloud-event',
      'type: expected a text that is not empty, found a number',
    ],
    ['no data', json({ ...event, data: undefined }), 'no-data', 'data: expected an object, found nothing'],
    ['data that is a list', json({ ...event, data: [] }), 'no-data', 'data: expected an object, found a list'],
    ['data that is text, no JSON', json({ ...event, data: 'x' }), 'not-json', 'data, a text, is not JSON'],
    ['no call_sid', json(cloudEvent({}, { call_sid: undefined })), 'no-call-sid', /data\.call_sid: .* found nothing/],
    [
      'an empty call_sid',
      json(cloudEvent({}, { call_sid: '' })),
      'no-call-sid',
      /data\.call_sid: .* found an empty text/,
    ],
    [
      'a call_sid that is a number',
      json(cloudEvent({}, { call_sid: 1 })),
      'no-call-sid',
      /data\.call_sid: .* found a number/,
    ],
    ['no time', json(cloudEvent({}, { timestamp: null })), 'no-time', /data\.timestamp: .* found null/],
    [
      'a time that is none',
      json(cloudEvent({}, { timestamp: 'yesterday' })),
      'no-time',
      /data\.timestamp: .* found another text/,
    ],
  ])('%s is rejected with its cause', (_what, data, reason, detail) => {
    const rejected = rejection(data);
    expect(rejected).toMatchObject({ reason });
    expect(rejected?.detail).toEqual(typeof detail === 'string' ? detail : expect.stringMatching(detail));
  });

  it('is a list of more events than a record can hold: not one reason for each', () => {
    expect(decode(base64(`[${Array(1_001).fill('1').join()}]`))).toEqual({
      isList: false,
      events: [
        { ok: false, reason: 'too-many-events', detail: "a list of 1001: 1000 events of Twilio's size fill a record" },
      ],
    });
    expect(decode(base64(`[${Array(1_000).fill('1').join()}]`)).events).toHaveLength(1_000);
  });

  it('is never quoted in the reason', () => {
    for (const text of ['secret', '{"id": secret}', '["secret', '{"id":"secret"}', '{"type":"t","id":["secret"]}']) {
      expect(rejection(base64(text))?.detail).not.toContain('secret');
    }
  });

  it('of an unknown type and nested too deep to be written again is rejected', () => {
    const depth = 200_000;
    const event = `{"id":"x","type":"other","data":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect(rejection(base64(`[${event}]`))?.reason).toBe('too-deep');
    expect(decode(base64(event)).events).toEqual([
      { ok: true, value: { family: unsupportedEvents, event: { type: 'other', json: event }, mismatches: [] } },
    ]);
  });
});

describe('any record at all', () => {
  const known: ReadonlySet<string> = new Set(REASONS);

  function expectEventsOrReasons(data: string): void {
    for (const event of decode(data).events) expect(event.ok || known.has(event.reason)).toBe(true);
  }

  it('of any bytes gives events or reasons, and throws nothing', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => expectEventsOrReasons(base64(bytes))));
  });

  it('of any text instead of base64 gives events or reasons, and throws nothing', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), expectEventsOrReasons));
  });

  it('of any JSON gives events or reasons, and throws nothing', () => {
    const mutated = fc.record(
      { id: fc.jsonValue(), type: fc.constantFrom(cloudEvent().type, 'other', 7), data: fc.jsonValue() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), mutated, fc.array(mutated)), (value) =>
        expectEventsOrReasons(base64(JSON.stringify(value))),
      ),
    );
  });
});
