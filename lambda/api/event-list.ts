import type { ToldQuery } from '../../families/call-event/causes/told-filter.ts';
import { TOLD_FILTERS } from './cause-parameters.ts';
import type { PageQuery } from './collect-page.ts';
import { CALL_SID, FILTERS } from './event-parameters.ts';
import { type AskedPage, type ListPage, pageAskedFor } from './list.ts';
import { PAGING } from './paging.ts';
import { readParameters } from './parameter.ts';
import type { ApiContext } from './route.ts';

/** Parameters of a question about events of one call. */
export const OF_A_CALL = { ...FILTERS, ...PAGING };
/** What selects events across calls. */
const FILTERS_ACROSS = { ...FILTERS, ...TOLD_FILTERS };
/** Parameters of a question across calls. */
export const ACROSS_CALLS = { CallSid: CALL_SID, ...FILTERS_ACROSS, ...PAGING };
/** What a list of events is of, in its links and in its answer. */
export const EVENTS = { key: 'events', filters: FILTERS, linked: { CallSid: CALL_SID, ...FILTERS } } as const;
export const EVENTS_ACROSS = { key: 'events', filters: FILTERS_ACROSS, linked: FILTERS_ACROSS } as const;

/** What is asked for. */
export interface EventQuestion extends PageQuery, ToldQuery, AskedPage {
  /** The one call that is asked for, where its SID stands in no path. */
  callSid?: string;
}

/** @throws ApiError 400 that says what is wrong */
export function questionOf(context: ApiContext, parameters: typeof OF_A_CALL | typeof ACROSS_CALLS): EventQuestion {
  return pageAskedFor(context, readParameters(new URL(context.req.url).searchParams, parameters));
}

/** A page of events, as lists have it. */
export function listed<Place>({ events, next, previous }: EventsOfPage<Place>): ListPage<Place> {
  return { items: events, next, previous };
}

interface EventsOfPage<Place> {
  events: readonly string[];
  next?: Place;
  previous?: Place;
}
