import { DEFAULT_FILTERS, type Filters } from '../filters/filters.ts';
import { type DaySpan, dayPlus } from './trend-days.ts';

/** What the API counts at most in one answer, see `lambda/api/count-question.ts`. */
const MOST_DAYS = 31;

/** Filters for everything that happened on these days, in UTC. */
export function filtersOfDays({ from, to }: DaySpan, others: Partial<Filters> = {}): Filters {
  return { ...DEFAULT_FILTERS, ...others, from: `${from}T00:00:00.000Z`, to: `${dayPlus(to, 1)}T00:00:00.000Z` };
}

/**
 * Whether the table still has all rows of these days: an empty list would say that there was nothing.
 * @param keptSince the first day of which it has all; undefined where it loses none
 */
export function isKept({ from }: DaySpan, keptSince: string | undefined): boolean {
  return keptSince === undefined || from >= keptSince;
}

/** Of these days the last ones that can be looked at: a month at most, and none that the table may have lost rows of. */
export function lastKept({ from, to }: DaySpan, keptSince = from): DaySpan {
  const earliest = [from, keptSince, dayPlus(to, 1 - MOST_DAYS)].toSorted().at(-1) ?? from;
  return { from: earliest > to ? to : earliest, to };
}
