import type { Cause } from './cause-of.ts';
import type { EventRow } from './event-row.ts';
import type { EventFacets } from './facets-of.ts';
import { type CarrierOf, type Facet, valueInRow } from './row-filter.ts';

/** The values of a facet, by number. */
export interface Column {
  values: readonly string[];
  /** The number of the value that each cause, facets or call has, as `of` says; -1 for none. */
  numbers: Int32Array;
  of: 'cause' | 'facets' | 'call';
}

/**
 * The calls of rows, numbered, so that calls are counted by value without a text being looked at twice. A call has each
 * value that any of its events tells, once.
 */
export interface CallIndex {
  calls: number;
  column(facet: Facet): Column;
  /** How many events have each value. */
  countEvents(column: Column): Uint32Array;
  /** The numbers of calls, by SID. */
  numbersOf(calls: Iterable<string>): Int32Array;
  /** How many calls have each value. @param calls numbers; all of them without it */
  countCalls(column: Column, calls?: Int32Array): Uint32Array;
}

/** Causes and facets are few, and rows share them. */
interface Things<Thing> {
  numbers: Map<Thing, number>;
  /** A row of each. */
  rows: EventRow[];
  events: number[];
  /** By number of the call: the number of the one that it has, or of each. */
  ofCalls: (number | number[])[];
}

export function indexCalls(rows: readonly EventRow[], carrierOf: CarrierOf): CallIndex {
  const causes = things<Cause>();
  const facets = things<EventFacets>();
  const calls = things<string>();
  for (const row of rows) {
    const call = add(calls, row.call, row);
    have(causes, call, add(causes, row.cause, row));
    have(facets, call, add(facets, row.facets, row));
  }
  for (let call = 0; call < calls.rows.length; call += 1) calls.ofCalls.push(call);
  const all = { cause: causes, facets, call: calls };

  return {
    calls: calls.rows.length,
    column(facet) {
      const of = SOURCES[facet] ?? 'facets';
      const known = new Map<string, number>();
      const numbers = Int32Array.from(all[of].rows, (row) => {
        const value = valueInRow(facet, row, carrierOf);
        if (value === undefined) return -1;
        const number = known.get(value) ?? known.size;
        known.set(value, number);
        return number;
      });
      return { values: [...known.keys()], numbers, of };
    },
    numbersOf: (some) => Int32Array.from(some, (call) => calls.numbers.get(call) ?? -1),
    countEvents({ values, numbers, of }) {
      const counts = new Uint32Array(values.length);
      for (const [thing, events] of all[of].events.entries()) addTo(counts, numbers[thing], events);
      return counts;
    },
    countCalls({ values, numbers, of }, some) {
      const counts = new Uint32Array(values.length);
      const { ofCalls } = all[of];
      /** By value: the call that it was counted for last. */
      const counted = new Int32Array(values.length).fill(-1);
      const count = (call: number) => {
        const has = ofCalls[call];
        if (typeof has === 'number') return addTo(counts, numbers[has], 1);
        for (const thing of has ?? []) {
          const number = numbers[thing] ?? -1;
          if (counted[number] === call) continue;
          counted[number] = call;
          addTo(counts, number, 1);
        }
      };
      const { length } = some ?? ofCalls;
      for (let at = 0; at < length; at += 1) count(some?.[at] ?? at);
      return counts;
    },
  };
}

const SOURCES: { readonly [Name in Facet]?: 'cause' | 'call' } = {
  level: 'cause',
  edge: 'cause',
  group: 'cause',
  name: 'cause',
  code: 'cause',
  carrier: 'call',
};

function things<Thing>(): Things<Thing> {
  return { numbers: new Map(), rows: [], events: [], ofCalls: [] };
}

function add<Thing>({ numbers, rows, events }: Things<Thing>, thing: Thing, row: EventRow): number {
  let number = numbers.get(thing);
  if (number === undefined) {
    number = rows.length;
    numbers.set(thing, number);
    rows.push(row);
    events.push(0);
  }
  events[number] = (events[number] ?? 0) + 1;
  return number;
}

function have({ ofCalls }: Things<unknown>, call: number, thing: number): void {
  const has = ofCalls[call];
  if (has === undefined) ofCalls[call] = thing;
  else if (typeof has !== 'number') {
    if (!has.includes(thing)) has.push(thing);
  } else if (has !== thing) ofCalls[call] = [has, thing];
}

function addTo(counts: Uint32Array, number: number | undefined, by: number): void {
  if (number !== undefined && number >= 0) counts[number] = (counts[number] ?? 0) + by;
}
