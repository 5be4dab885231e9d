import { isJsonObject, type JsonObject, objectsIn } from '../../shared/json.ts';
import { LEVELS, type Level } from '../../shared/level.ts';

/** What the API counted of all that fits filters. */
export interface EventCounts {
  /** Epoch ms: everything from here on is counted. */
  sinceMs: number;
  levels: LevelCounts;
  /** Equal parts of the span, in the order of time. */
  parts: readonly PartCount[];
}

export type LevelCounts = Readonly<Partial<Record<Level, number>>>;

/** How many events there are in a part of the span; times are epoch ms. */
export interface PartCount {
  fromMs: number;
  /** The first moment behind it. */
  toMs: number;
  counts: LevelCounts;
}

/** @param answer that of `/v1/Voice/Events/Causes` @returns undefined for what is no answer with counts */
export function countsOf(answer: JsonObject | undefined): EventCounts | undefined {
  const stepMs = Number(answer?.step_ms);
  const sinceMs = Date.parse(String(answer?.counted_since));
  if (answer === undefined || !(stepMs > 0) || Number.isNaN(sinceMs)) return undefined;
  return {
    sinceMs,
    levels: levelsOf(answer.levels),
    parts: objectsIn(answer.volume).map((part) => {
      const fromMs = Date.parse(String(part.start_time));
      return { fromMs, toMs: fromMs + stepMs, counts: levelsOf(part) };
    }),
  };
}

function levelsOf(counts: unknown): LevelCounts {
  if (!isJsonObject(counts)) return {};
  return Object.fromEntries(
    LEVELS.flatMap((level) => (typeof counts[level] === 'number' ? [[level, counts[level]]] : [])),
  );
}
