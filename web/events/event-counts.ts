import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { LEVELS, type Level } from '../../shared/level.ts';
import { ApiTrouble, type JsonClient } from '../api-client.ts';
import { countsPath, type Filters } from '../filters/filters.ts';

/** What the API counted of all that fits filters. */
export interface EventCounts {
  /** Epoch ms: everything from here on is counted. */
  sinceMs: number;
  isWhole: boolean;
  levels: LevelCounts;
  /** Equal parts of the span, in the order of time. */
  parts: readonly PartCount[];
  /** The most frequent values of each facet, by its name. */
  facets: Readonly<Record<string, readonly FacetCount[]>>;
}

export type LevelCounts = Readonly<Partial<Record<Level, number>>>;

/** How many events there are in a part of the span; times are epoch ms. */
export interface PartCount {
  fromMs: number;
  /** The first moment behind it. */
  toMs: number;
  counts: LevelCounts;
}

export interface FacetCount {
  value: string;
  events: number;
  calls: number;
}

/** @returns undefined where counts cannot be told. @throws ApiTrouble where nobody is signed in any more */
export type CountEvents = (signal: AbortSignal) => Promise<EventCounts | undefined>;

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
  let last: { counts: EventCounts | undefined; atMs: number } | undefined;
  return async (signal) => {
    const nowMs = now();
    if (last !== undefined && Math.abs(nowMs - last.atMs) < EVERY_MS) return last.counts;
    try {
      last = { counts: countsOf(await client.readObject(countsPath(filters), signal)), atMs: nowMs };
    } catch (error) {
      // The list itself says what is wrong, and a span that is too long to be counted can still be listed.
      if (!(error instanceof ApiTrouble) || error.kind === 'signed-out') throw error;
      last = { counts: undefined, atMs: nowMs };
    }
    return last.counts;
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
    parts: objectsOf(answer.volume).map((part) => {
      const fromMs = Date.parse(String(part.start_time));
      return { fromMs, toMs: fromMs + stepMs, counts: levelsOf(part) };
    }),
    facets: Object.fromEntries(
      Object.entries(isJsonObject(answer.facets) ? answer.facets : {}).map(([facet, values]) => [
        facet,
        objectsOf(values).map(({ value, events, calls }) => ({
          value: String(value),
          events: Number(events),
          calls: Number(calls),
        })),
      ]),
    ),
  };
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
