import { gzipSync } from 'node:zlib';
import { cloudEvent } from '../../samples/builders.ts';

/** A record that nobody should send. What it has to end as is a property of all records, not of one. */
export interface HostileRecord {
  what: string;
  data: Buffer;
}

/** The largest record that Kinesis takes. */
export const MAX_RECORD_BYTES = 1024 * 1024;

/** Stands in values, never in names: no reason may repeat it. */
export const SECRET = 'what-an-event-says';

/** Texts that mean something to a parser, a terminal, a prototype, a table or a reader. */
export const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff',
  'a\ud83dz',
  '\ufeff',
  '\u001b[2J\u001b]0;title\u0007',
  '\u009b31m',
  '\u202etxet\u2066',
  '\u2028\u2029',
  '\r\n',
  '\u{e0041}\u{e0042}',
  'é'.repeat(1_100),
  '🎉'.repeat(600),
  'a\u0301\u0301\u0301',
  'x'.repeat(5_000),
  // Cyrillic letters, fullwidth digits, Arabic digits.
  `СА${'0123456789abcdef'.repeat(2)}`,
  `CA${'０１２３４５６７'.repeat(4)}`,
  `CA${'٠١٢٣٤٥٦٧'.repeat(4)}`,
  'ERROR\u200b',
  'ſDK_EDGE',
  'wARnıNG',
  'sdk_edge',
  '2026-11-20T11:59:00Z',
  '9999-12-31T23:59:59.999-23:59',
  '0000-01-01T00:00:00Z',
  '2026-11-20T23:59:60Z',
  '0000000001#x',
  '<script>alert(1)</script>',
  '{"$ref":"#"}',
  '[redacted]',
  'other',
  'expires_at',
  'level_timestamp',
  'event_id',
  'timestamp',
  'call_sid',
];

/** Values as they stand in JSON, which a program that writes JSON would not write. */
export const HOSTILE_VALUES: readonly string[] = [
  'null',
  'true',
  '{}',
  '[]',
  '""',
  '-0',
  '0.1',
  '1e400',
  '-1e400',
  '1e-400',
  '1e126',
  '9.9e125',
  '1e-130',
  '1e-131',
  '9007199254740993',
  '123456789012345678901234567890123456789',
  '10000000000',
  '-1',
  '[null,null]',
  '[[],[[]],{}]',
  '[1,"two",{"three":null}]',
  '{"":1}',
  '{"a":{"":null}}',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"a":1,"a":2}',
  '"\\ud800"',
  '"\\u0000"',
  '{"\\ud800":1}',
  '{"\\u001b[2J":1e999}',
  '{"code":"31005","message":["x"]}',
  '{"sequence_number":3}',
  '{"sequence_number":-1}',
  '{"sequence_number":1e10}',
  '{"values":[1,[2],"3",null]}',
  nested(29),
  nested(30),
  nested(31),
  nested(100),
  nested(10_000),
];

export function nested(levels: number, inside = '1'): string {
  return `${'['.repeat(levels)}${inside}${']'.repeat(levels)}`;
}

const EVENT = JSON.stringify(cloudEvent({}, { name: SECRET }));
const ERROR = JSON.stringify(cloudEvent({}, { level: 'ERROR', sdk_edge: { error: { code: 31005, message: SECRET } } }));

/** The event with more members in its data, as JSON; the last of two members of one name counts. */
const withData = (members: string) => EVENT.replace(/\}\}$/, `,${members}}}`);
const withEnvelope = (members: string) => EVENT.replace(/\}$/, `,${members}}`);
const quote = (text: string) => JSON.stringify(text);
const bytes = (text: string) => Buffer.from(text);
/** As large as a record can be. */
const filled = (start: string, filler: string, end: string) => {
  const room = MAX_RECORD_BYTES - Buffer.byteLength(start) - Buffer.byteLength(end);
  return bytes(start + filler.repeat(Math.floor(room / Buffer.byteLength(filler))) + end);
};
/** Of a list: a filler ends with a comma, which the last element does without. */
const listed = (start: string, filler: string, end: string) => filled(start, filler, `${filler.slice(0, -1)}${end}`);
const upTo = (end: string) => EVENT.slice(0, -end.length);

