import type { CallIndex } from './call-index.ts';
import { EVENT_FACETS, type EventFacet } from './facets-of.ts';

/** What the calls of a cause have in common more than all others. Shares are from 0 to 1. */
export interface SharedFacet {
  facet: EventFacet;
  value: string;
  /** Among the calls of the cause. */
  share: number;
  /** Among all other calls that have an event. */
  elsewhere: number;
  /** How many calls of the cause have it. */
  calls: number;
}

/** A difference is shown from there on. */
const MIN_DIFFERENCE = 0.25;
/** Of the cause: with fewer calls, most differences are chance. */
const MIN_CALLS = 20;

/** In standard errors of the share: of many facets and values, some differ by three for no reason. */
const MIN_ERRORS = 3;

/** Compares causes with everything else. */
export interface Comparison {
  /** The value of each facet by which these calls differ most from all others, greatest difference first. */
  sharedBy(calls: ReadonlySet<string>): SharedFacet[];
}

/** @param all every call that has an event in the span, those of the cause among them */
export function compareWith(all: CallIndex): Comparison {
  const columns = EVENT_FACETS.map((facet) => {
    const column = all.column(facet);
    return { facet, column, total: all.countCalls(column) };
  });
  return {
    sharedBy(calls) {
      const others = all.calls - calls.size;
      if (calls.size < MIN_CALLS || others <= 0) return [];
      const numbers = all.numbersOf(calls);
      const shared = columns.flatMap(({ facet, column, total }) => {
        const counts = all.countCalls(column, numbers);
        let best: SharedFacet | undefined;
        for (const [number, count] of counts.entries()) {
          const share = count / calls.size;
          const elsewhere = ((total[number] ?? 0) - count) / others;
          if (best === undefined || share - elsewhere > difference(best)) {
            best = { facet, value: column.values[number] ?? '', share, elsewhere, calls: count };
          }
        }
        return best !== undefined && isTelling(best, calls.size) ? [best] : [];
      });
      return shared.toSorted((one, other) => difference(other) - difference(one));
    },
  };
}

function isTelling(shared: SharedFacet, calls: number): boolean {
  const { elsewhere } = shared;
  const chance = MIN_ERRORS * Math.sqrt((elsewhere * (1 - elsewhere)) / calls);
  return difference(shared) >= Math.max(MIN_DIFFERENCE, chance);
}

function difference({ share, elsewhere }: SharedFacet): number {
  return share - elsewhere;
}
