import type { Level } from '../../shared/level.ts';
import { type ApiClient, ApiTrouble, type EventPage } from '../api-client.ts';
import { timeOf } from '../event-facts.ts';
import { type Filters, type Question, questionsOf, rangeOf } from '../filters/filters.ts';
import { areCounted, createPartCheck, type DifferingPart } from './differing-parts.ts';
import type { EventCounts } from './event-counts.ts';
import {
  completeSinceMs,
  EMPTY_FEED,
  type Feed,
  type FeedPage,
  type MergeTimes,
  mayGoOn,
  mergePages,
  roomFor,
  type SeenEvent,
  staleBefore,
} from './feed.ts';
import { liveWaitMs } from './live-pace.ts';

export interface FeedReader {
  /**
   * Reads once and merges. @throws ApiTrouble
   * @param counts what the API counted, before this, of all that fits; undefined where it did not
   */
  read(signal: AbortSignal, counts?: EventCounts): Promise<FeedState>;
}

export interface FeedState {
  feed: Feed;
  /** Levels that the API has no answer for, with its reason. */
  refused: ReadonlyMap<Level, string>;
  /** From when on the feed has all of the span, of every level, in epoch ms; the span's beginning where it has all. */
  completeSinceMs: number;
  /** Levels of which it has all of the span. */
  wholeLevels: ReadonlySet<Level>;
  /** What is older is still being read. Without it, what is missing had no room. */
  isReading: boolean;
  /** Epoch ms. */
  readMs: number;
  /** When to read again, in ms from now. */
  waitMs: number;
}

/** Most events come within it; those of a phone without a network come later. */
const RECENT_MS = 15 * 60_000;
const FIRST_PAGE = 250;
const FURTHER_PAGE = 1_000;
/** Of one level in one reading, so that a reading ends. */
const MAX_RECENT_PAGES = 5;
/** Of what comes late, so many at once are no stragglers: more of them may be where this round has been already. */
const MANY_LATE = 10;
/** Somebody waits for what is older. */
const READING_WAIT_MS = 1_000;
/** Parts of the span that are read again one by one, of a level in one reading; where more differ, all is read again. */
const MOST_PARTS = 6;
/** Where much happens, a page in a phone shall not take all of its network: about half a megabyte a second. */
const WAIT_MS_PER_EVENT = 2;

interface FeedReaderOptions {
  client: ApiClient;
  filters: Filters;
  now: () => number;
}

/**
 * Reads across calls, again and again. The first readings have the latest events, 15 minutes of them at least, and one
 * page of what is older, further back each time. Then each has the latest page, and what is older only where the table
 * has more of it than was read, by its counts: so whatever comes late is found, however old it is. Where nothing is
 * counted, all is read again and again, a page at a time.
 */
