import type { Cause } from './cause-of.ts';
import type { EventRow } from './event-row.ts';

/** Errors before warnings, and those before all else: a greater number is worse. */
export function severity({ isError, level }: Cause): number {
  return isError ? 2 : level === 'WARNING' ? 1 : 0;
}

/** Whether a row is newer than another, in an order that is the same however rows were read. */
export function isNewer(row: EventRow, other: EventRow): boolean {
  if (row.atMs !== other.atMs) return row.atMs > other.atMs;
  return tieOf(row) > tieOf(other);
}

/** Many events can be of one millisecond. */
function tieOf({ call, timestamp, cause, facets }: EventRow): string {
  return JSON.stringify([call, cause.name, cause.group, cause.code, cause.message, timestamp, facets]);
}
