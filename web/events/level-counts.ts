import type { Level } from '../../shared/level.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const MAX_PARTS = 60;
/** A few events of the last seconds are no trend. */
const SHORTEST_MS = 15 * MINUTE_MS;
const STEPS_MS = [
  15 * SECOND_MS,
  30 * SECOND_MS,
  MINUTE_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
  10 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
];
const DAY_MS = 24 * HOUR_MS;

/** How many events of each level there were in a part of the time. */
export interface Bucket {
  fromMs: number;
  toMs: number;
  counts: Partial<Record<Level, number>>;
}

/**
 * Counts by level in at most 60 parts of equal, round length, from the first event on; they are of all the time where
 * there is none, and where it is not known which event is the first (`isWhole`). The parts begin at round times, so that
 * they stay what they are while time goes on.
 */
export function countByLevel(
  events: readonly { atMs: number; level: Level }[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
  isWhole = true,
): Bucket[] {
  const within = events.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  const latestFirstMs = within.length === 0 || !isWhole ? fromMs : toMs - SHORTEST_MS;
  const firstMs = within.reduce((first, { atMs }) => Math.min(first, atMs), latestFirstMs);
  const stepMs = stepOf(toMs - Math.max(fromMs, firstMs));
  const first = Math.floor(Math.max(fromMs, firstMs) / stepMs);
  const parts = Math.floor(toMs / stepMs) - first + 1;
  const buckets = Array.from({ length: parts }, (_part, index): Bucket => {
    return { fromMs: (first + index) * stepMs, toMs: (first + index + 1) * stepMs, counts: {} };
  });
  for (const { atMs, level } of within) {
    const counts = buckets[Math.floor(atMs / stepMs) - first]?.counts;
    if (counts !== undefined) counts[level] = (counts[level] ?? 0) + 1;
  }
  return buckets;
}

function stepOf(spanMs: number): number {
  // Where it does not end at round times it has one part more.
  const fits = (stepMs: number) => spanMs / stepMs <= MAX_PARTS - 1;
  return STEPS_MS.find(fits) ?? Math.ceil(spanMs / DAY_MS / (MAX_PARTS - 1)) * DAY_MS;
}