export function createFeedReader({ client, filters, now }: FeedReaderOptions) {
  let feed = EMPTY_FEED;
  let newsMs = Number.NEGATIVE_INFINITY;
  const refused = new Map<Level, string>();
  /** Where the next reading goes on, by level. */
  const behind = new Map<Level, string>();
  const isRead = new Set<Level>();
  /** How far back the latest events were read, by level, in epoch ms. */
  const reached = new Map<Level, number>();
  /** Levels of which another round is needed. */
  const again = new Set<Level>();
  const partCheck = createPartCheck();
  /** The client has an answer that did not change as the same object. */
  const known = new WeakSet<EventPage>();

  return {
    async read(signal: AbortSignal, counts?: EventCounts) {
      const isCounted = counts !== undefined && areCounted(filters.levels);
      const asked = times();
      const questions = questionsOf(filters, asked.nowMs, FIRST_PAGE).filter(({ level }) => !refused.has(level));
      let count = 0;
      const note = (page: EventPage) => {
        if (!known.has(page)) count += page.events.length;
        known.add(page);
      };
      const pages = await Promise.all(questions.map((question) => answer(question, signal, asked, isCounted, note)));
      // The answers may have told that the viewer's clock was set: nothing is let go by what it said before.
      const { nowMs, fromMs } = times();
      const before = new Set(feed.events);
      feed = mergePages(feed, pages.flat(), { nowMs, fromMs });
      const answered = questions.filter(({ level }) => !refused.has(level));
      if (isCounted) {
        const parts = answered.flatMap(({ level }) => partsToRead(level, counts, fromMs));
        const found = await Promise.all(parts.map((part) => readPart(part, signal, note)));
        if (found.length > 0) feed = mergePages(feed, found.flat(), { nowMs, fromMs });
      } else {
        const late = feed.events.filter((seen) => seen.isLate && !before.has(seen));
        for (const { level } of answered) lookAgain(level, late);
      }
      if (feed.events.some((seen) => !before.has(seen))) newsMs = nowMs;
      const isReading = answered.some(({ level }) => !isRead.has(level));
      return {
        feed,
        refused,
        wholeLevels: new Set(
          answered.map(({ level }) => level).filter((level) => completeSinceMs(feed, level) <= fromMs),
        ),
        completeSinceMs: Math.max(fromMs, ...answered.map(({ level }) => completeSinceMs(feed, level))),
        isReading,
        readMs: nowMs,
        waitMs: isReading ? READING_WAIT_MS : Math.max(liveWaitMs(nowMs - newsMs), count * WAIT_MS_PER_EVENT),
      };
    },
  } satisfies FeedReader;

  /** Of a level that was read to its end; where much differs, it is read from the beginning. */
  function partsToRead(level: Level, counts: EventCounts, fromMs: number): DifferingPart[] {
    if (!isRead.has(level)) return [];
    const parts = partCheck.differing(feed, level, counts, Math.max(fromMs, completeSinceMs(feed, level)));
    if (parts.length <= MOST_PARTS) return parts;
    for (const part of parts) partCheck.verify(part);
    readAgain(level, parts.at(-1)?.part.toMs ?? fromMs);
    return [];
  }

  function readAgain(level: Level, beforeMs: number): void {
    feed = staleBefore(feed, level, beforeMs);
    isRead.delete(level);
    behind.delete(level);
  }

  async function readPart(
    differing: DifferingPart,
    signal: AbortSignal,
    note: (page: EventPage) => void,
  ): Promise<FeedPage[]> {
    const { level, part } = differing;
    const [from, to] = [part.fromMs, part.toMs - 1].map((atMs) => new Date(atMs).toISOString());
    const [question] = questionsOf({ ...filters, levels: [level], from, to }, now(), FURTHER_PAGE);
    const pages: FeedPage[] = [];
    let next = question?.path ?? null;
    for (let count = 0; next !== null && count < MAX_RECENT_PAGES; count += 1) {
      const page: EventPage = await client.readPage(next, signal);
      note(page);
      // It tells nothing of what is between it and the page before.
      pages.push({ question: level, events: page.events, sinceMs: Number.POSITIVE_INFINITY });
      next = page.next;
    }
    if (next !== null) readAgain(level, part.toMs);
    partCheck.verify(differing);
    return pages;
  }

  /** `late`: what came late and was read just now. */
  function lookAgain(level: Level, late: readonly SeenEvent[]): void {
    const reachedMs = reached.get(level) ?? Number.NEGATIVE_INFINITY;
    const older = late.filter(({ question, atMs }) => question === level && atMs < reachedMs);
    if (older.length > MANY_LATE) again.add(level);
    if (!again.has(level)) return;
    feed = staleBefore(feed, level, reachedMs);
    isRead.delete(level);
    if (!behind.has(level)) again.delete(level);
  }

  function times(): MergeTimes {
    const nowMs = now();
    return { nowMs, fromMs: rangeOf(filters, nowMs).fromMs };
  }

  async function answer(
    { level, path }: Question,
    signal: AbortSignal,
    { nowMs, fromMs }: MergeTimes,
    isCounted: boolean,
    note: (page: EventPage) => void,
  ): Promise<FeedPage[]> {
    const pages: FeedPage[] = [];
    const isDone = isCounted && isRead.has(level);
    const held = feed.events.filter(({ question }) => question === level);
    const readPage = async (from: string): Promise<string | null> => {
      const page = await client.readPage(from, signal);
      note(page);
      const { events, next } = page;
      const ends = next === null ? fromMs : (oldest(events) ?? nowMs);
      pages.push({ question: level, events, sinceMs: ends });
      // Behind the oldest of a feed that has no more room, nothing can be kept.
      const isEnd = next === null || (held.length >= roomFor(level) && ends <= (held.at(-1)?.atMs ?? 0));
      if (isEnd) isRead.add(level);
      return isEnd ? null : next;
    };
    /** What follows the last page is read from here on, if it has to be. */
    const lookBehind = () => {
      const last = pages.at(-1);
      if (last === undefined || last.sinceMs <= fromMs || !mayGoOn(feed, last)) return;
      readAgain(level, last.sinceMs);
    };
    try {
      let next = await readPage(path);
      for (let count = 1; next !== null && count < MAX_RECENT_PAGES; count += 1) {
        const last = pages.at(-1);
        if (last === undefined || (isDone ? !mayGoOn(feed, last) : last.sinceMs < nowMs - RECENT_MS)) break;
        next = await readPage(larger(next));
      }
      reached.set(level, pages.at(-1)?.sinceMs ?? nowMs);
      if (next === null) {
        behind.delete(level);
        again.delete(level);
      } else {
        lookBehind();
        if (isDone && isRead.has(level)) return pages;
        const further = await readPage(larger(behind.get(level) ?? next));
        if (further !== null) lookBehind();
        if (further === null) behind.delete(level);
        else behind.set(level, further);
      }
    } catch (error) {
      if (!(error instanceof ApiTrouble) || error.kind !== 'refused') throw error;
      // A link may grow old, when the key that it is signed with is another: then it is begun again.
      if (pages.length === 0) refused.set(level, error.message);
      else behind.delete(level);
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
