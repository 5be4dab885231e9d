import type { FinishedCall } from '../../families/family.ts';
import type { Level } from '../../shared/level.ts';
import type { Reason } from '../../shared/rejection.ts';
import type { Batch, BatchItem, BatchRecord, Problem } from './batch.ts';
import type { Progress } from './progress.ts';
import { placeOf } from './stream-record.ts';

/**
 * What came of a batch. It speaks of the acknowledged records only, those before the first that is delivered again:
 * the others will be counted when they are safe.
 */
export interface BatchReport {
  records: number;
  /** Records from the first that is not safe on; Lambda delivers them again. */
  retried: number;
  /** Rows now in a table, by type, and by level where events of the type have one. */
  stored: { level?: Level; type: string; count: number }[];
  /** Of the stored events, those that are errors. */
  callErrors: number;
  duplicatesMerged: number;
  /** Versions that were worse than what is in the table, or than another one of the batch. */
  superseded: number;
  /**
   * Calls that this batch is the first to say the end of, also of records that are delivered again: the next time it is
   * not the first.
   */
  finished: FinishedCall[];
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

export function reportOn(
  batch: Batch,
  progress: Progress,
  { now, failures }: { now: number; failures: unknown[] },
): BatchReport {
  const firstUnsafe = batch.records.findIndex((record) => !progress.isSafe(record));
  const acknowledged = firstUnsafe === -1 ? batch.records : batch.records.slice(0, firstUnsafe);
  const [oldest] = acknowledged;
  return {
    records: acknowledged.length,
    retried: batch.records.length - acknowledged.length,
    ...reportOnItems(batch, progress, new Set(acknowledged)),
    finished: batch.items.flatMap((item) => firstFinished(item, progress) ?? []),
    unsupported: counts(acknowledged.flatMap((entry) => entry.unsupported.map(({ type }) => type))),
    testEvents: acknowledged.flatMap(({ testEvents }) => testEvents),
    mismatches: counts(acknowledged.flatMap(({ mismatches }) => mismatches)),
    quarantined: acknowledged.flatMap((record) => reportOnProblems(record, progress.problemsOf(record))),
    emptyRecords: acknowledged.filter(({ isEmpty }) => isEmpty).length,
    ...(oldest !== undefined && { lagMs: Math.max(0, now - oldest.record.arrivalMs) }),
    failures,
  };
}

type ReportOnItems = Pick<
  BatchReport,
  'stored' | 'callErrors' | 'duplicatesMerged' | 'superseded' | 'clockSkewMs' | 'eventsBehind' | 'clockBehindMs'
>;

function reportOnItems(
  { items }: Batch,
  { isRefused, guardedResultOf }: Progress,
  acknowledged: ReadonlySet<BatchRecord>,
): ReportOnItems {
  const stored = new Map<string, BatchReport['stored'][number]>();
  let callErrors = 0;
  let duplicatesMerged = 0;
  let superseded = 0;
  let clockSkewMs = 0;
  let eventsBehind = 0;
  let clockBehindMs = 0;
  for (const item of items) {
    const { row, places } = item;
    const delivered = places.filter(({ record }) => acknowledged.has(record));
    const deliveries = delivered.length;
    if (row.isPointer || deliveries === 0 || isRefused(item)) continue;
    const isSuperseded = guardedResultOf(item)?.outcome === 'superseded';
    // All, where no row of the batch has a guard.
    const alike = delivered.filter(({ guard }) => guard === row.guard?.value).length;
    duplicatesMerged += Math.max(0, alike - 1);
    superseded += deliveries - alike + (isSuperseded ? Math.min(1, alike) : 0);
    if (isSuperseded || alike === 0) continue;
    const { level, type, isError = false } = row;
    if (isError) callErrors += 1;
    const same = stored.get(`${level} ${type}`);
    if (same === undefined) stored.set(`${level} ${type}`, { ...(level !== undefined && { level }), type, count: 1 });
    else same.count += 1;
    clockSkewMs = Math.max(clockSkewMs, row.clockSkewMs ?? 0);
    if ((row.behindMs ?? 0) > 0) eventsBehind += 1;
    clockBehindMs = Math.max(clockBehindMs, row.behindMs ?? 0);
  }
  return {
    stored: [...stored.values()],
    callErrors,
    duplicatesMerged,
    superseded,
    clockSkewMs,
    eventsBehind,
    clockBehindMs,
  };
}

function firstFinished(item: BatchItem, { guardedResultOf }: Progress): FinishedCall | undefined {
  const result = guardedResultOf(item);
  const { finished } = item.row;
  return result?.outcome === 'stored' && finished?.isFirst(result.replaced) ? finished : undefined;
}

function reportOnProblems({ record }: BatchRecord, problems: readonly Problem[]): BatchReport['quarantined'] {
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
