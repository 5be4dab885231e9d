import { toEventResource } from '../../families/call-event/event-resource.ts';
import type { StoredEvent } from '../../families/call-event/item.ts';
import { type MediaEdge, mediaEdge } from '../../families/call-event/media-edge.ts';
import type { EventPages } from '../read/event-pages.ts';
import type { EventQuery } from './event-query.ts';
import { createPageSize, itemsToRead, type PageBudget } from './page-limits.ts';
import { mayRead } from './reader.ts';

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
 * together, or too much was read for what a filter let through, or reading takes too long: short pages, even empty ones,
 * are part of the protocol. It always gets past one event, or past the last one.
 */
export async function readCallPage(
  pages: EventPages,
  callSid: string,
  query: EventQuery,
  place: CallPlace,
  budget: PageBudget,
): Promise<CallPage> {
  const backwards = place.before !== undefined;
  const collected = await collect(pages, callSid, query, place, budget);
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
  budget: PageBudget,
): Promise<Collected> {
  const { before, inclusive = false, after, defaultEdge } = place;
  const backwards = before !== undefined;
  const filter = filterOf(query);
  const lets = (stored: StoredEvent) => isListed(stored, query, defaultEdge) && (filter?.(stored) ?? true);
  const size = createPageSize();
  const collected: Collected = { events: [], more: true };
  let beyond = backwards ? (inclusive ? undefined : before) : after;
  const readsWhatItLists = filter === undefined && defaultEdge === 'all';
  let heldBack = false;
  do {
    // One more than is missing tells whether there is a next page.
    const missing = query.pageSize - collected.events.length + 1;
    const wanted = itemsToRead(missing, heldBack);
    const read = await pages.pageOfCall(callSid, {
      from: query.from,
      to: query.to,
      beyond,
      ...(inclusive && { upTo: before }),
      backwards,
      limit: readsWhatItLists ? wanted : Math.max(1, Math.min(budget.itemsLeft, wanted)),
    });
    budget.spend(readsWhatItLists ? 0 : read.events.length);
    for (const stored of read.events) {
      if (lets(stored)) {
        const json = JSON.stringify(toEventResource(stored));
        const isFull = collected.events.length === query.pageSize || !size.hasRoomFor(json);
        if (isFull && collected.events.length > 0) return collected;
        collected.events.push(json);
      } else {
        heldBack = true;
      }
      collected.first ??= stored.sortKey;
      collected.last = stored.sortKey;
    }
    if (!read.more) return { ...collected, more: false };
    beyond = collected.last;
  } while (!budget.isSpent());
  return collected;
}

/** Whether an event is of the side of the call that is asked for, or listed by default. */
function isListed({ event }: StoredEvent, { edge }: EventQuery, defaultEdge: CallPlace['defaultEdge']): boolean {
  if (edge === undefined) {
    // Events of no side, such as Conversation Relay's, belong to every list that nobody narrowed.
    return defaultEdge === 'all' || [defaultEdge, undefined].includes(mediaEdge(event.data));
  }
  return edge === 'all' || mediaEdge(event.data) === edge;
}

/** What was asked for beside the default, and may be read; undefined where that is everything. */
function filterOf(query: EventQuery): ((stored: StoredEvent) => boolean) | undefined {
  const { edge, levels, group, name, accounts } = query;
  const filters = [edge === 'all' ? undefined : edge, group, name, accounts];
  if (filters.every((filter) => filter === undefined) && levels.length === 0) return undefined;
  return ({ event, level }) =>
    (levels.length === 0 || levels.includes(level)) &&
    (group === undefined || event.data.group === group) &&
    (name === undefined || event.data.name === name) &&
    mayRead(query, event);
}
