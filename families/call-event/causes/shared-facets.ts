import { type CountedCalls, valuesOfCall } from './calls-counted.ts';
import { EVENT_FACETS, type EventFacet } from './facets-of.ts';
import type { CarrierOf } from './row-filter.ts';

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

type Counts = ReadonlyMap<EventFacet, ReadonlyMap<string, number>>;

/** @param all every call that has an event in the span, those of the cause among them */
export function compareWith(all: CountedCalls, carrierOf: CarrierOf): Comparison {
  const counted = (calls: Iterable<string>): Counts => {
    const counts = new Map(EVENT_FACETS.map((facet) => [facet, new Map<string, number>()]));
    for (const call of calls) {
      const known = all.get(call);
      if (known === undefined) continue;
      for (const [facet, values] of counts) {
        for (const value of valuesOfCall(facet, call, known, carrierOf)) {
          values.set(value, (values.get(value) ?? 0) + 1);
        }
      }
    }
    return counts;
  };
  const total = counted(all.keys());
  return {
    sharedBy(calls) {
      const others = all.size - calls.size;
      if (calls.size < MIN_CALLS || others <= 0) return [];
      const shared: SharedFacet[] = [];
      for (const [facet, values] of counted(calls)) {
        let best: SharedFacet | undefined;
        for (const [value, count] of values) {
          const share = count / calls.size;
          const elsewhere = ((total.get(facet)?.get(value) ?? count) - count) / others;
          if (best === undefined || share - elsewhere > difference(best)) {
            best = { facet, value, share, elsewhere, calls: count };
          }
        }
        if (best !== undefined && isTelling(best, calls.size)) shared.push(best);
      }
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
