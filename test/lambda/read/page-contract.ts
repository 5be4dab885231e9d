import { beforeAll, describe, expect, it } from 'vitest';
import type { StoredEvent } from '../../../families/call-event/item.ts';
import { createEventPages, type EventPages, type IndexPlace } from '../../../lambda/read/event-pages.ts';
import type { TableClient } from '../../../lambda/store/dynamodb-client.ts';
import { createItemWriter } from '../../../lambda/store/item-writer.ts';
import { ensureTable } from '../../../local/embedded-dynamodb.ts';
import { CALL_SID, CONFIG, eventId } from '../../../samples/builders.ts';
import { systemClock } from '../../../shared/clock.ts';
import { item } from '../store/store-contract.ts';

const TABLE = `pages-${process.pid}`;
const NEVER = new AbortController().signal;
const time = (minute: number) => `2026-11-20T11:${String(minute).padStart(2, '0')}:00.000Z`;
const numbersOf = (events: readonly StoredEvent[]) => events.map(({ event }) => Number.parseInt(event.id.slice(2), 16));

/** What the paging of every table must do. */
export function describePages(name: string, client: () => TableClient): void {
  describe(`pages of ${name}`, () => {
    let pages: EventPages;
    beforeAll(async () => {
      await ensureTable(client(), TABLE);
      pages = createEventPages({ client: client(), tableName: TABLE });
      const writer = createItemWriter({
        client: client(),
        tables: { 'call-events': TABLE, 'call-insights': 'call-insights' },
        clock: systemClock,
      });
      const config = { ...CONFIG, indexedLevels: ['ERROR' as const] };
      const items = Array.from({ length: 10 }, (_item, n) => item(n, { timestamp: time(n), level: 'ERROR' }, config));
      await writer.put(items, NEVER);
      await writer.put([item(50, { call_sid: 'CA2', timestamp: time(5), level: 'ERROR' }, config)], NEVER);
    });

    const keyOf = (n: number) => `${time(n)}#${eventId(n)}`;

    it('of a call go on beyond a key, whether it is there or not, forth and back', async () => {
      const page = async (options: Partial<Parameters<EventPages['pageOfCall']>[1]>) => {
        const { events, next } = await pages.pageOfCall(CALL_SID, { limit: 3, ...options });
        return [numbersOf(events), next !== undefined];
      };
      expect(await page({})).toEqual([[0, 1, 2], true]);
      expect(await page({ beyond: keyOf(2) })).toEqual([[3, 4, 5], true]);
      expect(await page({ beyond: `${time(2)}#zzz` })).toEqual([[3, 4, 5], true]);
      expect(await page({ beyond: keyOf(8) })).toEqual([[9], false]);
      expect(await page({ beyond: keyOf(3), backwards: true })).toEqual([[2, 1, 0], expect.any(Boolean)]);
      expect(await page({ upTo: keyOf(3), backwards: true })).toEqual([[3, 2, 1], true]);
      expect(await page({ upTo: `${time(3)}#zzz`, backwards: true })).toEqual([[3, 2, 1], true]);
    });

    it('of a call stay within a span, from a key of its bounds too', async () => {
      const span = { from: time(2), to: time(4) };
      const within = async (options: Partial<Parameters<EventPages['pageOfCall']>[1]>) =>
        numbersOf((await pages.pageOfCall(CALL_SID, { ...span, limit: 10, ...options })).events);
      expect(await within({})).toEqual([2, 3, 4]);
      expect(await within({ beyond: keyOf(2) })).toEqual([3, 4]);
      expect(await within({ beyond: keyOf(4) })).toEqual([]);
      expect(await within({ backwards: true, upTo: keyOf(3) })).toEqual([3, 2]);
      expect(await within({ from: time(5) })).toEqual([]);
    });

    it('of a level go on beyond an event of any level, newest first', async () => {
      const page = async (beyond?: IndexPlace) => {
        const { events } = await pages.pageOfLevel('ERROR', { limit: 4, ...(beyond && { beyond }) });
        return events;
      };
      const first = await page();
      expect(numbersOf(first)).toEqual([9, 8, 7, 6]);
      const place = (n: number, callSid = CALL_SID) => ({ levelTimestamp: keyOf(n), callSid, sortKey: keyOf(n) });
      expect(numbersOf(await page(place(6))).toSorted()).toEqual([3, 4, 5, 50].toSorted());
      // Of another partition, so not in this one.
      const elsewhere = { levelTimestamp: `${time(3)}#${eventId(77)}`, callSid: 'CA3', sortKey: `${time(3)}#x` };
      expect(numbersOf(await page(elsewhere))).toEqual([3, 2, 1, 0]);
    });
  });
}
