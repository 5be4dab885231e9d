import { isUtf8 } from 'node:buffer';
import { type CallCloudEvent, type CallEvent, schemaMismatches } from '../../families/call-event/call-event.ts';
import { eventTime } from '../../families/call-event/event-time.ts';
import { type CloudEvent, isCloudEvent, schemaVersion } from '../../shared/cloud-event.ts';
import { eventKind } from '../../shared/event-type.ts';
import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { type Result, rejected } from '../../shared/rejection.ts';

/** An event of a record. `mismatches`: paths of `data` that differ from the documented schema. */
export type DecodedEvent =
  | { kind: 'call-event'; event: CallCloudEvent; mismatches: string[] }
  | { kind: 'test-event'; id: string; testId?: string }
  | UnsupportedEvent;

/** An event of another kind: its type, and its JSON on one line. */
export interface UnsupportedEvent {
  kind: 'unsupported';
  type: string;
  json: string;
}

/** What a record holds: one event, or a list of them with good ones beside bad ones. */
export interface DecodedRecord {
  isList: boolean;
  events: Result<DecodedEvent>[];
}

/** Starts a record of the Kinesis Producer Library that holds several: https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md */
const KPL_MAGIC = 0xf3899ac2;
const BYTE_ORDER_MARK = '\ufeff';
/** A record is 1 MiB, a call event about 1 KB. Without a limit, a record of a million numbers is a million reasons. */
const MAX_EVENTS = 1_000;

/**
 * What the data of a Kinesis record holds: base64 → UTF-8 → JSON → CloudEvent, or a list of them. Any text at all gives
 * events or reasons; nothing is thrown.
 */
export function decode(data: string): DecodedRecord {
  const text = decodeText(data);
  if (!text.ok) return { isList: false, events: [text] };
  const parsed = parseJson(text.value, 'the record');
  if (!parsed.ok) return { isList: false, events: [parsed] };
  if (!Array.isArray(parsed.value)) return { isList: false, events: [decodeEvent(parsed.value, text.value)] };
  if (parsed.value.length <= MAX_EVENTS)
    return { isList: true, events: parsed.value.map((value) => decodeEvent(value)) };
  const detail = `a list of ${parsed.value.length}: ${MAX_EVENTS} events of Twilio's size fill a record`;
  return { isList: false, events: [rejected('too-many-events', detail)] };
}

/** The event of one parsed JSON value. `json`: the text it was parsed from, where it stands alone. */
export function decodeEvent(value: unknown, json?: string): Result<DecodedEvent> {
  if (!isCloudEvent(value)) return rejected('not-a-cloud-event', envelopeProblem(value));
  const kind = eventKind(value.type);
  if (kind === 'unsupported') return unsupported(value, json);
  const data = dataOf(value);
  if (kind === 'call-event') return data.ok ? callEvent(value, data.value) : data;
  const testId = data.ok ? data.value.test_id : undefined;
  return { ok: true, value: { kind, id: value.id, ...(typeof testId === 'string' && { testId }) } };
}

function decodeText(data: string): Result<string> {
  const bytes = Buffer.from(data, 'base64');
  // Node skips what is not base64 without a word; the length tells.
  if (bytes.length !== decodedLength(data)) return rejected('not-base64', 'the record data is not base64');
  if (bytes.length === 0) return rejected('empty', 'the record has no bytes');
  if (bytes.length >= 4 && bytes.readUInt32BE() === KPL_MAGIC) {
    return rejected('kpl-aggregated', 'several records in one, by the Kinesis Producer Library: Twilio sends none');
  }
  if (!isUtf8(bytes)) return rejected('not-utf8', `${bytes.length} bytes that are not UTF-8`);
  const text = bytes.toString('utf8');
  return { ok: true, value: text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text };
}

function parseJson(text: string, what: string): Result<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    // The parser's message quotes the text, which is not ours to repeat; only its position is.
    const position = error instanceof Error ? /at position \d+/.exec(error.message)?.[0] : undefined;
    return rejected('not-json', `${what} is not JSON${position === undefined ? '' : ` (${position})`}`);
  }
}

function dataOf(envelope: CloudEvent): Result<JsonObject> {
  const data = typeof envelope.data === 'string' ? parseJson(envelope.data, 'data, a text,') : undefined;
  if (data?.ok === false) return data;
  const value = data === undefined ? envelope.data : data.value;
  return isJsonObject(value)
    ? { ok: true, value }
    : rejected('no-data', `data: expected an object, found ${typeName(value)}`);
}

function callEvent(envelope: CloudEvent, data: JsonObject): Result<DecodedEvent> {
  if (typeof data.call_sid !== 'string' || data.call_sid === '') {
    return rejected(
      'no-call-sid',
      `data.call_sid: expected a text that is not empty, found ${typeName(data.call_sid)}`,
    );
  }
  if (eventTime(data.timestamp, envelope.time) === undefined) {
    return rejected(
      'no-time',
      `data.timestamp: expected an ISO 8601 time, found ${typeName(data.timestamp)}; time: ${typeName(envelope.time)}`,
    );
  }
  const version = schemaVersion(envelope.dataschema);
  const event: CallCloudEvent = {
    id: envelope.id,
    type: envelope.type,
    ...(typeof envelope.time === 'string' && { time: envelope.time }),
    ...(version !== undefined && { schemaVersion: version }),
    // What differs from the schema is listed beside it and kept as it came.
    data: data as CallEvent,
  };
  return { ok: true, value: { kind: 'call-event', event, mismatches: schemaMismatches(data) } };
}

function unsupported(envelope: CloudEvent, json: string | undefined): Result<DecodedEvent> {
  try {
    // As it came, on one line: to parse and to write again would round large numbers. Outside of JSON's strings a line
    // break is white space, and inside there is none.
    const line = json?.trim().replace(/[\r\n]+/g, ' ') ?? JSON.stringify(envelope);
    return { ok: true, value: { kind: 'unsupported', type: envelope.type, json: line } };
  } catch {
    // JSON.parse goes deeper than JSON.stringify, which runs out of stack.
    return rejected('too-deep', 'an event nested too deep to be written as JSON again');
  }
}

function decodedLength(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return Math.floor(((base64.length - padding) * 3) / 4);
}

function envelopeProblem(value: unknown): string {
  if (!isJsonObject(value)) return `expected an object, found ${typeName(value)}`;
  const name = typeof value.id === 'string' && value.id !== '' ? 'type' : 'id';
  return `${name}: expected a text that is not empty, found ${typeName(value[name])}`;
}

function typeName(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (value === '') return 'an empty text';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'string' ? 'another text' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
