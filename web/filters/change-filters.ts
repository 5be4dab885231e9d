import { changeAddress, goTo } from '../navigation.ts';
import { addressWith, routeOf } from '../route.ts';
import type { Filters } from './filters.ts';

/**
 * Changes what the view of the moment shows. It begins from what the address says by now: a second change may come before
 * the first one is drawn.
 */
export function changeFilters(changed: (filters: Filters) => Filters): void {
  const route = routeOf(location);
  if ('filters' in route) changeAddress(addressWith(route, changed(route.filters)));
}

/** The same as a step that one can go back from. */
export function stepToFilters(changed: (filters: Filters) => Filters): void {
  const route = routeOf(location);
  if ('filters' in route) goTo(addressWith(route, changed(route.filters)));
}
