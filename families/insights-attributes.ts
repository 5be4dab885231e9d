import { INSIGHTS_KEYS, STARTED_INDEX, TTL_ATTRIBUTE } from '../shared/table.ts';

/**
 * Attributes of the pipeline in rows of call insights, of whichever family: the keys of the table and of its index, which
 * an event must not choose, and what a row has of its CloudEvent.
 */
export const INSIGHTS_ATTRIBUTES = [
  INSIGHTS_KEYS.partitionKey,
  INSIGHTS_KEYS.sortKey,
  'event_id',
  'event_type',
  'event_time',
  'schema_version',
  'other',
  STARTED_INDEX.partitionKey,
  STARTED_INDEX.sortKey,
  TTL_ATTRIBUTE,
] as const;
