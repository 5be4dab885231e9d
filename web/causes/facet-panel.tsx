import { useState } from 'preact/hooks';
import type { CausesAnswer } from '../../families/call-event/causes/causes-answer.ts';
import { changeFilters } from '../filters/change-filters.ts';
import { hasFacet, withFacet, withoutFacet } from '../filters/facet-filters.ts';
import { FACET_NAMES, facetValueText, facetWord } from '../filters/facet-words.ts';
import type { Filters } from '../filters/filters.ts';

interface FacetPanelProps {
  filters: Filters;
  facets: CausesAnswer['facets'];
  /** Of how many calls these are. */
  calls: number;
}

const SHORT = 4;
/** Where it stands above the list, the list comes first. */
const WIDE = '(min-width: 79rem)';

/** The values that there are, with how many calls have each; each filters. */
export function FacetPanel({ filters, facets, calls }: FacetPanelProps) {
  const [isOpen, setIsOpen] = useState(() => matchMedia(WIDE).matches);
  const names = FACET_NAMES.filter((name) => (facets[name]?.length ?? 0) > 0);
  return (
    <details class="panel facets" open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>
        <h2>Narrow down</h2> <span class="muted">calls</span>
      </summary>
      {isOpen &&
        names.map((name) => (
          <FacetValues key={name} name={name} values={facets[name] ?? []} filters={filters} calls={calls} />
        ))}
    </details>
  );
}

interface FacetValuesProps {
  name: (typeof FACET_NAMES)[number];
  values: readonly { value: string; calls: number }[];
  filters: Filters;
  calls: number;
}

function FacetValues({ name, values, filters, calls }: FacetValuesProps) {
  const [isLong, setIsLong] = useState(false);
  const shown = isLong ? values : values.slice(0, SHORT);
  return (
    <section aria-labelledby={`facet-${name}`}>
      <h3 id={`facet-${name}`}>{facetWord(name)}</h3>
      <ul>
        {shown.map(({ value, calls: count }) => {
          const facet = { name, value };
          const isOn = hasFacet(filters, facet);
          return (
            <li key={value}>
              <button
                type="button"
                class="facet-value"
                aria-pressed={isOn}
                onClick={() =>
                  changeFilters((before) => (isOn ? withoutFacet(before, name) : withFacet(before, facet)))
                }
              >
                <span class="facet-text">{facetValueText(facet)}</span>
                <span class="number">{count.toLocaleString()}</span>
                <span class="share-bar" aria-hidden="true">
                  <span style={{ width: `${Math.min(100, (count / Math.max(1, calls)) * 100)}%` }} />
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      {values.length > SHORT && (
        <button type="button" class="quiet facet-more" aria-expanded={isLong} onClick={() => setIsLong(!isLong)}>
          {isLong ? 'Fewer' : `${values.length - SHORT} more`}
        </button>
      )}
    </section>
  );
}