/** Records no larger than what Twilio sends, each of its kind. */
export const SMALL_RECORDS: readonly HostileRecord[] = [
  { what: 'no bytes', data: bytes('') },
  { what: 'a blank', data: bytes(' ') },
  { what: 'a NUL', data: bytes('\u0000') },
  { what: 'a byte order mark alone', data: bytes('\ufeff') },
  { what: 'a byte order mark', data: bytes(`\ufeff${EVENT}`) },
  { what: 'two byte order marks', data: bytes(`\ufeff\ufeff${EVENT}`) },
  { what: 'CRLF', data: bytes(JSON.stringify(JSON.parse(ERROR), undefined, 2).replaceAll('\n', '\r\n')) },
  { what: 'a line of JSON Lines', data: bytes(`${EVENT}\n`) },
  { what: 'JSON Lines', data: bytes(`${EVENT}\n${EVENT}\n`) },
  { what: 'a NUL behind', data: bytes(`${EVENT}\u0000`) },
  { what: 'UTF-16, little endian', data: Buffer.from(`\ufeff${EVENT}`, 'utf16le') },
  { what: 'UTF-16, big endian', data: Buffer.from(`\ufeff${EVENT}`, 'utf16le').swap16() },
  { what: 'Latin-1', data: Buffer.from(EVENT.replace(SECRET, 'Zürich'), 'latin1') },
  { what: 'gzip', data: gzipSync(EVENT) },
  { what: 'an overlong NUL', data: Buffer.concat([bytes('{"a":"'), Buffer.from([0xc0, 0x80]), bytes('"}')]) },
  { what: 'a surrogate in UTF-8', data: Buffer.concat([bytes('"'), Buffer.from([0xed, 0xa0, 0x80]), bytes('"')]) },
  { what: 'a KPL aggregate', data: Buffer.concat([Buffer.from([0xf3, 0x89, 0x9a, 0xc2]), bytes(EVENT)]) },
  { what: 'cut in the middle', data: bytes(EVENT.slice(0, EVENT.length / 2)) },
  { what: 'base64 of an event', data: bytes(bytes(EVENT).toString('base64')) },
  { what: 'an event as a JSON text', data: bytes(quote(EVENT)) },
  { what: 'data as a JSON text of a JSON text', data: bytes(withEnvelope(`"data":${quote(quote('{}'))}`)) },
  { what: 'data twice', data: bytes(withEnvelope('"data":{"call_sid":"CA2","timestamp":"2026-11-20T11:59:00Z"}')) },
  { what: 'call_sid twice', data: bytes(withData('"call_sid":"CA2"')) },
  { what: 'call_sid twice, the second null', data: bytes(withData('"call_sid":null')) },
  { what: 'id and type twice', data: bytes(withEnvelope('"id":"other","type":"other"')) },
  { what: '__proto__ of the envelope', data: bytes(withEnvelope('"__proto__":{"polluted":true}')) },
  { what: '__proto__ of the data', data: bytes(withData('"__proto__":{"polluted":true}')) },
  { what: '__proto__ deep in the data', data: bytes(withData('"a":[{"b":{"__proto__":{"polluted":true}}}]')) },
  { what: '__proto__ with a call_sid', data: bytes(`{"id":"1","type":"t","__proto__":{"data":${EVENT}}}`) },
  { what: 'an escaped __proto__', data: bytes(withData('"\\u005f_proto__":null')) },
  { what: 'constructor.prototype', data: bytes(withData('"constructor":{"prototype":{"polluted":true}}')) },
  { what: 'the type of a prototype', data: bytes(withEnvelope('"type":"__proto__"')) },
  { what: 'a list in a list', data: bytes(`[[${EVENT}]]`) },
  { what: 'a list of all kinds', data: bytes(`[${EVENT},null,[],{},"x",7,${ERROR},${withData('"n":1e999')}]`) },
  { what: 'an empty list', data: bytes('[]') },
  { what: 'one event many times', data: bytes(`[${Array(400).fill(EVENT).join()}]`) },
  { what: 'a number past all numbers', data: bytes(withData('"n":1e400')) },
  { what: 'half a surrogate pair', data: bytes(withData('"a":"\\ud800"')) },
  { what: 'a surrogate pair in escapes', data: bytes(withData('"a":"\\ud83c\\udf89"')) },
  {
    what: 'names like those of our attributes',
    data: bytes(withData('"other":{"other":1},"event_id":2,"expires_at":3')),
  },
  { what: 'a name of escape sequences', data: bytes(withData('"a":{"\\u001b[2J\\u202e":{"":1}}')) },
  { what: 'a long name', data: bytes(withData(`"a":{${quote('n'.repeat(300))}:1e999}`)) },
  { what: 'a long name of surrogate pairs', data: bytes(withData(`"a":{${quote(`x${'🎉'.repeat(300)}`)}:1e999}`)) },
  { what: 'a key of 2,049 bytes', data: bytes(withData(`"call_sid":${quote('é'.repeat(1_025))}`)) },
  { what: 'an id with control characters', data: bytes(withEnvelope('"id":"\\u0000\\u001b[2J#~"')) },
];

