import { isError } from '../../shared/call-error.ts';
import type { Level } from '../../shared/level.ts';
import { mediaEdge } from '../../shared/media-edge.ts';
import type { EventPages, IndexPlace } from '../store/event-pages.ts';
import type { StoredEvent } from '../store/item.ts';
import type { EventQuery } from './event-query.ts';
import { toEventResource } from './event-resource.ts';
import { ITEMS_OF_NEXT_READ, MAX_ITEMS_READ, MAX_PAGE_BYTES } from './page-limits.ts';

/** How far each level was read: the last event dealt with, null for none. */
export type LatestPlace = Partial<Record<Level, IndexPlace | null>>;

export interface LatestPage {
  /** JSON of each event. */
  events: string[];
  next?: LatestPlace;
}

interface Source {
  level: Level;
  place?: IndexPlace;
  waiting: StoredEvent[];
  more: boolean;
}

/** Where the errors are: those of a level nobody knows have a partition of their own. */
const ERROR_LEVELS: readonly Level[] = ['ERROR', 'UNKNOWN'];

/** The levels that a question reads. */
export function levelsRead({ levels }: EventQuery): readonly Level[] {
  return levels.length === 0 ? ERROR_LEVELS : levels;
}

/** A page of indexed events across calls, newest first: errors, or exactly the levels asked for. */
export async function readLatestPage(pages: EventPages, query: EventQuery, place: LatestPlace): Promise<LatestPage> {
  const sources = levelsRead(query).map(
    (level): Source => ({ level, place: place[level] ?? undefined, waiting: [], more: true }),
  );
  const events: string[] = [];
  let budget = MAX_ITEMS_READ;
  let bytes = 0;
  let isFirstRead = true;
  const next = () => ({
    events,
    next: Object.fromEntries(sources.map((source) => [source.level, source.place ?? null])),
  });

  for (;;) {
    for (const source of sources) {
      if (source.waiting.length > 0 || !source.more) continue;
      if (budget === 0) return next();
      const missing = query.pageSize - events.length + 1;
      const limit = Math.min(budget, isFirstRead ? missing : Math.max(missing, ITEMS_OF_NEXT_READ));
      const page = await pages.pageOfLevel(source.level, {
        from: query.from,
        to: query.to,
        beyond: source.place,
        limit: Math.max(1, Math.ceil(limit / sources.length)),
      });
      budget = Math.max(0, budget - page.events.length);
      source.waiting = page.events;
      source.more = page.more;
    }
    isFirstRead = false;
    const source = newest(sources);
    const stored = source?.waiting[0];
    if (source === undefined || stored === undefined) return { events };
    if (lets(stored, query)) {
      const json = JSON.stringify(toEventResource(stored));
      bytes += Buffer.byteLength(json);
      const isFull = events.length === query.pageSize || bytes > MAX_PAGE_BYTES;
      if (isFull && events.length > 0) return next();
      events.push(json);
    }
    source.waiting.shift();
    source.place = placeOf(stored);
  }
}

function newest(sources: readonly Source[]): Source | undefined {
  return sources
    .filter(({ waiting }) => waiting.length > 0)
    .reduce<Source | undefined>(
      (best, source) => (best === undefined || key(source) > key(best) ? source : best),
      undefined,
    );
}

function key({ waiting: [first] }: Source): string {
  return first?.levelTimestamp ?? '';
}

function placeOf({ event, sortKey, levelTimestamp = '' }: StoredEvent): IndexPlace {
  return { levelTimestamp, callSid: event.data.call_sid, sortKey };
}

function lets({ event }: StoredEvent, { edge, levels, group, name }: EventQuery): boolean {
  if (levels.length === 0 && !isError(event.data)) return false;
  if (edge !== undefined && edge !== 'all' && mediaEdge(event.data) !== edge) return false;
  return (group === undefined || event.data.group === group) && (name === undefined || event.data.name === name);
}
