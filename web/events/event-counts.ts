import type { FacetCounts } from '../../families/call-event/causes/facet-counts.ts';
import { FACETS } from '../../families/call-event/causes/row-filter.ts';
import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { LEVELS, type Level } from '../../shared/level.ts';
import type { JsonClient } from '../api-client.ts';
import { countsPath, type Filters } from '../filters/filters.ts';

/** What the API counted of all that fits filters. */
export interface EventCounts {
  /** Epoch ms: everything from here on is counted. */
  sinceMs: number;
  isWhole: boolean;
  levels: LevelCounts;
  /** Calls that have such events. */
  calls: number;
  /** Equal parts of the span, in the order of time. */
  parts: readonly PartCount[];
  /** The most frequent values of each facet, by its name. */
  facets: FacetCounts;
}

export type LevelCounts = Readonly<Partial<Record<Level, number>>>;

/** How many events there are in a part of the span; times are epoch ms. */
export interface PartCount {
  fromMs: number;
  /** The first moment behind it. */
  toMs: number;
  counts: LevelCounts;
}

/**
 * The latest counts, and asks for newer ones where they are old. Nobody waits for them: of much that was never counted
 * they take seconds. @returns undefined before the first ones, and where they cannot be told
 */
export type CountEvents = (signal: AbortSignal) => EventCounts | undefined;

const EVERY_MS = 30_000;

/** Asks for the counts of what fits filters, once in 30 seconds. */
export function createEventCounter({
  client,
  filters,
  now,
}: {
  client: JsonClient;
  filters: Filters;
  now: () => number;
}): CountEvents {
  let counts: EventCounts | undefined;
  let askedMs = Number.NEGATIVE_INFINITY;
  let isAsking = false;

  async function ask(signal: AbortSignal): Promise<void> {
    isAsking = true;
    try {
      counts = countsOf(await client.readObject(countsPath(filters), signal));
    } catch {
      // The list itself says what is wrong, and a span that is too long to be counted can still be listed.
      counts = undefined;
    }
    isAsking = false;
  }

  return (signal) => {
    const nowMs = now();
    if (!isAsking && Math.abs(nowMs - askedMs) >= EVERY_MS) {
      askedMs = nowMs;
      ask(signal);
    }
    return counts;
  };
}

/** Undefined for what is no answer with counts. */
export function countsOf(answer: JsonObject): EventCounts | undefined {
  const stepMs = Number(answer.step_ms);
  const sinceMs = Date.parse(String(answer.counted_since));
  if (!(stepMs > 0) || Number.isNaN(sinceMs)) return undefined;
  return {
    sinceMs,
    isWhole: answer.is_whole === true,
    levels: levelsOf(answer.levels),
    calls: Number(answer.calls) || 0,
    parts: objectsOf(answer.volume).map((part) => {
      const fromMs = Date.parse(String(part.start_time));
      return { fromMs, toMs: fromMs + stepMs, counts: levelsOf(part) };
    }),
    facets: facetsIn(answer.facets),
  };
}

function facetsIn(facets: unknown): FacetCounts {
  const values = isJsonObject(facets) ? facets : {};
  const counts = FACETS.map((facet) => [
    facet,
    objectsOf(values[facet]).map(({ value, events, calls }) => ({
      value: String(value),
      events: Number(events),
      calls: Number(calls),
    })),
  ]);
  return Object.fromEntries(counts);
}

function levelsOf(counts: unknown): LevelCounts {
  if (!isJsonObject(counts)) return {};
  return Object.fromEntries(
    LEVELS.flatMap((level) => (typeof counts[level] === 'number' ? [[level, counts[level]]] : [])),
  );
}

function objectsOf(values: unknown): JsonObject[] {
  return Array.isArray(values) ? values.filter(isJsonObject) : [];
}
