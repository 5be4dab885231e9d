import { changeAddress } from '../navigation.ts';
import { type Filters, filtersOf, searchOf } from './filters.ts';

/**
 * Changes what the view of the moment shows. It begins from what the address says by now: a second change may come before
 * the first one is drawn.
 */
export function changeFilters(changed: (filters: Filters) => Filters): void {
  const filters = filtersOf(new URLSearchParams(location.search));
  changeAddress(`${location.pathname}${searchOf(changed(filters))}`);
}
