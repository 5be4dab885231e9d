import type { Level } from '../../shared/level.ts';

/** How many events of each level there were in a part of the time. */
export interface Bucket {
  fromMs: number;
  toMs: number;
  counts: Partial<Record<Level, number>>;
}

/** Counts by level in parts of equal length; what is outside of the span is not counted. */
export function countByLevel(
  events: readonly { atMs: number; level: Level }[],
  { fromMs, toMs, parts }: { fromMs: number; toMs: number; parts: number },
): Bucket[] {
  const partMs = Math.max(1, (toMs - fromMs) / parts);
  const buckets = Array.from({ length: parts }, (_part, index): Bucket => {
    return { fromMs: fromMs + index * partMs, toMs: fromMs + (index + 1) * partMs, counts: {} };
  });
  for (const { atMs, level } of events) {
    // The end belongs to the last part.
    const index = atMs === toMs ? parts - 1 : Math.floor((atMs - fromMs) / partMs);
    const counts = buckets[index]?.counts;
    if (counts !== undefined) counts[level] = (counts[level] ?? 0) + 1;
  }
  return buckets;
}
