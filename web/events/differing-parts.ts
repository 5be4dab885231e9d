import type { Level } from '../../shared/level.ts';
import type { EventCounts, PartCount } from './event-counts.ts';
import type { Feed } from './feed.ts';

/** A part of the span of which the table has more events of a level than were read. */
export interface DifferingPart {
  level: Level;
  part: PartCount;
  /** How many the table has. */
  count: number;
}

/** Levels that are counted as a list of them is: an error of unknown level counts as an error in both. */
const COUNTED: ReadonlySet<Level> = new Set(['ERROR', 'WARNING']);

/** Whether counts tell of such levels what there is. */
export function areCounted(levels: readonly Level[]): boolean {
  return levels.every((level) => COUNTED.has(level));
}

/**
 * The parts that are within `sinceMs` and of which more is there than was read. The API counts an event of a clock that
 * runs ahead by its arrival, the page by its own time: so a part that was read at some count differs no more at that one.
 */
export function createPartCheck() {
  let verified = new Map<string, number>();
  return {
    differing(feed: Feed, level: Level, { parts, sinceMs: countedMs }: EventCounts, sinceMs: number): DifferingPart[] {
      const [first] = parts;
      if (first === undefined) return [];
      const held = new Array<number>(parts.length).fill(0);
      for (const { question, atMs } of feed.events) {
        const index = Math.floor((atMs - first.fromMs) / (first.toMs - first.fromMs));
        if (question === level && index >= 0 && index < held.length) held[index] = (held[index] ?? 0) + 1;
      }
      const keys = new Set(parts.map((part) => keyOf(level, part)));
      // Parts that are no more in sight are forgotten.
      verified = new Map([...verified].filter(([key]) => keys.has(key) || !key.startsWith(level)));
      return parts.flatMap((part, index) => {
        const count = part.counts[level] ?? 0;
        const isKnown = count <= (held[index] ?? 0) || verified.get(keyOf(level, part)) === count;
        return isKnown || part.fromMs < Math.max(sinceMs, countedMs) ? [] : [{ level, part, count }];
      });
    },
    /** It was read as a whole. */
    verify({ level, part, count }: DifferingPart): void {
      verified.set(keyOf(level, part), count);
    },
  };
}

function keyOf(level: Level, { fromMs, toMs }: PartCount): string {
  return `${level} ${fromMs} ${toMs}`;
}
