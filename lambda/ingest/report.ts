import type { Level } from '../../shared/level.ts';
import type { Reason } from '../../shared/rejection.ts';
import type { Batch, BatchRecord } from './batch.ts';
import { placeOf } from './stream-record.ts';

/**
 * What came of a batch. It speaks of the acknowledged records only, those before the first that is delivered again:
 * the others will be counted when they are safe.
 */
export interface BatchReport {
  records: number;
  /** Records from the first that is not safe on; Lambda delivers them again. */
  retried: number;
  /** Call events now in the table, by level and type. */
  stored: { level: Level; type: string; count: number }[];
  /** Of the stored events, those that are errors. */
  callErrors: number;
  duplicatesMerged: number;
  /** One for each record: why, and its place on the stream, `<shard>:<sequence number>`. */
  quarantined: { reason: Reason; eventId: string }[];
  /** Events that are not understood, by type. */
  unsupported: Map<string, number>;
  /** One for each of Twilio's test events: its test_id. */
  testEvents: (string | undefined)[];
  emptyRecords: number;
  /** Events with a documented field of another type, by the field's path. */
  mismatches: Map<string, number>;
  /** Of the event that is furthest ahead of its arrival, if by more than five minutes; else 0. */
  clockSkewMs: number;
  /** Events filed 24 hours or more before their arrival, and how long before the furthest of them; else 0. */
  eventsBehind: number;
  clockBehindMs: number;
  /** From the arrival of the oldest acknowledged record until now; undefined where none is acknowledged. */
  lagMs?: number;
  /** Why records are delivered again; none where the deadline came before any. */
  failures: unknown[];
}

export function reportOn(batch: Batch, { now, failures }: { now: number; failures: unknown[] }): BatchReport {
  const firstUnsafe = batch.records.findIndex(({ safe }) => !safe);
  const acknowledged = firstUnsafe === -1 ? batch.records : batch.records.slice(0, firstUnsafe);
  const [oldest] = acknowledged;
  return {
    records: acknowledged.length,
    retried: batch.records.length - acknowledged.length,
    ...reportOnItems(batch, new Set(acknowledged)),
    unsupported: counts(acknowledged.flatMap((entry) => entry.unsupported.map(({ type }) => type))),
    testEvents: acknowledged.flatMap(({ testEvents }) => testEvents),
    mismatches: counts(acknowledged.flatMap(({ mismatches }) => mismatches)),
    quarantined: acknowledged.flatMap(reportOnProblems),
    emptyRecords: acknowledged.filter(({ isEmpty }) => isEmpty).length,
    ...(oldest !== undefined && { lagMs: Math.max(0, now - oldest.record.arrivalMs) }),
    failures,
  };
}

function reportOnItems(
  { items }: Batch,
  acknowledged: ReadonlySet<BatchRecord>,
): Pick<BatchReport, 'stored' | 'callErrors' | 'duplicatesMerged' | 'clockSkewMs' | 'eventsBehind' | 'clockBehindMs'> {
  const stored = new Map<string, BatchReport['stored'][number]>();
  let callErrors = 0;
  let duplicatesMerged = 0;
  let clockSkewMs = 0;
  let eventsBehind = 0;
  let clockBehindMs = 0;
  for (const { item, places, refused } of items) {
    const deliveries = places.filter(({ record }) => acknowledged.has(record)).length;
    if (deliveries === 0 || refused) continue;
    const { level, type, isError } = item;
    if (isError) callErrors += 1;
    const same = stored.get(`${level} ${type}`);
    if (same === undefined) stored.set(`${level} ${type}`, { level, type, count: 1 });
    else same.count += 1;
    duplicatesMerged += deliveries - 1;
    clockSkewMs = Math.max(clockSkewMs, item.clockSkewMs);
    if (item.behindMs > 0) eventsBehind += 1;
    clockBehindMs = Math.max(clockBehindMs, item.behindMs);
  }
  return { stored: [...stored.values()], callErrors, duplicatesMerged, clockSkewMs, eventsBehind, clockBehindMs };
}

function reportOnProblems({ problems, record }: BatchRecord): BatchReport['quarantined'] {
  const [first] = problems;
  if (first === undefined) return [];
  const { shardId, sequenceNumber } = placeOf(record);
  return [{ reason: first.reason, eventId: `${shardId}:${sequenceNumber}` }];
}

/** How often each key is among them, in the order in which they come. */
export function counts<Key>(keys: readonly Key[]): Map<Key, number> {
  const counted = new Map<Key, number>();
  for (const key of keys) counted.set(key, (counted.get(key) ?? 0) + 1);
  return counted;
}
