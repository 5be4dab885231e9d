import type { Level } from '../../shared/level.ts';
import { type ApiClient, ApiTrouble, type EventPage } from '../api-client.ts';
import { EMPTY_FEED, type Feed, type FeedPage, mergePages, timeOf } from './feed.ts';
import { type Filters, type Question, questionsOf, rangeOf } from './filters.ts';

export interface FeedReader {
  /** Reads once and merges. @throws ApiTrouble */
  read(signal: AbortSignal): Promise<FeedState>;
}

export interface FeedState {
  feed: Feed;
  /** Levels that the API has no answer for, with its reason. */
  refused: ReadonlyMap<Level, string>;
  /** There is more of the span behind what was read. */
  isWhole: boolean;
  readMs: number;
}

/** Most events come within it; those of a phone without a network come later. */
const RECENT_MS = 15 * 60_000;
const FIRST_PAGE = 250;
const FURTHER_PAGE = 1_000;
/** Of one level in one reading, so that a reading ends. */
const MAX_RECENT_PAGES = 5;

/**
 * Reads across calls, again and again. Each reading has the latest events, 15 minutes of them at least, and one page of
 * what is older, further back each time: so whatever comes late is found, however old it is, and no reading is large.
 */
export function createFeedReader({ client, filters, now }: { client: ApiClient; filters: Filters; now: () => number }) {
  let feed = EMPTY_FEED;
  const refused = new Map<Level, string>();
  /** Where the next reading goes on, by level. */
  const behind = new Map<Level, string>();
  const isRead = new Set<Level>();

  return {
    async read(signal) {
      const nowMs = now();
      const { fromMs } = rangeOf(filters, nowMs);
      const questions = questionsOf(filters, nowMs, FIRST_PAGE).filter(({ level }) => !refused.has(level));
      const pages = await Promise.all(questions.map((question) => answer(question, signal, { nowMs, fromMs })));
      feed = mergePages(feed, pages.flat(), { nowMs, fromMs });
      return { feed, refused, isWhole: questions.every(({ level }) => isRead.has(level)), readMs: nowMs };
    },
  } satisfies FeedReader;

  async function answer(
    { level, path }: Question,
    signal: AbortSignal,
    { nowMs, fromMs }: { nowMs: number; fromMs: number },
  ): Promise<FeedPage[]> {
    const pages: FeedPage[] = [];
    const readPage = async (from: string): Promise<string | null> => {
      const { events, next } = await client.readPage(from, signal);
      const ends = next === null ? fromMs : (oldest(events) ?? nowMs);
      pages.push({ question: level, events, sinceMs: ends });
      if (next === null) isRead.add(level);
      return next;
    };
    try {
      let next = await readPage(path);
      for (let count = 1; next !== null && count < MAX_RECENT_PAGES; count += 1) {
        if ((pages.at(-1)?.sinceMs ?? 0) < nowMs - RECENT_MS) break;
        next = await readPage(larger(next));
      }
      if (next === null) behind.delete(level);
      else {
        const further = await readPage(larger(behind.get(level) ?? next));
        if (further === null) behind.delete(level);
        else behind.set(level, further);
      }
    } catch (error) {
      if (!(error instanceof ApiTrouble) || error.kind !== 'refused') throw error;
      refused.set(level, error.message);
    }
    return pages;
  }
}

function oldest(events: EventPage['events']): number | undefined {
  const last = events.at(-1);
  return last === undefined ? undefined : timeOf(last);
}

function larger(path: string): string {
  return path.replace(/([?&]PageSize=)\d+/, `$1${FURTHER_PAGE}`);
}
