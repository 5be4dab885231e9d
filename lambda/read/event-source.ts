import type { StoredEvent } from '../../families/call-event/item.ts';
import type { EventPage } from './event-pages.ts';

/** An answer of the table that is read part by part, when it is needed, and gone through event by event. */
export interface EventSource {
  /** The next event; undefined where none is left, or it has not been read. */
  head(): StoredEvent | undefined;
  /** Goes on behind the next event. */
  pass(): void;
  /** Whether there may be a next event that has not been read. */
  isLacking(): boolean;
  /** Reads what follows, with one request. @param limit items at most @returns how many it read */
  read(limit?: number): Promise<number>;
}

/** @param start behind which place it begins; at its beginning without one */
export function createEventSource<Place>(
  readPage: (beyond: Place | undefined, limit: number | undefined) => Promise<EventPage<Place>>,
  start?: Place,
): EventSource {
  let page: EventPage<Place> = { events: [] };
  let position = 0;
  let isBegun = false;
  return {
    head: () => page.events[position],
    pass() {
      position += 1;
    },
    isLacking: () => position >= page.events.length && (!isBegun || page.next !== undefined),
    async read(limit) {
      page = await readPage(isBegun ? page.next : start, limit);
      position = 0;
      isBegun = true;
      return page.events.length;
    },
  };
}
