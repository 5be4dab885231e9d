import type { StoredEvent } from '../../families/call-event/item.ts';
import type { EventPage } from './event-pages.ts';
import { createSource, type Source } from './source.ts';

/** Events that are read part by part. */
export type EventSource = Source<StoredEvent>;

/** @param start behind which place it begins; at its beginning without one */
export function createEventSource<Place>(
  readPage: (beyond: Place | undefined, limit: number | undefined) => Promise<EventPage<Place>>,
  start?: Place,
): EventSource {
  return createSource(async (beyond, limit) => {
    const { events, next } = await readPage(beyond, limit);
    return { rows: events, next };
  }, start);
}
