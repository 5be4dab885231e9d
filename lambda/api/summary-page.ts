import * as z from 'zod/mini';
import { toSummaryResource } from '../../families/call-summary/to-summary-resource.ts';
import { type CallQuery, callFilter } from '../read/call-query.ts';
import { type CallSource, frontierOf, newestCall } from '../read/call-source.ts';
import { callSources } from '../read/call-sources.ts';
import { type CallsPlace, type FoundCall, MAX_KEYS, type SummaryPages } from '../read/summary-pages.ts';
import type { ListPage } from './list.ts';
import { createPageSize, itemsToRead, type PageBudget } from './page-limits.ts';

/** A page's place among calls, newest first: at a call, or behind one. */
export const SummaryPlace: z.ZodMiniType<CallsPlace> = z.object({
  upTo: z.optional(z.string()),
  beyond: z.optional(z.string()),
});

export interface SummaryPageOptions {
  summaries: SummaryPages;
  partyLookup: boolean;
  budget: PageBudget;
  nowMs: number;
  /** Where the summary of a call is. */
  urlOf: (callSid: string) => string;
}

export interface SummaryPageQuery extends CallQuery {
  from: string;
  pageSize: number;
}

/**
 * A page of summaries, newest first. Which calls are in it is decided by what the index holds of them; then their rows
 * are read, and looked at again, for they may have changed since, or be gone.
 */
export async function readSummaryPage(
  query: SummaryPageQuery,
  place: CallsPlace | undefined,
  { summaries, partyLookup, budget, nowMs, urlOf }: SummaryPageOptions,
): Promise<ListPage<CallsPlace>> {
  const passes = callFilter(query) ?? (() => true);
  const sources = callSources(summaries, query, { nowMs, partyLookup, start: place });
  const { calls, next } = await collectCalls(sources, passes, query.pageSize, budget);
  const size = createPageSize();
  const items: string[] = [];
  for (let at = 0; at < calls.length; at += MAX_KEYS) {
    const some = calls.slice(at, at + MAX_KEYS);
    if (items.length > 0 && budget.isLate()) return { items, next: placeAt(some[0]) };
    const rows = await rowsOf(some, summaries);
    for (const call of some) {
      const row = rows.get(call.entry.callSid);
      if (row === undefined || !passes(row.entry)) continue;
      const json = JSON.stringify(toSummaryResource(row.summary, urlOf(call.entry.callSid)));
      if (!size.hasRoomFor(json) && items.length > 0) return { items, next: placeAt(call) };
      items.push(json);
    }
  }
  return { items, next };
}

/** Collects the calls of a page, as `collectPage` does events: short pages, even empty ones, are part of the protocol. */
async function collectCalls(
  sources: readonly CallSource[],
  passes: (call: FoundCall['entry']) => boolean,
  pageSize: number,
  budget: PageBudget,
): Promise<{ calls: FoundCall[]; next?: CallsPlace }> {
  const calls: FoundCall[] = [];
  const heldBack = new Set<CallSource>();
  let last: string | undefined;
  for (let isFirstRead = true; ; ) {
    const source = newestCall(sources);
    const call = source?.head();
    if (source === undefined || call === undefined) {
      const lacking = sources.filter((one) => one.isLacking());
      if (lacking.length === 0) return { calls };
      if (!isFirstRead && budget.isSpent()) return { calls, next: frontier() };
      isFirstRead = false;
      // One more than is missing tells whether there is a next page.
      const missing = pageSize - calls.length + 1;
      const share = Math.max(1, Math.floor(budget.itemsLeft / lacking.length));
      await Promise.all(
        lacking.map(async (one) =>
          budget.spend(await one.read(Math.min(itemsToRead(missing, heldBack.has(one)), share))),
        ),
      );
      continue;
    }
    const { startedId } = call.entry;
    // Two numbers that are asked for can lead to one call.
    if (startedId !== last && passes(call.entry)) {
      if (calls.length === pageSize) return { calls, next: frontier() };
      calls.push(call);
    } else {
      heldBack.add(source);
    }
    source.pass();
    last = startedId;
  }

  function frontier(): CallsPlace | undefined {
    const key = frontierOf(sources);
    if (key === '') return undefined;
    return key === last ? { beyond: key } : { upTo: key };
  }
}

async function rowsOf(
  calls: readonly FoundCall[],
  summaries: SummaryPages,
): Promise<ReadonlyMap<string, Required<FoundCall>>> {
  const read = new Map(
    calls.flatMap(({ entry, summary }) =>
      summary === undefined ? [] : [[entry.callSid, { entry, summary }] as const],
    ),
  );
  const missing = calls.map(({ entry }) => entry.callSid).filter((callSid) => !read.has(callSid));
  return missing.length === 0 ? read : new Map([...read, ...(await summaries.callsOf(missing))]);
}

function placeAt(call: FoundCall | undefined): CallsPlace | undefined {
  return call && { upTo: call.entry.startedId };
}
