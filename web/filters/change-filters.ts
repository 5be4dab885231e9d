import { changeAddress, goTo } from '../navigation.ts';
import { addressOf, addressOfFleet, routeOf } from '../route.ts';
import type { Filters } from './filters.ts';

/**
 * Changes what the view of the moment shows. It begins from what the address says by now: a second change may come before
 * the first one is drawn.
 */
export function changeFilters(changed: (filters: Filters) => Filters): void {
  const address = addressWith(changed);
  if (address !== undefined) changeAddress(address);
}

/** The same as a step that one can go back from. */
export function stepToFilters(changed: (filters: Filters) => Filters): void {
  const address = addressWith(changed);
  if (address !== undefined) goTo(address);
}

function addressWith(changed: (filters: Filters) => Filters): string | undefined {
  const route = routeOf(location);
  if (!('filters' in route)) return undefined;
  const filters = changed(route.filters);
  return route.view === 'fleet' ? addressOfFleet(route.by, filters) : addressOf(route.view, filters);
}
