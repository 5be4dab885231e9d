import type { ArchiveLayout } from '../../families/archive/archive-table.ts';
import type { ArchiveRow } from '../../families/archive/column.ts';
import { arrivalOf } from '../../families/archive/event-row.ts';
import { DAY_MS, utcDay } from '../../shared/utc-day.ts';

/** Twilio keeps a call for a month, so nothing true comes later. */
const MOST_BEHIND_MS = 35 * DAY_MS;
/** What a clock may be ahead, as in the table. */
const MOST_AHEAD_MS = 5 * 60_000;

/**
 * The UTC day that a row is filed under, `yyyy-mm-dd`: its own, where that is near its arrival, else the arrival's. So all
 * copies of an event lie in one day, and a clock that is wrong makes no day of its own.
 */
export function dayOf({ dayFrom }: Pick<ArchiveLayout, 'dayFrom'>, row: ArchiveRow): string {
  const arrivalMs = arrivalOf(row);
  const own = row[dayFrom];
  const isNear = typeof own === 'number' && own >= arrivalMs - MOST_BEHIND_MS && own <= arrivalMs + MOST_AHEAD_MS;
  return utcDay(isNear ? own : arrivalMs);
}
