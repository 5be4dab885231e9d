import { type Attributes, fromAttributes } from '../../lambda/store/attribute-value.ts';
import {
  LimitExceeded,
  MAX_ITEM_BYTES,
  type Progress,
  tooLarge,
  withMember,
  withMembers,
} from '../../lambda/store/item-json.ts';
import { itemBytes } from '../../lambda/store/item-size.ts';
import { MAX_CALL_SID_BYTES } from '../../shared/call-sid.ts';
import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { type Level, normaliseLevel } from '../../shared/level.ts';
import { type Result, rejected } from '../../shared/rejection.ts';
import { LEVEL_INDEX, OUR_ATTRIBUTES, TABLE_KEYS, TTL_ATTRIBUTE } from '../../shared/table.ts';
import type { IngestConfig } from '../ingest-config.ts';
import { callError, isError } from './call-error.ts';
import type { CallCloudEvent, CallEvent } from './call-event.ts';
import { eventTime } from './event-time.ts';
import { isAmbiguous, sortKey } from './keys.ts';

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
const MAX_SORT_KEY_BYTES = 1024;

const DAY_MS = 86_400_000;
const MAX_CLOCK_SKEW_MS = 5 * 60_000;
/** Twilio delivers some events hours late; a day is a clock, or history that somebody sends. */
const BEHIND_FROM_MS = DAY_MS;

/** Attributes of the pipeline that say what the members of Twilio's data with these names say: they stand for both. */
const KEYS: ReadonlySet<string> = new Set([TABLE_KEYS.partitionKey, TABLE_KEYS.sortKey, LEVEL_INDEX.partitionKey]);

/** An event as it is written, and what the pipeline wants to know of it without reading it back. */
export interface Item {
  /** Its attributes as DynamoDB's JSON. */
  json: string;
  /** Of that JSON, in UTF-8: several times what DynamoDB counts, where it is full of numbers. */
  bytes: number;
  /** Unlike that of any other item of the table. */
  key: string;
  level: Level;
  type: string;
  isError: boolean;
  /** Milliseconds the event claims to be later than its own arrival, where that is more than five minutes; else 0. */
  clockSkewMs: number;
  /** Milliseconds the event says it is older than its arrival, from 24 hours on; else 0. It stays where its time says. */
  behindMs: number;
}

/** An event as the table holds it. */
export interface StoredEvent {
  event: CallCloudEvent;
  /** The table's sort key, `<UTC time, fixed width>#<unique tail>`. */
  sortKey: string;
  /** The GSI's sort key; undefined where the event is not indexed. */
  levelTimestamp?: string;
  level: Level;
}

export interface ItemContext {
  /** When the record that carried the event came onto the stream, epoch ms. */
  arrivalMs: number;
  config: IngestConfig;
}

/**
 * The item of an event: a pure function of its arguments, so that any replay writes the same bytes. Each thing stands
 * in it once, under the name Twilio gave it; nulls are left out.
 */
export function toItem(event: CallCloudEvent, context: ItemContext): Result<Item> {
  const time = eventTime(event.data.timestamp, event.time);
  if (time === undefined) return rejected('no-time', 'timestamp: expected an ISO 8601 time, here or in the envelope');
  if (isAmbiguous(event)) return rejected('ambiguous-id', 'id: starts like a sequence number, ten digits and #');
  const key = sortKey(time, event);
  const level = normaliseLevel(event.data.level);
  const aheadMs = Date.parse(time) - context.arrivalMs;
  const clockSkewMs = aheadMs > MAX_CLOCK_SKEW_MS ? aheadMs : 0;
  const error = callError(event.data);
  try {
    checkKeys(event.data.call_sid, key);
    const json = toJson(event.data, {
      [TABLE_KEYS.partitionKey]: event.data.call_sid,
      [TABLE_KEYS.sortKey]: key,
      event_timestamp: event.data.timestamp,
      event_id: event.id,
      event_type: event.type,
      event_time: event.time,
      schema_version: event.schemaVersion,
      [LEVEL_INDEX.partitionKey]: level,
      event_level: levelAsItCame(level, event.data.level),
      error_code: error?.code,
      error_message: error?.message,
      [LEVEL_INDEX.sortKey]: isIndexed(event.data, level, context.config)
        ? levelTimestamp(event, key, clockSkewMs, context)
        : undefined,
      [TTL_ATTRIBUTE]: expiresAt(context),
    });
    return {
      ok: true,
      value: {
        json,
        bytes: checkSize(json),
        key: `${event.data.call_sid.length} ${event.data.call_sid} ${key}`,
        level,
        type: event.type,
        isError: isError(event.data),
        clockSkewMs,
        behindMs: aheadMs <= -BEHIND_FROM_MS ? -aheadMs : 0,
      },
    };
  } catch (error) {
    if (error instanceof LimitExceeded) return rejected(error.reason, error.detail);
    throw error;
  }
}

