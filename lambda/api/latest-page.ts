import * as z from 'zod/mini';
import type { StoredEvent } from '../../families/call-event/item.ts';
import { LEVELS, type Level } from '../../shared/level.ts';
import type { EventPages, PageOfLevel } from '../read/event-pages.ts';
import { errorsUnlessLevels, levelsAskedFor } from '../read/event-query.ts';
import { createEventSource } from '../read/event-source.ts';
import { collectPage, type PageQuery } from './collect-page.ts';
import type { PageBudget } from './page-limits.ts';

export interface LatestPage {
  /** JSON of each event. */
  events: string[];
  next?: LatestPlace;
}

/** Behind the last event that was dealt with: whatever follows is older, of every level. */
export type LatestPlace = z.infer<typeof LatestPlace>;
export const LatestPlace = z.object({
  /** The index's sort key of that event. */
  at: z.string(),
  /** The last event dealt with at that key, of each level that has one: two partitions can hold the same key. */
  dealtWith: z.array(z.object({ level: z.enum(LEVELS), callSid: z.string(), sortKey: z.string() })),
});

/** A page of indexed events across calls, newest first: errors, or exactly the levels asked for. */
export async function readLatestPage(
  pages: EventPages,
  query: PageQuery,
  place: LatestPlace | undefined,
  budget: PageBudget,
): Promise<LatestPage> {
  const asked = errorsUnlessLevels(query);
  const { from, to } = asked;
  const sources = levelsAskedFor(asked).map((level) => {
    const { beyond: start, upTo } = startOf(level, place);
    const source = createEventSource(
      // Where it has not got past an event of its own, it is bound by the one that it began behind.
      (beyond, limit) => pages.pageOfLevel(level, { from, to, beyond, limit, ...(beyond === undefined && { upTo }) }),
      start,
    );
    return { level, source };
  });
  const { events, last, lastOf, more } = await collectPage(
    sources.map(({ source }) => source),
    asked,
    budget,
  );
  if (!more) return { events };
  if (last === undefined) return { events, next: place };
  const at = indexKey(last);
  const dealtWith = sources.flatMap(({ level, source }): LatestPlace['dealtWith'] => {
    const own = lastOf.get(source);
    if (own === undefined) return place?.at === at ? place.dealtWith.filter((event) => event.level === level) : [];
    return indexKey(own) === at ? [{ level, callSid: own.event.data.call_sid, sortKey: own.sortKey }] : [];
  });
  return { events, next: { at, dealtWith } };
}

function startOf(level: Level, place: LatestPlace | undefined): Pick<PageOfLevel, 'beyond' | 'upTo'> {
  if (place === undefined) return {};
  const { at, dealtWith } = place;
  const own = dealtWith.find((event) => event.level === level);
  // Where a level has an event of just that key that nobody saw yet, it belongs to what follows.
  return own === undefined ? { upTo: at } : { beyond: { levelTimestamp: at, ...own } };
}

function indexKey({ levelTimestamp = '' }: StoredEvent): string {
  return levelTimestamp;
}
