import { cloudEvent } from '../../samples/builders.ts';
import type { Reason } from '../../shared/rejection.ts';

/** A record nobody can make an event of, and what the quarantine must say of it. */
export interface BadRecord {
  what: string;
  data: Buffer;
  reason: Reason;
  detail: RegExp;
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const withData = (data: Record<string, unknown>) => json(cloudEvent({}, data));
const nested = (levels: number): unknown => (levels === 0 ? 'deep' : { deeper: nested(levels - 1) });

/** One of each kind of bad record. */
export const BAD_RECORDS: readonly BadRecord[] = [
  { what: 'no bytes', data: Buffer.alloc(0), reason: 'empty', detail: /no bytes/ },
  { what: 'not JSON', data: Buffer.from('hello, stream'), reason: 'not-json', detail: /not JSON/ },
  { what: 'broken UTF-8', data: Buffer.from([0x7b, 0xc3, 0x28]), reason: 'not-utf8', detail: /3 bytes/ },
  { what: 'half a surrogate pair', data: withData({ text: '\ud800' }), reason: 'lone-surrogate', detail: /^text/ },
  { what: 'no call_sid', data: withData({ call_sid: undefined }), reason: 'no-call-sid', detail: /call_sid.*nothing/ },
  { what: 'empty call_sid', data: withData({ call_sid: '' }), reason: 'no-call-sid', detail: /call_sid.*empty/ },
  {
    what: 'long call_sid',
    data: withData({ call_sid: 'C'.repeat(3_000) }),
    reason: 'key-too-long',
    detail: /^call_sid: 3000/,
  },
  {
    what: 'long id',
    data: json(cloudEvent({ id: 'i'.repeat(2_000) })),
    reason: 'key-too-long',
    detail: /^timestamp and id: 2025/,
  },
  { what: 'no usable time', data: withData({ timestamp: 'soon' }), reason: 'no-time', detail: /timestamp/ },
  { what: '450 KB', data: withData({ text: 'x'.repeat(450_000) }), reason: 'too-large', detail: /45\d\d\d\d bytes/ },
  { what: '40 levels', data: withData({ text: nested(40) }), reason: 'too-deep', detail: /32 levels/ },
  { what: '1e200', data: withData({ text: 1e200 }), reason: 'number-out-of-range', detail: /^text/ },
  {
    what: 'KPL',
    data: Buffer.from([0xf3, 0x89, 0x9a, 0xc2, 10, 1]),
    reason: 'kpl-aggregated',
    detail: /Producer Library/,
  },
  { what: 'null', data: Buffer.from('null'), reason: 'not-a-cloud-event', detail: /null/ },
  { what: 'a bare number', data: Buffer.from('42'), reason: 'not-a-cloud-event', detail: /a number/ },
  { what: 'empty name', data: withData({ '': 1 }), reason: 'empty-name', detail: /empty name/ },
  {
    what: '__proto__',
    data: Buffer.from(
      '{"id":"x","type":"com.twilio.voice.insights.call-event.sdk","data":{"call_sid":"CA1","timestamp":"2026-11-20T12:00:00Z","__proto__":{"a":1}}}',
    ),
    reason: 'unsafe-name',
    detail: /__proto__/,
  },
];
