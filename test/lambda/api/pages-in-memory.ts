import type { StoredEvent } from '../../../families/call-event/item.ts';
import type { EventPage, EventPages, PageOfCall, PageOfLevel } from '../../../lambda/read/event-pages.ts';

export interface PagesInMemoryOptions {
  events: readonly StoredEvent[];
  /** Items of one request at most, as a megabyte is on AWS. */
  maxItems?: number;
  /** Told of each request. */
  onRead?: () => void;
}

type Row = [key: string, tie: string, stored: StoredEvent];

/**
 * The table's pages, of events in memory. Rows of one key of the index stand in an order that has nothing to do with
 * what they say, as on AWS, and there may be `more` of what has just ended.
 */
export function createPagesInMemory({
  events,
  maxItems = 1_000,
  onRead,
}: PagesInMemoryOptions): EventPages & { itemsRead(): number; largestLimit(): number } {
  let itemsRead = 0;
  let largestLimit = 0;

  function read<Place>(rows: Row[], limit: number, placeOf: (stored: StoredEvent) => Place): EventPage<Place> {
    onRead?.();
    if (limit < 1) throw new Error(`a Limit of ${limit}`);
    largestLimit = Math.max(largestLimit, limit);
    const page = rows.slice(0, Math.min(limit, maxItems)).map(([, , stored]) => stored);
    itemsRead += page.length;
    const last = page.length === Math.min(limit, maxItems) ? page.at(-1) : undefined;
    return { events: page, ...(last !== undefined && { next: placeOf(last) }) };
  }

  return {
    itemsRead: () => itemsRead,
    largestLimit: () => largestLimit,
    async pageOfCall(callSid, { from = '', to, beyond, upTo, backwards = false, limit = maxItems }: PageOfCall) {
      const rows = events
        .filter(({ event }) => event.data.call_sid === callSid)
        .map((stored): Row => [stored.sortKey, '', stored])
        .filter(([key]) => key >= from && (to === undefined || key <= `${to}~`) && (upTo === undefined || key <= upTo))
        .filter(([key]) => beyond === undefined || (backwards ? key < beyond : key > beyond))
        .toSorted(byKey);
      return read(backwards ? rows.reverse() : rows, limit, ({ sortKey }) => sortKey);
    },
    async pageOfLevel(level, { from = '', to, beyond, upTo, limit = maxItems, forward = false }: PageOfLevel) {
      const start: Row | undefined = beyond && [
        beyond.levelTimestamp,
        tie(beyond.callSid, beyond.sortKey),
        {} as StoredEvent,
      ];
      const rows = events
        .filter((stored) => stored.level === level && stored.levelTimestamp !== undefined)
        .map((stored): Row => [stored.levelTimestamp ?? '', tie(stored.event.data.call_sid, stored.sortKey), stored])
        .filter(([key]) => key >= from && (to === undefined || key <= `${to}~`) && (upTo === undefined || key <= upTo))
        .filter((row) => start === undefined || byKey(row, start) < 0)
        .toSorted(byKey);
      return read(forward ? rows : rows.reverse(), limit, ({ levelTimestamp = '', event, sortKey }) => ({
        levelTimestamp,
        callSid: event.data.call_sid,
        sortKey,
      }));
    },
  };
}

function byKey([one, oneTie]: Row, [other, otherTie]: Row): number {
  if (one !== other) return one < other ? -1 : 1;
  return oneTie < otherTie ? -1 : oneTie > otherTie ? 1 : 0;
}

function tie(callSid: string, sortKey: string): string {
  return Array.from(`${callSid}${sortKey}`).reverse().join('');
}