/** Records as large as Kinesis takes, each the worst of its kind. */
export const LARGE_RECORDS: readonly HostileRecord[] = [
  { what: 'a text', data: filled(`${upTo('}}')},"a":"`, 'x', '"}}') },
  { what: 'a text of escapes', data: filled(`${upTo('}}')},"a":"`, '\\u0000', '"}}') },
  { what: 'a text of surrogate halves', data: filled(`${upTo('}}')},"a":"`, '\\ud800', '"}}') },
  { what: 'a name', data: filled(`${upTo('}}')},"`, 'x', '":1}}') },
  { what: 'an id', data: filled(`${upTo('}')},"id":"`, 'é', '"}') },
  { what: 'a type', data: filled(`${upTo('}')},"type":"`, '\\n', '"}') },
  { what: 'a call_sid', data: filled(`${upTo('}}')},"call_sid":"`, 'C', '"}}') },
  { what: 'a time of many digits', data: filled(`${upTo('}}')},"timestamp":"2026-11-20T11:59:00.`, '1', 'Z"}}') },
  { what: 'a dataschema', data: filled(`${upTo('}')},"dataschema":"`, '/1', '"}') },
  { what: 'a number', data: filled(`${upTo('}}')},"a":`, '1', '}}') },
  { what: 'blanks', data: filled('', ' ', EVENT) },
  { what: 'line breaks in an unsupported event', data: filled('{"id":"1",', '\r\n', '"type":"other"}') },
  { what: 'nesting of data', data: bytes(withData(`"a":${nested(500_000)}`)) },
  { what: 'nesting of objects', data: bytes(withData(`"a":${'{"a":'.repeat(170_000)}1${'}'.repeat(170_000)}`)) },
  { what: 'nesting of nothing else', data: bytes(nested(500_000, '')) },
  { what: 'nesting of an unsupported event in a list', data: bytes(`[{"id":"1","type":"t","a":${nested(500_000)}}]`) },
  { what: 'a list of numbers', data: listed('[', '1,', ']') },
  { what: 'a list of numbers in the data', data: listed(`${upTo('}}')},"a":[`, '1,', ']}}') },
  {
    what: 'a list of wrong metric values',
    data: listed(`${upTo('}}')},"sdk_edge":{"metric":{"values":[`, '"",', ']}}}}'),
  },
  { what: 'a list of empty objects in the data', data: listed(`${upTo('}}')},"a":[`, '{},', ']}}') },
  { what: 'a member many times', data: listed(`${upTo('}}')},`, '"a":1,', '}}') },
  { what: 'many events', data: listed('[', `${EVENT},`, ']') },
  { what: 'many events of unsupported types', data: listed('[', '{"id":"1","type":"t"},', ']') },
  {
    what: 'many members',
    data: bytes(withData(Array.from({ length: 80_000 }, (_member, index) => `"${index}":0`).join())),
  },
];
