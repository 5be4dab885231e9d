/** The tables that rows are written to, by the names they have locally. */
export type TableId = 'call-events';

/** The names that the tables really have. */
export type TableNames = Readonly<Record<TableId, string>>;

/**
 * Names of the table that neither a stack nor a reader may change: keys cannot be altered once there are rows.
 * `timestamp` is `<UTC, fixed width, ms>#<unique tail>`; `level_timestamp` is the same, on indexed events only.
 */
export const TABLE_KEYS = { partitionKey: 'call_sid', sortKey: 'timestamp' } as const;

/** The GSI. An item without `level_timestamp` is not in it, which keeps it to about one event in a hundred. */
export const LEVEL_INDEX = { name: 'level-index', partitionKey: 'level', sortKey: 'level_timestamp' } as const;

/** What the keys of each table and of its indexes are made of. */
export const KEY_ATTRIBUTES: Readonly<Record<TableId, readonly string[]>> = {
  'call-events': [TABLE_KEYS.partitionKey, TABLE_KEYS.sortKey, LEVEL_INDEX.partitionKey, LEVEL_INDEX.sortKey],
};

/** Bytes of UTF-8. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
export const MAX_PARTITION_KEY_BYTES = 2_048;

/** The TTL attribute, epoch seconds. */
export const TTL_ATTRIBUTE = 'expires_at';
