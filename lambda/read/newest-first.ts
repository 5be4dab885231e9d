import type { StoredEvent } from '../../families/call-event/item.ts';
import type { EventSource } from './event-source.ts';

/**
 * Merges answers that are newest first each: the one that has the next event of all. It is right only where none of them
 * is lacking.
 * @returns undefined where no event is left
 */
export function newestFirst(sources: readonly EventSource[]): EventSource | undefined {
  let best: EventSource | undefined;
  let bestKey = '';
  for (const source of sources) {
    const key = orderKey(source.head());
    if (key > bestKey) [best, bestKey] = [source, key];
  }
  return best;
}

/** Each event's place in an order across calls: that of the index. */
function orderKey(stored: StoredEvent | undefined): string {
  return stored === undefined ? '' : (stored.levelTimestamp ?? stored.sortKey);
}
