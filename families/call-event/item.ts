import { type Attributes, fromAttributes } from '../../lambda/store/attribute-value.ts';
import { type ItemForm, makeItem } from '../../lambda/store/item.ts';
import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { type Level, normaliseLevel } from '../../shared/level.ts';
import { type Result, rejected } from '../../shared/rejection.ts';
import { LEVEL_INDEX, TABLE_KEYS, TTL_ATTRIBUTE } from '../../shared/table.ts';
import { expiresAt } from '../expiry.ts';
import type { Row, RowContext } from '../family.ts';
import type { IngestConfig } from '../ingest-config.ts';
import { callError, isError } from './call-error.ts';
import type { CallCloudEvent, CallEvent } from './call-event.ts';
import { eventTime } from './event-time.ts';
import { OUR_ATTRIBUTES } from './facts.ts';
import { isAmbiguous, sortKey } from './keys.ts';

export const MAX_CLOCK_SKEW_MS = 5 * 60_000;
/** Twilio delivers some events hours late; a day is a clock, or history that somebody sends. */
const BEHIND_FROM_MS = 86_400_000;

/** Attributes of the pipeline that say what the members of Twilio's data with these names say: they stand for both. */
const KEYS: ReadonlySet<string> = new Set([TABLE_KEYS.partitionKey, TABLE_KEYS.sortKey, LEVEL_INDEX.partitionKey]);

const FORM: ItemForm = {
  table: 'call-events',
  partitionKey: { name: TABLE_KEYS.partitionKey, inWords: 'call_sid' },
  sortKey: { name: TABLE_KEYS.sortKey, inWords: 'timestamp and id' },
  ours: OUR_ATTRIBUTES,
  replaced: KEYS,
};

/** A call event as it is written. */
export type CallEventRow = Row & Required<Pick<Row, 'level' | 'isError' | 'clockSkewMs' | 'behindMs'>>;

/** An event as the table holds it. */
export interface StoredEvent {
  event: CallCloudEvent;
  /** The table's sort key, `<UTC time, fixed width>#<unique tail>`. */
  sortKey: string;
  /** The GSI's sort key; undefined where the event is not indexed. */
  levelTimestamp?: string;
  level: Level;
}

/**
 * The row of an event: a pure function of its arguments, so that any replay writes the same bytes. Each thing stands in
 * it once, under the name Twilio gave it; nulls are left out.
 */
export function toItem(event: CallCloudEvent, context: RowContext): Result<CallEventRow> {
  const time = eventTime(event.data.timestamp, event.time);
  if (time === undefined) return rejected('no-time', 'timestamp: expected an ISO 8601 time, here or in the envelope');
  if (isAmbiguous(event)) return rejected('ambiguous-id', 'id: starts like a sequence number, ten digits and #');
  const key = sortKey(time, event);
  const level = normaliseLevel(event.data.level);
  const aheadMs = Date.parse(time) - context.arrivalMs;
  const clockSkewMs = aheadMs > MAX_CLOCK_SKEW_MS ? aheadMs : 0;
  const error = callError(event.data);
  const ours = {
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
  };
  const item = makeItem(FORM, ours, event.data, context.isPlain);
  if (!item.ok) return item;
  const { table, json, bytes, key: itemKey } = item.value;
  return {
    ok: true,
    value: {
      table,
      json,
      bytes,
      key: itemKey,
      type: event.type,
      level,
      isError: isError(event.data),
      clockSkewMs,
      behindMs: aheadMs <= -BEHIND_FROM_MS ? -aheadMs : 0,
    },
  };
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
function levelTimestamp(event: CallCloudEvent, key: string, clockSkewMs: number, { arrivalMs }: RowContext): string {
  return clockSkewMs > 0 ? sortKey(new Date(arrivalMs).toISOString(), event) : key;
}
