import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredEvent } from '../../../families/call-event/item.ts';
import { type CallPlace, readCallPage } from '../../../lambda/api/call-page.ts';
import { isThere, resolveDefaultEdge } from '../../../lambda/api/default-edge.ts';
import { createPageBudget, PAGE_TIME_MS, type PageBudget } from '../../../lambda/api/page-limits.ts';
import { ACCOUNT_SID, CALL_SID, callCloudEvent, eventId, storedEvent } from '../../../samples/builders.ts';
import { LEVELS, type Level } from '../../../shared/level.ts';
import { timesByDay } from '../../nightly.ts';
import { createPagesInMemory } from './pages-in-memory.ts';

const START_MS = Date.parse('2026-11-20T10:00:00.000Z');
const OTHER_ACCOUNT = `AC${'0'.repeat(32)}`;
const NOW = { now: () => 0 };

function eventAt(data: Record<string, unknown>, index: number): StoredEvent {
  const timestamp = new Date(START_MS + index).toISOString();
  return storedEvent(callCloudEvent({ id: eventId(index) }, { timestamp, name: String(index), ...data }));
}

const data = fc.record({
  level: fc.constantFrom(...LEVELS),
  edge: fc.constantFrom('sdk_edge', 'carrier_edge', null),
  account_sid: fc.constantFrom(ACCOUNT_SID, OTHER_ACCOUNT),
});
const query = fc.record(
  {
    levels: fc.oneof(fc.constant<Level[]>([]), fc.uniqueArray(fc.constantFrom(...LEVELS), { minLength: 1 })),
    pageSize: fc.integer({ min: 1, max: 60 }),
    edge: fc.constantFrom('all' as const, 'sdk_edge' as const),
    accounts: fc.constant([ACCOUNT_SID]),
  },
  { requiredKeys: ['levels', 'pageSize'] },
);

describe('pages of a call, followed to their end and back', () => {
  it('have each event exactly once, in order, however little of them one page gets to', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(data, { maxLength: 80 }),
        query,
        fc.integer({ min: 1, max: 30 }),
        fc.boolean(),
        async (events, asked, maxItems, isSlow) => {
          let now = 0;
          const onRead = () => {
            now += isSlow ? PAGE_TIME_MS : 0;
          };
          const pages = createPagesInMemory({ events: events.map(eventAt), maxItems, onRead });
          const read = (place: CallPlace) =>
            readCallPage(pages, CALL_SID, asked, place, createPageBudget({ now: () => now }));
          const wanted = events.flatMap(({ level, edge, account_sid }, index) =>
            (asked.levels.length === 0 || asked.levels.includes(level)) &&
            (asked.edge !== 'sdk_edge' || edge === 'sdk_edge') &&
            (asked.accounts === undefined || account_sid === ACCOUNT_SID)
              ? [String(index)]
              : [],
          );

          const there: string[] = [];
          let before: CallPlace | undefined;
          let reads = 0;
          for (let place: CallPlace | undefined = { defaultEdge: 'all' }; place !== undefined; reads += 1) {
            const page = await read(place);
            there.push(...page.events.map((json) => JSON.parse(json).name));
            before = page.previous;
            place = page.next;
            expect(reads).toBeLessThanOrEqual(events.length + 1);
          }
          expect(there).toEqual(wanted);

          const last = there.length;
          const back: string[] = [];
          for (let pageCount = 0; before !== undefined; pageCount += 1) {
            const page = await read(before);
            back.unshift(...page.events.map((json) => JSON.parse(json).name));
            before = page.previous;
            expect(pageCount).toBeLessThanOrEqual(events.length + 1);
          }
          // What stands before the last page.
          expect(back).toEqual(wanted.slice(0, back.length));
          expect(back.length).toBeLessThanOrEqual(last);
        },
      ),
      { numRuns: timesByDay(100, 300) },
    );
  });
});

describe('a page of a call', () => {
  const events = Array.from({ length: 300 }, (_event, index) => eventAt({ level: 'INFO', edge: null }, index));

  it.each([
    ['items', { itemsLeft: 0, isSpent: () => true, isLate: () => true, spend: () => undefined }],
    ['more items than there are', { itemsLeft: -5, isSpent: () => true, isLate: () => true, spend: () => undefined }],
  ] as [string, PageBudget][])('moves on though all its %s are used up before it begins', async (_what, budget) => {
    const pages = createPagesInMemory({ events });
    const page = await readCallPage(
      pages,
      CALL_SID,
      { levels: ['ERROR'], pageSize: 5 },
      { defaultEdge: 'all' },
      budget,
    );
    expect(page).toEqual({ events: [], next: { after: events[0]?.sortKey, defaultEdge: 'all' } });
  });

  it('of one event gets past a thousand of another edge', async () => {
    const legs = Array.from({ length: 990 }, (_event, index) =>
      eventAt({ edge: index === 989 ? 'sdk_edge' : 'carrier_edge' }, index),
    );
    const pages = createPagesInMemory({ events: legs });
    const place = { defaultEdge: 'sdk_edge' as const };
    const page = await readCallPage(pages, CALL_SID, { levels: [], pageSize: 1 }, place, createPageBudget(NOW));
    expect(page.events).toHaveLength(1);
  });

  it('ends when its time is over', async () => {
    let now = 0;
    const onRead = () => {
      now += PAGE_TIME_MS / 2;
    };
    const pages = createPagesInMemory({ events, maxItems: 10, onRead });
    for (const [levels, listed] of [
      [['ERROR'], 0],
      [[], 20],
    ] as [Level[], number][]) {
      const query = { levels, pageSize: 1_000 };
      const budget = createPageBudget({ now: () => now });
      const page = await readCallPage(pages, CALL_SID, query, { defaultEdge: 'all' }, budget);
      expect(page.events).toHaveLength(listed);
      expect(page.next?.after).toBe(events[19]?.sortKey);
    }
  });

  it('leaves half of what it may read to its events, where its default edge is hard to tell', async () => {
    const many = Array.from({ length: 2_000 }, (_event, index) => eventAt({ edge: null }, index));
    const pages = createPagesInMemory({ events: many });
    const budget = createPageBudget(NOW);
    expect(await resolveDefaultEdge(pages, CALL_SID, {}, budget)).toBe('all');
    expect(pages.itemsRead()).toBe(500);
    expect(budget.itemsLeft).toBe(500);
  });

  it('does not go on looking for the default edge when its time is over', async () => {
    let now = 0;
    const onRead = () => {
      now += PAGE_TIME_MS;
    };
    const pages = createPagesInMemory({ events, onRead });
    expect(await resolveDefaultEdge(pages, CALL_SID, {}, createPageBudget({ now: () => now }))).toBe('all');
    expect(pages.itemsRead()).toBe(8);
  });

  it('is none for a reader of other accounts alone', async () => {
    const mixed = [OTHER_ACCOUNT, ACCOUNT_SID].map((account_sid, index) => eventAt({ account_sid }, index));
    const pages = createPagesInMemory({ events: mixed });
    const answers = async (accounts: readonly string[]) => [
      await isThere(pages, CALL_SID, { accounts }, createPageBudget(NOW)),
      await resolveDefaultEdge(pages, CALL_SID, { accounts }, createPageBudget(NOW)),
    ];
    expect(await answers([ACCOUNT_SID])).toEqual([true, 'sdk_edge']);
    expect(await answers([`AC${'1'.repeat(32)}`])).toEqual([false, undefined]);
  });
});
