import { indexCalls } from '../../families/call-event/causes/call-index.ts';
import { type FacetCounts, facetCounts } from '../../families/call-event/causes/facet-counts.ts';
import type { KnownEvent } from './feed.ts';
import { rowOf } from './told-events.ts';

/** Counts events, and the calls that they are of, by the values of each facet. */
export function countFacets(events: readonly KnownEvent[]): { facets: FacetCounts; calls: number } {
  const index = indexCalls(events.map(rowOf), () => undefined);
  return { facets: facetCounts(index), calls: index.calls };
}
