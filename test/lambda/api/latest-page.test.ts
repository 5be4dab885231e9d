import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isError } from '../../../families/call-event/call-error.ts';
import type { StoredEvent } from '../../../families/call-event/item.ts';
import { type LatestPlace, readLatestPage } from '../../../lambda/api/latest-page.ts';
import { createPageBudget, PAGE_TIME_MS } from '../../../lambda/api/page-limits.ts';
import { ACCOUNT_SID, CONFIG, callCloudEvent, eventId, storedEvent } from '../../../samples/builders.ts';
import { LEVELS, type Level } from '../../../shared/level.ts';
import { timesByDay } from '../../nightly.ts';
import { createPagesInMemory } from './pages-in-memory.ts';
import { type RunningApi, startApi } from './running-api.ts';

const START_MS = Date.parse('2026-11-20T10:00:00.000Z');
const at = (ms: number) => new Date(START_MS + ms).toISOString();
const ALL_LEVELS = { ...CONFIG, indexedLevels: [...LEVELS] };
const NOW = { now: () => 0 };
const ERRORS: readonly Level[] = ['ERROR', 'UNKNOWN'];
const OTHER_ACCOUNT = `AC${'0'.repeat(32)}`;

interface Drawn {
  ms: number;
  level: Level;
  id: number;
  isError: boolean;
  name: string;
  account: string;
}

function drawnEvent({ ms, level, id, isError: carriesError, name, account }: Drawn, index: number): StoredEvent {
  const event = callCloudEvent(
    { id: eventId(id) },
    {
      call_sid: `CA${index.toString(16).padStart(32, '0')}`,
      account_sid: account,
      timestamp: at(ms),
      level,
      name,
      ...(carriesError && { sdk_edge: { error: { code: 31_005 } } }),
    },
  );
  return storedEvent(event, ALL_LEVELS);
}

/** Few ids and few times: keys of the index that two partitions share. */
const drawn: fc.Arbitrary<Drawn> = fc.record({
  ms: fc.nat(40),
  level: fc.constantFrom(...LEVELS, 'ERROR', 'UNKNOWN', 'ERROR'),
  id: fc.nat(3),
  isError: fc.boolean(),
  name: fc.constantFrom('error', 'jitter'),
  account: fc.constantFrom(ACCOUNT_SID, OTHER_ACCOUNT),
});
const query = fc.record(
  {
    levels: fc.oneof(fc.constant([]), fc.uniqueArray(fc.constantFrom(...LEVELS), { minLength: 1 })),
    pageSize: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 1_000 })),
    name: fc.constantFrom('error', 'jitter', 'none'),
    accounts: fc.constant([ACCOUNT_SID]),
    from: fc.nat(40).map(at),
    to: fc.nat(40).map(at),
  },
  { requiredKeys: ['levels', 'pageSize'] },
);

describe('pages across calls, followed to their end', () => {
  it('have each event exactly once, newest first, whatever is asked for and however much one request reads', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(drawn, { maxLength: 120 }),
        query,
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        async (events, asked, maxItems, isSlow) => {
          let now = 0;
          const stored = events.map(drawnEvent);
          const onRead = () => {
            now += isSlow ? PAGE_TIME_MS : 0;
          };
          const pages = createPagesInMemory({ events: stored, maxItems, onRead });
          const listed: Record<string, unknown>[] = [];
          const places = new Set<string>();
          let place: LatestPlace | undefined;
          do {
            const page = await readLatestPage(pages, asked, place, createPageBudget({ now: () => now }));
            expect(page.events.length).toBeLessThanOrEqual(asked.pageSize);
            listed.push(...page.events.map((json) => JSON.parse(json)));
            place = page.next;
            // It never comes to where it was.
            expect(places).not.toContain(JSON.stringify(place));
            places.add(JSON.stringify(place));
          } while (place !== undefined);

          const wanted = stored.filter(
            ({ event: { data }, level, levelTimestamp = '' }) =>
              (asked.levels.length === 0 ? ERRORS : asked.levels).includes(level) &&
              (asked.levels.length > 0 || isError(data)) &&
              (asked.name === undefined || data.name === asked.name) &&
              (asked.accounts === undefined || data.account_sid === ACCOUNT_SID) &&
              (asked.from === undefined || levelTimestamp >= asked.from) &&
              (asked.to === undefined || levelTimestamp <= `${asked.to}~`),
          );
          expect(listed.map(({ call_sid }) => call_sid).toSorted()).toEqual(
            wanted.map(({ event }) => event.data.call_sid).toSorted(),
          );
          const times = listed.map(({ timestamp }) => String(timestamp));
          expect(times).toEqual(times.toSorted().reverse());
        },
      ),
      { numRuns: timesByDay(150, 500) },
    );
  });

  it.each([7, 50, 250, 499, 500, 501, 998, 999, 1_000])(
    'of %i have all of 1,500 errors, and each is nearly full',
    async (pageSize) => {
      const events = Array.from({ length: 1_500 }, (_event, index) =>
        drawnEvent({ ms: index, level: 'ERROR', id: index, isError: true, name: 'error', account: ACCOUNT_SID }, index),
      );
      const pages = createPagesInMemory({ events });
      let listed = 0;
      let count = 0;
      let place: LatestPlace | undefined;
      do {
        const page = await readLatestPage(pages, { levels: [], pageSize }, place, createPageBudget(NOW));
        listed += page.events.length;
        place = page.next;
        count += 1;
      } while (place !== undefined);
      expect(listed).toBe(1_500);
      // One more to find out that there is nothing behind the last one.
      expect(count).toBeLessThanOrEqual(Math.ceil(1_500 / pageSize) + 1);
      expect(pages.largestLimit()).toBeLessThanOrEqual(1_000);
    },
  );
});

