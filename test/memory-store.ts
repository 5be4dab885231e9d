import { isError } from '../families/call-event/call-error.ts';
import { fromItem, type StoredEvent } from '../families/call-event/item.ts';
import type { EventReader } from '../lambda/read/event-reader.ts';
import type { TimeSpan } from '../lambda/read/key-condition.ts';
import type { Item } from '../lambda/store/item.ts';
import type { ItemWriter } from '../lambda/store/item-writer.ts';
import type { EventEraser } from '../operations/event-eraser.ts';
import { LEVELS } from '../shared/level.ts';
import { attributesOf } from './builders.ts';

/** The store's contract in a Map: what is put is there at once, and nothing goes wrong. */
export function createMemoryStore(): ItemWriter &
  EventReader &
  Pick<EventEraser, 'erase'> & { items: Map<string, Item> } {
  const items = new Map<string, Item>();
  const stored = () =>
    [...items.values()].map((item) => fromItem(attributesOf(item))).filter(({ sortKey }) => /^\d/.test(sortKey));

  async function* ofCall(
    callSid: string,
    { from, to, levels = LEVELS }: TimeSpan & { levels?: readonly string[] } = {},
  ) {
    const events = stored().filter(({ event, level }) => event.data.call_sid === callSid && levels.includes(level));
    yield* within(events, (one) => one.sortKey, { from, to });
  }

  async function* latest(levels: readonly string[], span: TimeSpan = {}) {
    const indexed = stored().filter(
      ({ level, levelTimestamp }) => levels.includes(level) && levelTimestamp !== undefined,
    );
    yield* within(indexed, (one) => one.levelTimestamp ?? '', span).reverse();
  }

  return {
    items,
    async put(batch) {
      for (const item of batch) items.set(item.key, item);
      return [];
    },
    async erase(callSid) {
      const keys = [...items].filter(([, item]) => attributesOf(item).call_sid?.S === callSid).map(([key]) => key);
      for (const key of keys) items.delete(key);
      return keys.length;
    },
    eventsOfCall: ofCall,
    async firstOfCall(callSid) {
      return (await ofCall(callSid).next()).value ?? undefined;
    },
    async *errorsOfCall(callSid, span) {
      for await (const one of ofCall(callSid, span)) if (isError(one.event.data)) yield one;
    },
    latestOfLevel: (level, span) => latest([level], span),
    async *latestErrors(span) {
      for await (const one of latest(['ERROR', 'UNKNOWN'], span)) if (isError(one.event.data)) yield one;
    },
  };
}

function within(events: StoredEvent[], key: (one: StoredEvent) => string, { from = '', to }: TimeSpan): StoredEvent[] {
  const last = to === undefined ? '~' : `${to}~`;
  return events
    .filter((one) => key(one) >= from && key(one) <= last)
    .sort((one, other) => (key(one) < key(other) ? -1 : 1));
}
