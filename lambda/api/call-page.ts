import { type MediaEdge, mediaEdge } from '../../shared/media-edge.ts';
import type { EventPages } from '../store/event-pages.ts';
import type { StoredEvent } from '../store/item.ts';
import type { EventQuery } from './event-query.ts';
import { toEventResource } from './event-resource.ts';
import { ITEMS_OF_NEXT_READ, MAX_ITEMS_READ, MAX_PAGE_BYTES } from './page-limits.ts';

/** A page's place in a call: it starts after a sort key, or ends before one. The first page has neither. */
export interface CallPlace {
  after?: string;
  before?: string;
  /** With `before`: that key belongs to the page. */
  inclusive?: boolean;
  /** What the first page resolved, where no edge was asked for. */
  defaultEdge: MediaEdge | 'all';
}

export interface CallPage {
  /** JSON of each event. */
  events: string[];
  next?: CallPlace;
  previous?: CallPlace;
}

/**
 * A page of a call's events, in the table's order. It ends early, with a `next`, where its events are too large
 * together or too much was read for what a filter let through: short pages, even empty ones, are part of the protocol.
 */
export async function readCallPage(
  pages: EventPages,
  callSid: string,
  query: EventQuery,
  place: CallPlace,
  maxItemsRead = MAX_ITEMS_READ,
): Promise<CallPage> {
  const backwards = place.before !== undefined;
  const collected = await collect(pages, callSid, query, place, maxItemsRead);
  const { events, first, last, more } = collected;
  const at = (position: Omit<CallPlace, 'defaultEdge'>): CallPlace => ({ ...position, defaultEdge: place.defaultEdge });
  if (backwards) {
    // What was read first stands last. Behind the page is what the reader came from.
    const next = place.inclusive ? place.before : first;
    return {
      events: events.toReversed(),
      next: at(next === undefined ? {} : { after: next }),
      ...(more && last !== undefined && { previous: at({ before: last }) }),
    };
  }
  return {
    events,
    ...(more && last !== undefined && { next: at({ after: last }) }),
    ...(place.after !== undefined && { previous: at({ before: place.after, inclusive: true }) }),
  };
}

interface Collected {
  events: string[];
  /** Sort keys of the first and the last item that was dealt with. */
  first?: string;
  last?: string;
  more: boolean;
}

async function collect(
  pages: EventPages,
  callSid: string,
  query: EventQuery,
  place: CallPlace,
  maxItemsRead: number,
): Promise<Collected> {
  const backwards = place.before !== undefined;
  const lets = filterOf(query, place.defaultEdge);
  let budget = lets === undefined ? Number.POSITIVE_INFINITY : maxItemsRead;
  const collected: Collected = { events: [], more: true };
  let beyond = backwards ? startBefore(place) : place.after;
  let bytes = 0;
  let isFirstRead = true;
  while (budget > 0) {
    // One more than is missing tells whether there is a next page.
    const missing = query.pageSize - collected.events.length + 1;
    const limit = Math.min(budget, isFirstRead ? missing : Math.max(missing, ITEMS_OF_NEXT_READ));
    const read = await pages.pageOfCall(callSid, { from: query.from, to: query.to, beyond, backwards, limit });
    budget -= read.events.length;
    isFirstRead = false;
    for (const stored of read.events) {
      if (lets === undefined || lets(stored)) {
        const json = JSON.stringify(toEventResource(stored));
        bytes += Buffer.byteLength(json);
        const isFull = collected.events.length === query.pageSize || bytes > MAX_PAGE_BYTES;
        if (isFull && collected.events.length > 0) return collected;
        collected.events.push(json);
      }
      collected.first ??= stored.sortKey;
      collected.last = stored.sortKey;
    }
    if (!read.more) return { ...collected, more: false };
    beyond = collected.last;
  }
  return collected;
}

/** DynamoDB starts beyond a key, which need not be in the table: right behind this one is nothing else. */
function startBefore({ before = '', inclusive }: CallPlace): string {
  return inclusive ? `${before}\u0000` : before;
}

/** Undefined where nothing is filtered. */
function filterOf(
  { edge, levels, group, name }: EventQuery,
  defaultEdge: CallPlace['defaultEdge'],
): ((stored: StoredEvent) => boolean) | undefined {
  const filters: ((stored: StoredEvent) => boolean)[] = [];
  if (edge === undefined && defaultEdge !== 'all') {
    // Events of no side, such as Conversation Relay's, belong to every list that nobody narrowed.
    filters.push(({ event }) => [defaultEdge, undefined].includes(mediaEdge(event.data)));
  }
  if (edge !== undefined && edge !== 'all') filters.push(({ event }) => mediaEdge(event.data) === edge);
  if (levels.length > 0) filters.push(({ level }) => levels.includes(level));
  if (group !== undefined) filters.push(({ event }) => event.data.group === group);
  if (name !== undefined) filters.push(({ event }) => event.data.name === name);
  return filters.length === 0 ? undefined : (stored) => filters.every((lets) => lets(stored));
}
