/** The tables that rows are written to, by the names they have locally. */
export const TABLE_IDS = ['call-events', 'call-insights'] as const;
export type TableId = (typeof TABLE_IDS)[number];

/** The names that the tables really have. */
export type TableNames = Readonly<Record<TableId, string>>;

/**
 * Names of the table of call events that neither a stack nor a reader may change: keys cannot be altered once there are
 * rows. `timestamp` is `<UTC, fixed width, ms>#<unique tail>`; `level_timestamp` is the same, on indexed events only.
 */
export const TABLE_KEYS = { partitionKey: 'call_sid', sortKey: 'timestamp' } as const;

/** The GSI. An item without `level_timestamp` is not in it, which keeps it to about one event in a hundred. */
export const LEVEL_INDEX = { name: 'level-index', partitionKey: 'level', sortKey: 'level_timestamp' } as const;

/**
 * Keys of the table of call insights. `id` is the SID of a call or a conference, or a number, client or SIP address that
 * calls are found by. `part` says what of it: `summary`, `annotation`, `metric#…` of a sample, `participant#CP…`, or a
 * pointer: `child#CA…`, `conference#CF…#CP…`, `<UTC, ms>#CA…`. All of them: docs/table.md.
 */
export const INSIGHTS_KEYS = { partitionKey: 'id', sortKey: 'part' } as const;

/**
 * The GSI of calls and of conferences by time. `bucket` is `call#<day of the start, UTC>#<0 to 3>`, so that a day's writes
 * go to four partitions, or `conference#<day>#<0 to 3>`; `started_id` is `<start, UTC, ms>#CA…`, or `<made>#CF…`.
 */
export const STARTED_INDEX = { name: 'started-index', partitionKey: 'bucket', sortKey: 'started_id' } as const;

/** Attributes that the index holds beside all keys: what lists filter by and show, at most 1 KB. */
export const STARTED_INDEX_ATTRIBUTES = [
  'account_sid',
  'parent_call_sid',
  'event_type',
  'call_type',
  'call_state',
  'processing_state',
  'answered_by',
  'start_time',
  'end_time',
  'duration',
  'connect_duration',
  'tags',
  'facets',
] as const;

/** The keys of each table. */
export const KEYS_OF: Readonly<Record<TableId, { partitionKey: string; sortKey: string }>> = {
  'call-events': TABLE_KEYS,
  'call-insights': INSIGHTS_KEYS,
};

/** What the keys of each table and of its indexes are made of. */
export const KEY_ATTRIBUTES: Readonly<Record<TableId, readonly string[]>> = {
  'call-events': [TABLE_KEYS.partitionKey, TABLE_KEYS.sortKey, LEVEL_INDEX.partitionKey, LEVEL_INDEX.sortKey],
  'call-insights': [
    INSIGHTS_KEYS.partitionKey,
    INSIGHTS_KEYS.sortKey,
    STARTED_INDEX.partitionKey,
    STARTED_INDEX.sortKey,
  ],
};

/** What the partitions of the page begin with, in the table of call insights. No call, number or client can have such an id. */
export const PAGE_PREFIX = 'page#';

/** Partitions of what the page keeps: sessions that somebody ended, saved views, and what came of the alerts of these. */
export const PAGE_PARTITIONS = {
  endedSessions: `${PAGE_PREFIX}ended-sessions`,
  views: `${PAGE_PREFIX}views`,
  alerts: `${PAGE_PREFIX}alerts`,
} as const;

/** Bytes of UTF-8. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
export const MAX_PARTITION_KEY_BYTES = 2_048;

/** In the same way, of a table and of an index. */
export const MAX_SORT_KEY_BYTES = 1_024;

/** The TTL attribute, epoch seconds. */
export const TTL_ATTRIBUTE = 'expires_at';
