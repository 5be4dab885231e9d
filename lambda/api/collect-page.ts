import type { StoredEvent } from '../../families/call-event/item.ts';
import { toEventResource } from '../../families/call-event/to-event-resource.ts';
import { type EventQuery, eventFilter } from '../read/event-query.ts';
import type { EventSource } from '../read/event-source.ts';
import { newestFirst } from '../read/newest-first.ts';
import { createPageSize, itemsToRead, type PageBudget } from './page-limits.ts';

/** Which events, and how many of them at most. */
export interface PageQuery extends EventQuery {
  pageSize: number;
  /** What else an event of the page must be, on which no index helps. */
  isAsked?: (stored: StoredEvent) => boolean;
}

export interface CollectedPage {
  /** JSON of each event that is listed. */
  events: string[];
  /** The first and the last event that was dealt with, listed or held back; undefined where there was none. */
  first?: StoredEvent;
  last?: StoredEvent;
  /** The last one of each source that had any. */
  lastOf: ReadonlyMap<EventSource, StoredEvent>;
  /** Whether there may be more behind the last one. */
  more: boolean;
}

/**
 * Collects the events of a page: the next of all sources, time and again. The next event is known only where each source
 * has shown its own, so each has its share of what a page may read. A page ends early where its events are too large
 * together, or too much was read for what a filter let through, or reading takes too long: short pages, even empty ones,
 * are part of the protocol. It always gets past one event, or past the last one.
 * @param sources each in the order of the page; several of them newest first
 */
export async function collectPage(
  sources: readonly EventSource[],
  query: PageQuery,
  budget: PageBudget,
): Promise<CollectedPage> {
  const { pageSize, isAsked = () => true } = query;
  const passes = eventFilter(query);
  const size = createPageSize();
  const events: string[] = [];
  const heldBack = new Set<EventSource>();
  const lastOf = new Map<EventSource, StoredEvent>();
  let first: StoredEvent | undefined;
  let last: StoredEvent | undefined;
  for (let isFirstRead = true; ; ) {
    const lacking = sources.filter((source) => source.isLacking());
    if (lacking.length > 0) {
      if (!isFirstRead && budget.isSpent()) return { events, first, last, lastOf, more: true };
      isFirstRead = false;
      // One more than is missing tells whether there is a next page.
      const missing = pageSize - events.length + 1;
      const share = Math.max(1, Math.floor(budget.itemsLeft / lacking.length));
      await Promise.all(
        lacking.map(async (source) =>
          budget.spend(await source.read(Math.min(itemsToRead(missing, heldBack.has(source)), share))),
        ),
      );
    }
    const source = newestFirst(sources);
    const stored = source?.head();
    if (source === undefined || stored === undefined) return { events, first, last, lastOf, more: false };
    if ((passes === undefined || passes(stored.event.data)) && isAsked(stored)) {
      const json = JSON.stringify(toEventResource(stored));
      const isFull = events.length === pageSize || !size.hasRoomFor(json);
      if (isFull && events.length > 0) return { events, first, last, lastOf, more: true };
      events.push(json);
    } else {
      heldBack.add(source);
    }
    source.pass();
    lastOf.set(source, stored);
    first ??= stored;
    last = stored;
  }
}
