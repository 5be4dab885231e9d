import { LATE_SHARE, RECENT_SHARE } from './cause-state.ts';
import type { EventRow } from './event-row.ts';
import { isNewer, severity } from './row-order.ts';
import type { SpanParts } from './span-parts.ts';

/** A cause, counted. Times are epoch ms; `recent` and `late` are as `causeState` takes them. */
export interface Tally {
  key: string;
  calls: Set<string>;
  latest: EventRow;
  worst: EventRow;
  firstMs: number;
  lastMs: number;
  events: number;
  recent: number;
  late: number;
}

/** Counts rows by cause: errors before warnings, then by calls. @param nowMs what has passed of the span ends there */
export function tallied(rows: readonly EventRow[], { fromMs, toMs }: SpanParts, nowMs: number): Tally[] {
  const endMs = Math.max(fromMs, Math.min(toMs, nowMs));
  const recentFrom = endMs - (endMs - fromMs) * RECENT_SHARE;
  const lateFrom = endMs - (endMs - fromMs) * LATE_SHARE;
  const tallies = new Map<string, Tally>();
  for (const row of rows) {
    const { atMs, call } = row;
    const key = row.cause.cause;
    let tally = tallies.get(key);
    if (tally === undefined) {
      tally = {
        key,
        calls: new Set(),
        latest: row,
        worst: row,
        firstMs: atMs,
        lastMs: atMs,
        events: 0,
        recent: 0,
        late: 0,
      };
      tallies.set(key, tally);
    }
    tally.calls.add(call);
    tally.events += 1;
    if (atMs >= recentFrom) tally.recent += 1;
    if (atMs >= lateFrom) tally.late += 1;
    tally.firstMs = Math.min(tally.firstMs, atMs);
    tally.lastMs = Math.max(tally.lastMs, atMs);
    if (isNewer(row, tally.latest)) tally.latest = row;
    if (isWorse(row, tally.worst)) tally.worst = row;
  }
  return [...tallies.values()].toSorted(byWeight);
}

function isWorse(row: EventRow, other: EventRow): boolean {
  return (
    severity(row.cause) - severity(other.cause) > 0 ||
    (severity(row.cause) === severity(other.cause) && isNewer(row, other))
  );
}

function byWeight(one: Tally, other: Tally): number {
  return (
    severity(other.worst.cause) - severity(one.worst.cause) ||
    other.calls.size - one.calls.size ||
    other.events - one.events ||
    (one.key < other.key ? -1 : 1)
  );
}
