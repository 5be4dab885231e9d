import { createRowMaker, type EventRow } from '../../families/call-event/causes/event-row.ts';
import { FACETS, type Facet, type FacetValue } from '../../families/call-event/causes/row-filter.ts';
import { toldFilter } from '../../families/call-event/causes/told-filter.ts';
import { timeOf } from '../event-facts.ts';
import type { Filters } from '../filters/filters.ts';
import type { KnownEvent } from './feed.ts';

const makeRow = createRowMaker();
const rows = new WeakMap<KnownEvent, EventRow>();

/** An event as it is counted; made once of each. */
export function rowOf(known: KnownEvent): EventRow {
  const before = rows.get(known);
  if (before !== undefined) return before;
  const { event } = known;
  const row = makeRow(event, { atMs: timeOf(event) ?? 0, timestamp: event.timestamp });
  rows.set(known, row);
  return row;
}

/** Those that fit the filters that are in no index: code, cause, text and facets. As the API tells them, of any level. */
export function toldEvents<Event extends KnownEvent>(events: readonly Event[], filters: Filters): readonly Event[] {
  const { code, cause, text } = filters;
  const isTold = toldFilter({
    ...(code !== undefined && { code }),
    ...(cause !== undefined && { cause }),
    ...(text !== undefined && { text }),
    facets: facetsToldOf(filters),
  });
  return isTold === undefined ? events : events.filter((event) => isTold(rowOf(event)));
}

/** What filters ask for that is in no index, as filters; undefined where that is nothing. */
export function toldFilters({ code, cause, text, facets }: Filters): Partial<Filters> | undefined {
  const told = facets?.filter(({ name }) => name !== NOT_TOLD) ?? [];
  const members = { code, cause, text, facets: told.length === 0 ? undefined : told };
  const said = Object.entries(members).filter(([, value]) => value !== undefined);
  return said.length === 0 ? undefined : Object.fromEntries(said);
}

/** The facets of filters that events tell of: not the carrier, which only a call's summary has. */
function facetsToldOf({ facets = [] }: Filters): FacetValue[] {
  return facets.flatMap(({ name, value }) => {
    const facet = FACETS.find((one) => one === name);
    return facet === undefined || facet === NOT_TOLD ? [] : [{ facet, value }];
  });
}

export const NOT_TOLD: Facet = 'carrier';
