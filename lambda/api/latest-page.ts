import { isError } from '../../shared/call-error.ts';
import type { Level } from '../../shared/level.ts';
import { mediaEdge } from '../../shared/media-edge.ts';
import type { EventPages, IndexPlace } from '../store/event-pages.ts';
import type { StoredEvent } from '../store/item.ts';
import type { EventQuery } from './event-query.ts';
import { toEventResource } from './event-resource.ts';
import { createPageSize, ITEMS_OF_NEXT_READ, MAX_ITEMS_READ, MAX_READS } from './page-limits.ts';

export interface LatestPage {
  /** JSON of each event. */
  events: string[];
  /** The last event dealt with: whatever follows is older, of every level. */
  next?: IndexPlace;
}

interface Source {
  level: Level;
  beyond?: IndexPlace;
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
export async function readLatestPage(
  pages: EventPages,
  query: EventQuery,
  place: IndexPlace | undefined,
): Promise<LatestPage> {
  const sources = levelsRead(query).map((level): Source => ({ level, beyond: place, waiting: [], more: true }));
  const isSelective = [query.edge, query.group, query.name].some((filter) => filter !== undefined);
  const events: string[] = [];
  const size = createPageSize();
  let last = place;
  let itemsLeft = MAX_ITEMS_READ;
  let readsLeft = MAX_READS;

  for (;;) {
    for (const source of sources) {
      if (source.waiting.length > 0 || !source.more) continue;
      if (itemsLeft <= 0 || readsLeft <= 0) return { events, next: last };
      const missing = query.pageSize - events.length + 1;
      const goesOn = source.beyond !== place && isSelective;
      const page = await pages.pageOfLevel(source.level, {
        from: query.from,
        to: query.to,
        beyond: source.beyond,
        limit: Math.min(itemsLeft, goesOn ? Math.max(missing, ITEMS_OF_NEXT_READ) : missing),
      });
      itemsLeft -= page.events.length;
      readsLeft -= 1;
      source.waiting = page.events;
      source.more = page.more;
    }
    const source = newest(sources);
    const stored = source?.waiting.shift();
    if (source === undefined || stored === undefined) return { events };
    if (lets(stored, query)) {
      const json = JSON.stringify(toEventResource(stored));
      const isFull = events.length === query.pageSize || !size.hasRoomFor(json);
      if (isFull && events.length > 0) return { events, next: last };
      events.push(json);
    }
    last = placeOf(stored);
    source.beyond = last;
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
