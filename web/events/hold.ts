import type { SeenEvent } from './feed.ts';

/** What is shown while nothing may move, and how many events wait to be. */
export interface HeldEvents {
  shown: readonly SeenEvent[];
  waiting: number;
}

/**
 * Keeps back what came since a moment, epoch ms, so that no row moves; undefined keeps back nothing. What was there before
 * somebody looked, and is read only now, has its place below.
 */
export function holdBack(events: readonly SeenEvent[], sinceMs: number | undefined): HeldEvents {
  if (sinceMs === undefined) return { shown: events, waiting: 0 };
  const shown = events.filter(({ isNew, seenMs }) => !isNew || seenMs <= sinceMs);
  return { shown, waiting: events.length - shown.length };
}
