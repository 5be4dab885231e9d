import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callEntry } from '../../../families/call-summary/call-entry.ts';
import { fromSummaryItem } from '../../../families/call-summary/item.ts';
import { STARTED_SHARDS } from '../../../families/call-summary/keys.ts';
import { createPageBudget, PAGE_TIME_MS } from '../../../lambda/api/page-limits.ts';
import { readSummaryPage, type SummaryPageQuery } from '../../../lambda/api/summary-page.ts';
import type { StartedPlace } from '../../../lambda/read/started-place.ts';
import type { PageOfStarted } from '../../../lambda/read/started-shard.ts';
import type { CallsPage, FoundCall, SummaryPages } from '../../../lambda/read/summary-pages.ts';
import { ACCOUNT_SID, attributesOf } from '../../../samples/builders.ts';
import { timesByDay } from '../../nightly.ts';
import { summaryData, summaryRows } from '../read/summary-rows.ts';

const NOW_MS = Date.parse('2026-11-20T12:00:00.000Z');
const DAY_MS = 86_400_000;
const at = (ms: number) => new Date(ms).toISOString();
const OTHER_ACCOUNT = `AC${'0'.repeat(32)}`;

interface Drawn {
  day: number;
  second: number;
  from: string;
  to: string;
  tagged: boolean;
  account: string;
}

function call(n: number, { day, second, from, to, tagged, account }: Drawn): Required<FoundCall> {
  const data = summaryData(`CA${n}`, {
    account_sid: account,
    start_time: at(NOW_MS - day * DAY_MS - second * 1_000),
    from: { caller: from },
    to: { callee: to },
    tags: tagged ? ['silence'] : [],
  });
  const row = summaryRows(data, { arrivalMs: NOW_MS }).at(-1);
  const attributes = row === undefined ? {} : attributesOf(row);
  return { entry: callEntry(attributes), summary: fromSummaryItem(attributes) };
}

interface TableInMemory {
  calls: readonly Required<FoundCall>[];
  /** Items of one request at most, and days without a call that it goes through. */
  maxItems: number;
  maxDays: number;
  /** Whether a row of a list is gone when it is read. */
  isGone?: (callSid: string) => boolean;
  onRead?: () => void;
}

/** The table's pages, of calls in memory: some without a call have a next one. */
function pagesInMemory({ calls, maxItems, maxDays, isGone = () => false, onRead }: TableInMemory): SummaryPages {
  const newest = calls.toSorted((one, other) => (one.entry.startedId < other.entry.startedId ? 1 : -1));
  function read(found: readonly FoundCall[], { from, to, upTo, beyond, limit = 1_000 }: PageOfStarted): CallsPage {
    onRead?.();
    if (limit < 1) throw new Error(`a Limit of ${limit}`);
    const all = found
      .filter(({ entry }) => entry.startedId >= from && entry.startedId <= `${to}~`)
      .filter(({ entry }) => upTo === undefined || entry.startedId <= upTo)
      .filter(({ entry }) => beyond === undefined || entry.startedId < beyond);
    const first = beyond ?? upTo ?? `${to}~`;
    const lastDay = at(Date.parse(first.slice(0, 10)) - maxDays * DAY_MS).slice(0, 10);
    const page = all.filter(({ entry }) => entry.started.slice(0, 10) > lastDay).slice(0, Math.min(limit, maxItems));
    if (page.length === all.length) return { calls: page };
    const last = page.at(-1)?.entry.startedId;
    return { calls: page, next: last === undefined ? { upTo: `${lastDay}T23:59:59.999Z~` } : { beyond: last } };
  }
  return {
    summaryOf: async () => undefined,
    childrenOf: async () => [],
    async callsOf(callSids) {
      if (callSids.length > 100) throw new Error('more than a hundred keys');
      const asked = newest.filter(({ entry }) => callSids.includes(entry.callSid) && !isGone(entry.callSid));
      return new Map(asked.map((one) => [one.entry.callSid, one]));
    },
    pageOfShard: async (shard, page) =>
      read(
        newest.flatMap(({ entry }) => (Number(entry.callSid.slice(2)) % STARTED_SHARDS === shard ? [{ entry }] : [])),
        page,
      ),
    pageOfParty: async (party, page) =>
      read(
        newest.filter(({ entry }) => [entry.facets.from, entry.facets.to].includes(party)),
        page,
      ),
  };
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  day: fc.oneof(fc.nat(3), fc.nat(60)),
  second: fc.nat(5),
  from: fc.constantFrom('+1', '+2', 'client:a'),
  to: fc.constantFrom('+1', '+3'),
  tagged: fc.boolean(),
  account: fc.constantFrom(ACCOUNT_SID, OTHER_ACCOUNT),
});
const query = fc.record(
  {
    from: fc.nat(70).map((day) => at(NOW_MS - day * DAY_MS)),
    pageSize: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 1_000 })),
    to: fc.nat(70).map((day) => at(NOW_MS - day * DAY_MS)),
    callers: fc.subarray(['+1', '+2', '+9'], { minLength: 1 }),
    parties: fc.subarray(['+1', '+2', '+3', 'client:a'], { minLength: 1 }),
    hasTag: fc.boolean(),
    accounts: fc.constant([ACCOUNT_SID]),
  },
  { requiredKeys: ['from', 'pageSize'] },
);

