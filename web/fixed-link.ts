import { type Filters, rangeOf } from './filters/filters.ts';
import { addressWith, routeOf } from './route.ts';
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
  const route = routeOf({ pathname, search });
  const address = 'filters' in route ? addressWith(route, fixedFilters(route.filters, nowMs)) : `${pathname}${search}`;
  return `${origin}${withZone(address, zoneOf(search))}`;
}