/** The event an item was made of: Twilio's data as it came, but for nulls, which are absent. */
export function fromItem(attributes: Readonly<Attributes>): StoredEvent {
  const item = fromAttributes(attributes);
  const data: Record<string, unknown> = isJsonObject(item.other) ? { ...item.other } : {};
  for (const name in item) {
    if (!OUR_ATTRIBUTES.has(name) && name !== TABLE_KEYS.sortKey && name !== LEVEL_INDEX.partitionKey)
      data[name] = item[name];
  }
  if (item.event_timestamp !== undefined) data.timestamp = item.event_timestamp;
  const level = normaliseLevel(item.level);
  const levelAsItCame = item.event_level ?? (level === 'UNKNOWN' ? undefined : level);
  if (levelAsItCame !== undefined) data.level = levelAsItCame;
  return {
    // The schema says what is documented, the table keeps what came: see CallEvent.
    event: { ...envelope(item), data: data as CallEvent },
    sortKey: String(item[TABLE_KEYS.sortKey]),
    ...(typeof item.level_timestamp === 'string' && { levelTimestamp: item.level_timestamp }),
    level,
  };
}

function envelope(item: JsonObject): Omit<CallCloudEvent, 'data'> {
  return {
    id: String(item.event_id),
    type: String(item.event_type),
    ...(typeof item.event_time === 'string' && { time: item.event_time }),
    ...(typeof item.schema_version === 'number' && { schemaVersion: item.schema_version }),
  };
}

/** `level` is the GSI's partition key; the text that came is kept beside it where it cannot be told from that. */
function levelAsItCame(level: Level, asItCame: unknown): unknown {
  return level === asItCame && level !== 'UNKNOWN' ? undefined : asItCame;
}

function isIndexed(data: CallEvent, level: Level, { indexedLevels }: IngestConfig): boolean {
  return indexedLevels.includes(level) || (level === 'UNKNOWN' && isError(data));
}

/** Where the index files the event: a clock that is ahead would keep it above everything that comes. */
function levelTimestamp(event: CallCloudEvent, key: string, clockSkewMs: number, { arrivalMs }: ItemContext): string {
  return clockSkewMs > 0 ? sortKey(new Date(arrivalMs).toISOString(), event) : key;
}

/** When an item's lifetime ends, epoch seconds: whole days after its arrival, so that a replay changes nothing. */
export function expiresAt({ arrivalMs, config }: ItemContext): number | undefined {
  if (config.retentionDays === 0) return undefined;
  const arrivalDay = Math.floor(arrivalMs / DAY_MS);
  return ((arrivalDay + config.retentionDays + 1) * DAY_MS) / 1000;
}

function checkKeys(callSid: string, key: string): void {
  checkKey('call_sid', callSid, MAX_CALL_SID_BYTES);
  checkKey('timestamp and id', key, MAX_SORT_KEY_BYTES);
}

function checkKey(what: string, key: string, maxBytes: number): void {
  const bytes = Buffer.byteLength(key);
  if (bytes > maxBytes) {
    throw new LimitExceeded('key-too-long', what, `${bytes} bytes, DynamoDB holds a key of ${maxBytes}`);
  }
}

/**
 * Twilio's members and ours as one item; null or undefined is left out.
 * @throws LimitExceeded for members DynamoDB cannot hold, one by one or all together
 */
function toJson(data: JsonObject, ours: JsonObject): string {
  const progress: Progress = { path: [], counted: 0 };
  let json = withMembers('{', ours, progress);
  const other: Record<string, unknown> = {};
  for (const name in data) {
    const value = data[name];
    if (value === null || value === undefined) continue;
    if (OUR_ATTRIBUTES.has(name)) other[name] = value;
    else if (!KEYS.has(name)) json = withMember(json, name, value, progress);
  }
  if (Object.keys(other).length > 0) json = withMember(json, 'other', other, progress);
  return `${json}}`;
}

/** @returns the bytes of the text. @throws LimitExceeded for an item past 400 KB */
function checkSize(json: string): number {
  // What DynamoDB counts is no more than the text. To count that also puts it in one piece: a text that grew is a tree
  // of its parts until somebody reads it, and thousands of items can wait for their write.
  const bytes = Buffer.byteLength(json);
  if (bytes <= MAX_ITEM_BYTES) return bytes;
  const counted = itemBytes(JSON.parse(json));
  if (counted > MAX_ITEM_BYTES) throw tooLarge(counted);
  return bytes;
}
