import type { SharedFacet } from '../../families/call-event/causes/shared-facets.ts';
import { changeFilters } from '../filters/change-filters.ts';
import { hasFacet, withFacet } from '../filters/facet-filters.ts';
import type { Filters } from '../filters/filters.ts';
import { percentText, sharedText } from './cause-words.ts';

/** What so many of the calls have is worth a look in any case. */
const TELLING = 0.8;

interface SharedChipsProps {
  shared: readonly SharedFacet[];
  filters: Filters;
  /** Of a cause that is as it was before. */
  isQuiet: boolean;
}

/** What the calls of a cause share more than all others; each filters by it. */
export function SharedChips({ shared, filters, isQuiet }: SharedChipsProps) {
  if (shared.length === 0) return null;
  return (
    <ul class="shared-chips" aria-label="What its calls share">
      {shared.map((one) => {
        const facet = { name: one.facet, value: one.value };
        return (
          <li key={one.facet}>
            <button
              type="button"
              class={isQuiet && one.share < TELLING ? 'chip chip-quiet' : 'chip'}
              disabled={hasFacet(filters, facet)}
              title={`${one.calls.toLocaleString()} of its calls; of all other calls ${percentText(one.elsewhere)}. Click to filter.`}
              onClick={() => changeFilters((before) => withFacet(before, facet))}
            >
              {sharedText(one)} <b>{percentText(one.share)}</b>{' '}
              <span class="muted">({percentText(one.elsewhere)})</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
