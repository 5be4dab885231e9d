import { isUtf8 } from 'node:buffer';
import { parseJson, typeName } from '../../families/event-data.ts';
import type { DecodedEvent } from '../../families/family.ts';
import { familyOf } from '../../families/registry.ts';
import { isCloudEvent } from '../../shared/cloud-event.ts';
import { isJsonObject } from '../../shared/json.ts';
import { type Result, rejected } from '../../shared/rejection.ts';

/** What a record holds: one event, or a list of them with good ones beside bad ones. */
export interface DecodedRecord {
  isList: boolean;
  events: Result<DecodedEvent>[];
  /** Every text in it stands in JSON as it is. */
  isPlain?: boolean;
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
  // Valid JSON has no control characters in its texts, valid UTF-8 no half of a surrogate pair, but for what is escaped.
  const isPlain = !text.value.includes('\\');
  if (!Array.isArray(parsed.value)) return { isList: false, events: [decodeEvent(parsed.value, text.value)], isPlain };
  if (parsed.value.length <= MAX_EVENTS)
    return { isList: true, events: parsed.value.map((value) => decodeEvent(value)), isPlain };
  const detail = `a list of ${parsed.value.length}: ${MAX_EVENTS} events of Twilio's size fill a record`;
  return { isList: false, events: [rejected('too-many-events', detail)] };
}

/** The event of one parsed JSON value. `json`: the text it was parsed from, where it stands alone. */
export function decodeEvent(value: unknown, json?: string): Result<DecodedEvent> {
  if (!isCloudEvent(value)) return rejected('not-a-cloud-event', envelopeProblem(value));
  return familyOf(value.type).read(value, json);
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

function decodedLength(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return Math.floor(((base64.length - padding) * 3) / 4);
}

function envelopeProblem(value: unknown): string {
  if (!isJsonObject(value)) return `expected an object, found ${typeName(value)}`;
  const name = typeof value.id === 'string' && value.id !== '' ? 'type' : 'id';
  return `${name}: expected a text that is not empty, found ${typeName(value[name])}`;
}