describe('a page across calls', () => {
  const many = Array.from({ length: 3_000 }, (_event, index) => {
    const level = LEVELS[index % LEVELS.length] ?? 'ERROR';
    return drawnEvent({ ms: index, level, id: index, isError: true, name: 'error', account: ACCOUNT_SID }, index);
  });

  it('reads 1,000 items at most, however many levels it is of', async () => {
    for (const levels of [[], ['ERROR'], ['ERROR', 'WARNING'], [...LEVELS]] as Level[][]) {
      for (const name of [undefined, 'none']) {
        const pages = createPagesInMemory({ events: many });
        const query = { levels, pageSize: 1_000, ...(name !== undefined && { name }) };
        await readLatestPage(pages, query, undefined, createPageBudget(NOW));
        expect(pages.itemsRead()).toBeLessThanOrEqual(1_000);
      }
    }
  });

  it('of one error gets past a thousand events that are none, whatever holds them back', async () => {
    const none = Array.from({ length: 990 }, (_event, index) => {
      const unlike = { level: 'UNKNOWN' as const, isError: false, name: 'none', account: ACCOUNT_SID };
      return drawnEvent({ ms: 10 + index, id: index, ...unlike }, index);
    });
    const error = drawnEvent({ ms: 1, level: 'ERROR', id: 1, isError: true, name: 'error', account: ACCOUNT_SID }, 0);
    const pages = createPagesInMemory({ events: [error, ...none] });
    const { events } = await readLatestPage(pages, { levels: [], pageSize: 1 }, undefined, createPageBudget(NOW));
    expect(events).toHaveLength(1);
  });

  it('moves on though all it may take is used up before it begins', async () => {
    const spent = { itemsLeft: -5, isSpent: () => true, isLate: () => true, spend: () => undefined };
    const query = { levels: [...LEVELS], pageSize: 1_000, name: 'none' };
    const first = await readLatestPage(createPagesInMemory({ events: many }), query, undefined, spent);
    const second = await readLatestPage(createPagesInMemory({ events: many }), query, first.next, spent);
    expect([first.events, first.next?.at.slice(0, 24)]).toEqual([[], at(2_999)]);
    expect([second.events, second.next?.at.slice(0, 24)]).toEqual([[], at(2_998)]);
  });

  it('ends when its time is over, and goes on behind what it got to', async () => {
    let now = 0;
    const onRead = () => {
      now += PAGE_TIME_MS / 2;
    };
    const pages = createPagesInMemory({ events: many, maxItems: 10, onRead });
    const query = { levels: ['ERROR' as const], pageSize: 1_000, name: 'none' };
    const first = await readLatestPage(pages, query, undefined, createPageBudget({ now: () => now }));
    expect(first.events).toEqual([]);
    expect(pages.itemsRead()).toBe(20);
    expect(first.next?.at).toContain(at(2_999 - 19 * LEVELS.length));
  });
});

describe('errors across calls, over HTTP', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi();
    await api.put(
      Array.from({ length: 1_300 }, (_event, index) =>
        callCloudEvent(
          { id: eventId(index) },
          {
            call_sid: `CA${(index % 7).toString(16).padStart(32, '0')}`,
            timestamp: at(Math.floor(index / 3)),
            name: String(index),
            ...(index % 100 === 0 ? { level: null, sdk_edge: { error: { code: 1 } } } : { level: 'ERROR' }),
          },
        ),
      ),
    );
  }, 60_000);
  afterAll(() => api.stop());

  it.each([400, 999, 1_000])(
    'are all there in pages of %i',
    async (pageSize) => {
      const names: string[] = [];
      let pages = 0;
      for (let next: string | null = `/v1/Voice/Events?PageSize=${pageSize}`; next !== null; pages += 1) {
        const { events, meta } = JSON.parse(await (await api.get(next)).text());
        names.push(...events.map(({ name }: { name: string }) => name));
        expect(meta.page).toBe(pages);
        next = meta.next_page_url?.replace(api.url, '') ?? null;
      }
      expect(names.length).toBe(1_300);
      expect(new Set(names).size).toBe(1_300);
      expect(pages).toBeLessThanOrEqual(Math.ceil(1_300 / pageSize) + 1);
    },
    60_000,
  );
});
