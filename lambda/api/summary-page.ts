import { toSummaryResource } from '../../families/call-summary/to-summary-resource.ts';
import { type CallQuery, callFilter } from '../read/call-query.ts';
import { callSources } from '../read/call-sources.ts';
import { MAX_KEYS } from '../read/row-reader.ts';
import type { StartedPlace } from '../read/started-place.ts';
import type { FoundCall, SummaryPages } from '../read/summary-pages.ts';
import { collectStarted } from './collect-started.ts';
import type { ListPage } from './list.ts';
import { createPageSize, type PageBudget } from './page-limits.ts';

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
  place: StartedPlace | undefined,
  { summaries, partyLookup, budget, nowMs, urlOf }: SummaryPageOptions,
): Promise<ListPage<StartedPlace>> {
  const passes = callFilter(query) ?? (() => true);
  const sources = callSources(summaries, query, { nowMs, partyLookup, start: place });
  const { found: calls, next } = await collectStarted(sources, passes, query.pageSize, budget);
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

function placeAt(call: FoundCall | undefined): StartedPlace | undefined {
  return call && { upTo: call.entry.startedId };
}
