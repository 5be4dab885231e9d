import { type Filters, filtersOf, rangeOf, searchOf } from './filters/filters.ts';
import { withZone, zoneOf } from './zone.ts';

/** The filters with fixed times where they say a span that ends now: later, too, they show what they show now. */
export function fixedFilters(filters: Filters, nowMs: number): Filters {
  const { fromMs, toMs } = rangeOf(filters, nowMs);
  return { ...filters, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
}

/** A link to a view of what fits filters, with fixed times: whoever opens it, whenever, sees the same time. */
export function fixedLink(
  { origin, pathname, search }: Pick<Location, 'origin' | 'pathname' | 'search'>,
  nowMs: number,
) {
  const filters = fixedFilters(filtersOf(new URLSearchParams(search)), nowMs);
  return `${origin}${withZone(`${pathname}${searchOf(filters)}`, zoneOf(search))}`;
}