function fits({ entry }: FoundCall, { from, to = '9', callers, parties, hasTag, accounts }: SummaryPageQuery) {
  const { facets, started, tags, accountSid = '' } = entry;
  return (
    started >= from &&
    started <= to &&
    callers?.includes(facets.from ?? '') !== false &&
    (parties?.includes(facets.from ?? '') || parties?.includes(facets.to ?? '') || parties === undefined) &&
    (hasTag === undefined || tags.length > 0 === hasTag) &&
    accounts?.includes(accountSid) !== false
  );
}

describe('pages of summaries, followed to their end', () => {
  it('have each call exactly once, newest first, whatever is asked for and however much one request reads', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(drawn, { maxLength: 80 }),
        query,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 10 }),
        fc.boolean(),
        fc.boolean(),
        async (all, asked, maxItems, maxDays, isSlow, partyLookup) => {
          let now = 0;
          const calls = all.map((one, n) => call(n, one));
          const onRead = () => {
            now += isSlow ? PAGE_TIME_MS : 0;
          };
          const summaries = pagesInMemory({ calls, maxItems, maxDays, onRead });
          const listed: string[] = [];
          const places = new Set<string>();
          for (let place: StartedPlace | undefined; ; ) {
            const budget = createPageBudget({ now: () => now });
            const options = { summaries, partyLookup, budget, nowMs: NOW_MS, urlOf: (callSid: string) => callSid };
            const { items, next } = await readSummaryPage(asked, place, options);
            expect(items.length).toBeLessThanOrEqual(asked.pageSize);
            listed.push(...items.map((json) => JSON.parse(json).url));
            if (next === undefined) break;
            // A place that comes again would be a list without an end.
            expect(places.has(JSON.stringify(next))).toBe(false);
            places.add(JSON.stringify(next));
            place = next;
          }
          const right = calls.filter((one) => fits(one, asked)).map(({ entry }) => entry);
          const newest = right.toSorted((one, other) => (one.startedId < other.startedId ? 1 : -1));
          expect(listed).toEqual(newest.map(({ callSid }) => callSid));
        },
      ),
      { numRuns: timesByDay(100, 300) },
    );
  });

  it('leave out a call whose row is gone when it is read', async () => {
    const calls = Array.from({ length: 6 }, (_call, n) =>
      call(n, { day: 0, second: n, from: '+1', to: '+2', tagged: false, account: ACCOUNT_SID }),
    );
    const summaries = pagesInMemory({ calls, maxItems: 10, maxDays: 1, isGone: (callSid) => callSid === 'CA1' });
    const options = { summaries, partyLookup: true, nowMs: NOW_MS, urlOf: (callSid: string) => callSid };
    const page = async (place?: StartedPlace) => {
      const budget = createPageBudget({ now: () => 0 });
      const { items, next } = await readSummaryPage({ from: at(0), pageSize: 3 }, place, { ...options, budget });
      return { listed: items.map((json) => JSON.parse(json).url), next };
    };
    const first = await page();
    expect(first.listed).toEqual(['CA0', 'CA2']);
    expect(await page(first.next)).toEqual({ listed: ['CA3', 'CA4', 'CA5'], next: undefined });
  });

  it('end before they are too large to be sent', async () => {
    const large = { day: 0, from: '+1', to: '+2', tagged: false, account: ACCOUNT_SID };
    const calls = Array.from({ length: 12 }, (_call, n) => {
      const { entry, summary } = call(n, { ...large, second: n });
      const data = { ...summary.event.data, properties: { user_agent: 'x'.repeat(390_000) } };
      return { entry, summary: { ...summary, event: { ...summary.event, data } } };
    });
    const summaries = pagesInMemory({ calls, maxItems: 100, maxDays: 1 });
    const budget = createPageBudget({ now: () => 0 });
    const options = { summaries, partyLookup: true, budget, nowMs: NOW_MS, urlOf: (callSid: string) => callSid };
    const { items, next } = await readSummaryPage({ from: at(0), pageSize: 50 }, undefined, options);
    expect(items).toHaveLength(7);
    expect(next).toEqual({ upTo: calls[7]?.entry.startedId });
  });
});
