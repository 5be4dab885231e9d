import * as z from 'zod/mini';
import { MEDIA_EDGES } from '../../families/call-event/media-edge.ts';
import type { StoredMetric } from '../../families/call-metric/item.ts';
import type { MetricDirection } from '../../families/call-metric/metric-resource.ts';
import { toMetricResource } from '../../families/call-metric/to-metric-resource.ts';
import type { MetricPages } from '../read/metric-pages.ts';
import { metricSources, nextMetric } from '../read/metric-sources.ts';
import type { Source } from '../read/source.ts';
import type { ListPage } from './list.ts';
import { createPageSize, itemsToRead, type PageBudget, withoutItemLimit } from './page-limits.ts';
import { mayRead, type Reader } from './reader.ts';

/** A page's place among the samples of a call: it starts after a sort key, or ends before one. The first page has neither. */
export type MetricPlace = z.infer<typeof MetricPlace>;
export const MetricPlace = z.object({
  after: z.optional(z.string()),
  before: z.optional(z.string()),
  /** With `before`: that key belongs to the page. */
  inclusive: z.optional(z.boolean()),
  /** What is listed: as it was asked for, or as the first page resolved it. */
  edge: z.enum([...MEDIA_EDGES, 'all']),
});

/** Which samples, and how many of them at most. */
export interface MetricPageQuery extends Pick<Reader, 'accounts'> {
  direction?: MetricDirection;
  pageSize: number;
}

/**
 * A page of a call's samples, in order of time. It ends early where they are too large together, or too much was read for
 * what a filter let through, as one of events does: short pages, even empty ones, are part of the protocol.
 */
export async function readMetricPage(
  pages: MetricPages,
  callSid: string,
  query: MetricPageQuery,
  place: MetricPlace,
  budget: PageBudget,
): Promise<ListPage<MetricPlace>> {
  const { before, inclusive = false, after, edge } = place;
  const backwards = before !== undefined;
  const sources = metricSources(pages, callSid, edge, place);
  const { items, first, last, more } = await collected(sources, query, backwards, budget);
  const at = (position: Omit<MetricPlace, 'edge'>): MetricPlace => ({ ...position, edge });
  if (backwards) {
    // What was read first stands last. Behind the page is what the reader came from.
    const next = inclusive ? before : first;
    return {
      items: items.toReversed(),
      next: at(next === undefined ? {} : { after: next }),
      ...(more && last !== undefined && { previous: at({ before: last }) }),
    };
  }
  return {
    items,
    ...(more && last !== undefined && { next: at({ after: last }) }),
    ...(after !== undefined && { previous: at({ before: after, inclusive: true }) }),
  };
}

interface Collected {
  /** JSON of each. */
  items: string[];
  /** Sort keys of the first and the last sample that was dealt with, listed or held back. */
  first?: string;
  last?: string;
  /** Whether there may be more behind the last one. */
  more: boolean;
}

async function collected(
  sources: readonly Source<StoredMetric>[],
  { direction, accounts, pageSize }: MetricPageQuery,
  backwards: boolean,
  limits: PageBudget,
): Promise<Collected> {
  const budget = direction === undefined && accounts === undefined ? withoutItemLimit(limits) : limits;
  const size = createPageSize();
  const items: string[] = [];
  const heldBack = new Set<Source<StoredMetric>>();
  let first: string | undefined;
  let last: string | undefined;
  for (let isFirstRead = true; ; ) {
    const lacking = sources.filter((source) => source.isLacking());
    if (lacking.length > 0) {
      if (!isFirstRead && budget.isSpent()) return { items, first, last, more: true };
      isFirstRead = false;
      // One more than is missing tells whether there is a next page.
      const missing = pageSize - items.length + 1;
      const share = Math.max(1, Math.floor(budget.itemsLeft / lacking.length));
      await Promise.all(
        lacking.map(async (source) =>
          budget.spend(await source.read(Math.min(itemsToRead(missing, heldBack.has(source)), share))),
        ),
      );
      // A read can be empty, and not the last.
      if (sources.some((source) => source.isLacking())) continue;
    }
    const source = nextMetric(sources, backwards);
    const stored = source?.head();
    if (source === undefined || stored === undefined) return { items, first, last, more: false };
    const { data, place, part } = stored;
    if ((direction === undefined || place.direction === direction) && mayRead({ accounts }, data.account_sid)) {
      const json = JSON.stringify(toMetricResource(stored));
      const isFull = items.length === pageSize || !size.hasRoomFor(json);
      if (isFull && items.length > 0) return { items, first, last, more: true };
      items.push(json);
    } else {
      heldBack.add(source);
    }
    source.pass();
    first ??= part;
    last = part;
  }
}
