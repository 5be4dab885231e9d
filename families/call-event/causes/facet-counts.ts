import type { CallIndex } from './call-index.ts';
import { FACETS, type Facet } from './row-filter.ts';

/** How often a value occurs. */
export interface FacetCount {
  value: string;
  events: number;
  calls: number;
}

/** Each facet has its most frequent values: those of most calls, then of most events. */
export type FacetCounts = Record<Facet, FacetCount[]>;

const MOST_VALUES = 20;

/** Counts events and calls by each value of each facet. */
export function facetCounts(index: CallIndex): FacetCounts {
  const counts = FACETS.map((facet) => {
    const column = index.column(facet);
    const [events, calls] = [index.countEvents(column), index.countCalls(column)];
    const all = column.values.map((value, number) => ({
      value,
      events: events[number] ?? 0,
      calls: calls[number] ?? 0,
    }));
    return [facet, all.toSorted(byCount).slice(0, MOST_VALUES)];
  });
  return Object.fromEntries(counts) as FacetCounts;
}

function byCount(one: FacetCount, other: FacetCount): number {
  return other.calls - one.calls || other.events - one.events || (one.value < other.value ? -1 : 1);
}
