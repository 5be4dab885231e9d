import { isError } from '../../families/call-event/call-error.ts';
import { toEventResource } from '../../families/call-event/event-resource.ts';
import type { StoredEvent } from '../../families/call-event/item.ts';
import { mediaEdge } from '../../families/call-event/media-edge.ts';
import type { Level } from '../../shared/level.ts';
import type { EventPages, PageOfLevel } from '../read/event-pages.ts';
import type { EventQuery } from './event-query.ts';
import { createPageSize, itemsToRead, type PageBudget } from './page-limits.ts';
import { mayRead } from './reader.ts';

export interface LatestPage {
  /** JSON of each event. */
  events: string[];
  next?: LatestPlace;
}

/** Behind the last event that was dealt with: whatever follows is older, of every level. */
export interface LatestPlace {
  /** The index's sort key of that event. */
  at: string;
  /** The last event dealt with at that key, of each level that has one: two partitions can hold the same key. */
  dealtWith: { level: Level; callSid: string; sortKey: string }[];
}

interface Source {
  level: Level;
  /** Where the next read starts. */
  start: Pick<PageOfLevel, 'beyond' | 'upTo'>;
  waiting: StoredEvent[];
  more: boolean;
  /** Whether a filter let one of its events not through. */
  heldBack: boolean;
}

/** Where the errors are: those of a level nobody knows have a partition of their own. */
const ERROR_LEVELS: readonly Level[] = ['ERROR', 'UNKNOWN'];

/** The levels that a question reads. */
export function levelsRead({ levels }: EventQuery): readonly Level[] {
  return levels.length === 0 ? ERROR_LEVELS : levels;
}

/**
 * A page of indexed events across calls, newest first: errors, or exactly the levels asked for. The next event is known
 * only where each level has shown its own, so each has its share of what a page may read. A page ends early, with a
 * `next`, where that is used up; it always gets past one event, or past the last one.
 */
export async function readLatestPage(
  pages: EventPages,
  query: EventQuery,
  place: LatestPlace | undefined,
  budget: PageBudget,
): Promise<LatestPage> {
  const sources = levelsRead(query).map((level) => sourceOf(level, place));
  const events: string[] = [];
  const size = createPageSize();
  let last = place;
  let isFirstRead = true;

  for (;;) {
    const empty = sources.filter(({ waiting, more }) => waiting.length === 0 && more);
    if (empty.length > 0) {
      if (!isFirstRead && budget.isSpent()) return { events, next: last };
      // One more than is missing tells whether there is a next page.
      const missing = query.pageSize - events.length + 1;
      const share = Math.max(1, Math.floor(budget.itemsLeft / empty.length));
      await Promise.all(empty.map((source) => read(source, Math.min(itemsToRead(missing, source.heldBack), share))));
      isFirstRead = false;
    }
    const source = newest(sources);
    const stored = source?.waiting.shift();
    if (source === undefined || stored === undefined) return { events };
    if (lets(stored, query)) {
      const json = JSON.stringify(toEventResource(stored));
      const isFull = events.length === query.pageSize || !size.hasRoomFor(json);
      if (isFull && events.length > 0) return { events, next: last };
      events.push(json);
    } else {
      source.heldBack = true;
    }
    last = behind(stored, source.level, last);
    source.start = startOf(source.level, last);
  }

  async function read(source: Source, limit: number): Promise<void> {
    const page = await pages.pageOfLevel(source.level, { from: query.from, to: query.to, ...source.start, limit });
    budget.spend(page.events.length);
    source.waiting = page.events;
    source.more = page.more;
  }
}

function sourceOf(level: Level, place: LatestPlace | undefined): Source {
  return { level, start: startOf(level, place), waiting: [], more: true, heldBack: false };
}

function startOf(level: Level, place: LatestPlace | undefined): Source['start'] {
  if (place === undefined) return {};
  const { at, dealtWith } = place;
  const own = dealtWith.find((event) => event.level === level);
  // Where a level has an event of just that key that nobody saw yet, it belongs to what follows.
  return own === undefined ? { upTo: at } : { beyond: { levelTimestamp: at, ...own } };
}

function behind(stored: StoredEvent, level: Level, last: LatestPlace | undefined): LatestPlace {
  const at = key(stored);
  const others = last?.at === at ? last.dealtWith.filter((event) => event.level !== level) : [];
  return { at, dealtWith: [...others, { level, callSid: stored.event.data.call_sid, sortKey: stored.sortKey }] };
}

function newest(sources: readonly Source[]): Source | undefined {
  const [first, ...others] = sources.filter(({ waiting }) => waiting.length > 0);
  return others.reduce((best, source) => (key(source.waiting[0]) > key(best?.waiting[0]) ? source : best), first);
}

function key(stored: StoredEvent | undefined): string {
  return stored?.levelTimestamp ?? '';
}

function lets({ event }: StoredEvent, query: EventQuery): boolean {
  const { edge, levels, group, name } = query;
  if (!mayRead(query, event) || (levels.length === 0 && !isError(event.data))) return false;
  if (edge !== undefined && edge !== 'all' && mediaEdge(event.data) !== edge) return false;
  return (group === undefined || event.data.group === group) && (name === undefined || event.data.name === name);
}
