import type { Cause } from './cause-of.ts';
import type { EventRow } from './event-row.ts';
import type { EventFacets } from './facets-of.ts';
import { type CarrierOf, FACETS, type Facet, valueInRow } from './row-filter.ts';

/** What the events of a call tell of it, each thing once. */
export interface CountedCall {
  causes: Cause[];
  facets: EventFacets[];
}

/** The calls of rows, by SID. */
export type CountedCalls = ReadonlyMap<string, CountedCall>;

export function callsOf(rows: readonly EventRow[]): CountedCalls {
  const calls = new Map<string, CountedCall>();
  for (const { call, cause, facets } of rows) {
    const counted = calls.get(call);
    if (counted === undefined) {
      calls.set(call, { causes: [cause], facets: [facets] });
    } else {
      addOnce(counted.causes, cause);
      addOnce(counted.facets, facets);
    }
  }
  return calls;
}

/** The values that the events of a call have of a facet, each once. */
export function valuesOfCall(
  facet: Facet,
  call: string,
  { causes, facets }: CountedCall,
  carrierOf: CarrierOf,
): string[] {
  const values: string[] = [];
  const add = (value: string | undefined) => value !== undefined && addOnce(values, value);
  switch (facet) {
    case 'carrier':
      add(carrierOf(call));
      break;
    case 'level':
    case 'edge':
    case 'group':
    case 'name':
    case 'code':
      for (const cause of causes) add(cause[facet]?.toString());
      break;
    default:
      for (const one of facets) add(one[facet]);
  }
  return values;
}

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
export function facetCounts(rows: readonly EventRow[], calls: CountedCalls, carrierOf: CarrierOf): FacetCounts {
  // Rows share causes and facets, so that most of the counting is of few.
  const alike = new Map<Cause, Map<EventFacets, { row: EventRow; events: number }>>();
  const carriers = new Map<string, number>();
  for (const row of rows) {
    const ofCause = alike.get(row.cause) ?? new Map<EventFacets, { row: EventRow; events: number }>();
    alike.set(row.cause, ofCause);
    const same = ofCause.get(row.facets);
    if (same === undefined) ofCause.set(row.facets, { row, events: 1 });
    else same.events += 1;
    const carrier = carrierOf(row.call);
    if (carrier !== undefined) carriers.set(carrier, (carriers.get(carrier) ?? 0) + 1);
  }
  const counts = Object.fromEntries(
    FACETS.map((facet) => {
      const values = new Map<string, FacetCount>();
      const countOf = (value: string) => {
        const count = values.get(value) ?? { value, events: 0, calls: 0 };
        values.set(value, count);
        return count;
      };
      if (facet === 'carrier') {
        for (const [carrier, events] of carriers) countOf(carrier).events = events;
      } else {
        for (const ofCause of alike.values()) {
          for (const { row, events } of ofCause.values()) {
            const value = valueInRow(facet, row);
            if (value !== undefined) countOf(value).events += events;
          }
        }
      }
      for (const [call, counted] of calls) {
        for (const value of valuesOfCall(facet, call, counted, carrierOf)) countOf(value).calls += 1;
      }
      return [facet, [...values.values()].toSorted(byCount).slice(0, MOST_VALUES)];
    }),
  );
  return counts as FacetCounts;
}

function byCount(one: FacetCount, other: FacetCount): number {
  return other.calls - one.calls || other.events - one.events || (one.value < other.value ? -1 : 1);
}

function addOnce<Value>(values: Value[], value: Value): void {
  if (!values.includes(value)) values.push(value);
}
