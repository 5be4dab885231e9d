import { fromItem, type StoredEvent } from '../families/call-event/item.ts';
import { type EventQuery, errorsUnlessLevels, eventFilter } from '../lambda/read/event-query.ts';
import type { EventReader } from '../lambda/read/event-reader.ts';
import type { TimeSpan } from '../lambda/read/key-condition.ts';
import type { Item } from '../lambda/store/item.ts';
import { compareGuards, type ItemWriter } from '../lambda/store/item-writer.ts';
import type { PartitionEraser } from '../operations/partition-eraser.ts';
import { attributesOf } from '../samples/builders.ts';

/** The store's contract in a Map: what is put is there at once, and nothing goes wrong. */
export function createMemoryStore(): ItemWriter &
  EventReader &
  Pick<PartitionEraser, 'erase'> & { items: Map<string, Item> } {
  const items = new Map<string, Item>();
  const stored = () =>
    [...items.values()].map((item) => fromItem(attributesOf(item))).filter(({ sortKey }) => /^\d/.test(sortKey));

  function asked(events: StoredEvent[], key: (one: StoredEvent) => string, query: EventQuery): StoredEvent[] {
    const passes = eventFilter(query) ?? (() => true);
    return within(events, key, query).filter(({ event }) => passes(event.data));
  }

  async function* eventsOfCall(callSid: string, query: EventQuery = {}) {
    const events = stored().filter(({ event }) => event.data.call_sid === callSid);
    yield* asked(events, (one) => one.sortKey, query);
  }

  return {
    items,
    async put(batch) {
      for (const item of batch) items.set(item.key, item);
      return [];
    },
    async putGuarded(item) {
      const there = items.get(item.key)?.guard;
      if (there !== undefined && compareGuards(there, item.guard) > 0) return { outcome: 'superseded' };
      items.set(item.key, item);
      return { outcome: 'stored', ...(there !== undefined && { replaced: there.value }) };
    },
    async erase(callSid) {
      const keys = [...items].filter(([, item]) => attributesOf(item).call_sid?.S === callSid).map(([key]) => key);
      for (const key of keys) items.delete(key);
      return keys.length;
    },
    eventsOfCall,
    async firstOfCall(callSid) {
      return (await eventsOfCall(callSid).next()).value ?? undefined;
    },
    async *latestEvents(query = {}) {
      const indexed = stored().filter(({ levelTimestamp }) => levelTimestamp !== undefined);
      yield* asked(indexed, (one) => one.levelTimestamp ?? '', errorsUnlessLevels(query)).reverse();
    },
  };
}

function within(events: StoredEvent[], key: (one: StoredEvent) => string, { from = '', to }: TimeSpan): StoredEvent[] {
  const last = to === undefined ? '~' : `${to}~`;
  return events
    .filter((one) => key(one) >= from && key(one) <= last)
    .sort((one, other) => (key(one) < key(other) ? -1 : 1));
}
