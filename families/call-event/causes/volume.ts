import type { Level } from '../../../shared/level.ts';
import { timeText } from './counted-span.ts';
import type { EventRow } from './event-row.ts';
import { countedLevel } from './row-filter.ts';
import { partOf, partStarts, type SpanParts } from './span-parts.ts';

/** Events of a part of a span by level; an error of a level nobody knows counts as `ERROR`. */
export interface VolumePart extends Partial<Record<Level, number>> {
  start_time: string;
  ERROR: number;
  WARNING: number;
}

/** How many rows there are of each level. */
export function levelsOf(rows: readonly EventRow[]): Partial<Record<Level, number>> {
  const levels: Partial<Record<Level, number>> = {};
  for (const row of rows) levels[countedLevel(row.cause)] = (levels[countedLevel(row.cause)] ?? 0) + 1;
  return levels;
}

/** Rows by part of the span and level. */
export function volumeOf(rows: readonly EventRow[], span: SpanParts): VolumePart[] {
  const volume: VolumePart[] = partStarts(span).map((startMs) => ({
    start_time: timeText(startMs),
    ERROR: 0,
    WARNING: 0,
  }));
  for (const row of rows) {
    const part = volume[partOf(span, row.atMs)];
    if (part !== undefined) part[countedLevel(row.cause)] = (part[countedLevel(row.cause)] ?? 0) + 1;
  }
  return volume;
}

/** Rows by part of the span, of each of these causes. */
export function volumesOf(
  rows: readonly EventRow[],
  span: SpanParts,
  keys: ReadonlySet<string>,
): Map<string, number[]> {
  const volumes = new Map(Array.from(keys, (key) => [key, new Array<number>(span.parts).fill(0)]));
  for (const { cause, atMs } of rows) {
    const volume = volumes.get(cause.cause);
    const part = partOf(span, atMs);
    if (volume !== undefined) volume[part] = (volume[part] ?? 0) + 1;
  }
  return volumes;
}
