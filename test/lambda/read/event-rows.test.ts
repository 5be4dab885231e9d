import { expect, it } from 'vitest';
import type { StoredEvent } from '../../../families/call-event/item.ts';
import { createEventRows } from '../../../lambda/read/event-rows.ts';
import { ARRIVAL_MS, callCloudEvent, eventId, storedEvent } from '../../../samples/builders.ts';
import { createPagesInMemory } from '../api/pages-in-memory.ts';

const HOUR_MS = 3_600_000;
const errorAt = (atMs: number, id: number) =>
  storedEvent(callCloudEvent({ id: eventId(id) }, { level: 'ERROR', timestamp: new Date(atMs).toISOString() }));

function started() {
  const events: StoredEvent[] = [];
  const asked = { nowMs: ARRIVAL_MS, reads: 0 };
  const onRead = () => {
    asked.reads += 1;
  };
  const rows = createEventRows({
    pages: createPagesInMemory({ events, onRead }),
    clock: { now: () => asked.nowMs },
  });
  return { events, asked, rows };
}

it('the oldest event of a level is asked for once an hour, and each time while there is none', async () => {
  const { events, asked, rows } = started();
  expect(await rows.oldestOf(['ERROR', 'UNKNOWN'], ARRIVAL_MS)).toBeUndefined();
  // Of a device whose clock is years behind.
  events.push(
    errorAt(Date.parse('2019-09-19T22:15:23Z'), 4),
    errorAt(ARRIVAL_MS - 1_000, 1),
    errorAt(ARRIVAL_MS - 2_000, 2),
  );
  expect(await rows.oldestOf(['ERROR'], ARRIVAL_MS)).toBe(ARRIVAL_MS - 2_000);
  events.push(errorAt(ARRIVAL_MS - HOUR_MS, 3));
  const { reads } = asked;
  expect([await rows.oldestOf(['ERROR'], ARRIVAL_MS), asked.reads]).toEqual([ARRIVAL_MS - 2_000, reads]);
  asked.nowMs += HOUR_MS;
  expect(await rows.oldestOf(['ERROR'], ARRIVAL_MS)).toBe(ARRIVAL_MS - HOUR_MS);
});

it('history that comes late is read again within an hour', async () => {
  const { events, asked, rows } = started();
  const span = { fromMs: ARRIVAL_MS - 48 * HOUR_MS, toMs: ARRIVAL_MS };
  const count = async () => (await rows.rowsOf(['ERROR'], span, () => false)).rows.length;
  expect(await count()).toBe(0);
  events.push(errorAt(ARRIVAL_MS - 90 * 60_000, 1), errorAt(ARRIVAL_MS - 30 * HOUR_MS, 2));
  asked.nowMs += 5 * 60_000;
  expect(await count()).toBe(1);
  asked.nowMs += HOUR_MS;
  expect(await count()).toBe(2);
});
