import type { EventResource } from '../../families/call-event/event-resource.ts';
import { isFuture, timeOf } from '../event-facts.ts';
import { eventKeys } from '../event-key.ts';

/** An event that can be told from others. */
export interface KnownEvent {
  key: string;
  event: EventResource;
}

/** An event with what this page knows of it. */
export interface SeenEvent extends KnownEvent {
  /** What it is an answer to. */
  question: string;
  /** When it happened, by its own clock, in epoch ms. */
  atMs: number;
  /** When this page first had it. */
  seenMs: number;
  /** It was not there when this page had already looked, long after it happened. */
  isLate: boolean;
  /** It came while somebody was looking. */
  isNew: boolean;
}

/** All that was read so far. */
export interface Feed {
  /** Newest first. */
  events: readonly SeenEvent[];
  /** Those that tell no time: they have no place among the others. */
  undated: readonly KnownEvent[];
  /** By question: whatever happened since then, in epoch ms, has been read once. */
  readSinceMs: Readonly<Record<string, number>>;
  /** By question: what was older, in epoch ms, was let go, as there was no room for it. */
  heldSinceMs: Readonly<Record<string, number>>;
  /** By question: what is older, in epoch ms, has to be read again, since much came that may go on there. */
  staleBeforeMs: Readonly<Record<string, number>>;
  /** When it was last read, in epoch ms; absent before the first reading. */
  readMs?: number;
  /** The last time, in epoch ms, of which nothing was read while it was fresh: what it has is not late for that. */
  away?: { fromMs: number; toMs: number };
}

/** A page of the answer to a question. */
export interface FeedPage {
  question: string;
  events: readonly EventResource[];
  /** Where the page ends, in epoch ms: everything of the question between this and the page before is on it. */
  sinceMs: number;
}

export const EMPTY_FEED: Feed = { events: [], undated: [], readSinceMs: {}, heldSinceMs: {}, staleBeforeMs: {} };

/** Twilio's own events come about 90 seconds after they happened. */
export const LATE_MS = 2 * 60_000;
/** Of a phone's memory. Each question has room of its own, so that no flood of warnings lets an error go. */
const ROOM = 5_000;
/** What somebody looks for in an incident. */
const ROOM_FOR_ERRORS = 20_000;
const MOST_UNDATED = 100;

/** How many events of a question a feed holds. */
export function roomFor(question: string): number {
  return question === 'ERROR' ? ROOM_FOR_ERRORS : ROOM;
}

/** From when on a feed has everything that answers a question, in epoch ms; Infinity before it was read. */
export function completeSinceMs({ readSinceMs, heldSinceMs, staleBeforeMs }: Feed, question: string): number {
  const since = [heldSinceMs[question], staleBeforeMs[question]].filter((atMs) => atMs !== undefined);
  return Math.max(readSinceMs[question] ?? Number.POSITIVE_INFINITY, ...since);
}

/**
 * Whether something new may follow a page: its oldest event is new, though what is older was read before. Much can come
 * at once, and what comes late can be of any time.
 */
export function mayGoOn(feed: Feed, { question, events, sinceMs }: FeedPage): boolean {
  const last = events.at(-1);
  if (last === undefined || sinceMs <= (feed.readSinceMs[question] ?? Number.POSITIVE_INFINITY)) return false;
  const [key] = eventKeys([last]);
  return !feed.events.some((seen) => seen.key === key);
}

/** The feed, of which all that is older than this has to be read again. */
export function staleBefore(feed: Feed, question: string, atMs: number): Feed {
  return { ...feed, staleBeforeMs: { ...feed.staleBeforeMs, [question]: atMs } };
}

/**
 * Adds what is new on pages that were read together. An event that is there stays as it was, so that reading the same
 * minutes again and again finds those that came late, and nothing twice. What happened before `fromMs` is let go.
 */
export function mergePages(feed: Feed, pages: readonly FeedPage[], { nowMs, fromMs }: MergeTimes): Feed {
  const known = new Map(feed.events.map((seen) => [seen.key, seen]));
  const undated = new Map(feed.undated.map((event) => [event.key, event]));
  const readSinceMs = { ...feed.readSinceMs };
  const staleBeforeMs = { ...feed.staleBeforeMs };
  const { readMs = nowMs } = feed;
  const freshMs = readMs - LATE_MS;
  const away = nowMs - readMs > LATE_MS ? { fromMs: freshMs, toMs: nowMs } : feed.away;
  let added = 0;
  for (const { question, events, sinceMs } of pages) {
    const readSince = feed.readSinceMs[question] ?? Number.POSITIVE_INFINITY;
    const keys = eventKeys(events);
    for (const [index, event] of events.entries()) {
      const key = keys[index] ?? '';
      if (known.has(key)) continue;
      const atMs = timeOf(event);
      if (atMs === undefined) {
        if (undated.size < MOST_UNDATED) undated.set(key, { key, event });
        continue;
      }
      // Of the same moment is also what the page before had no more room for.
      const isNew = atMs > readSince;
      const isOfAway = away !== undefined && atMs >= away.fromMs && atMs <= away.toMs;
      const isLate = isNew && atMs < freshMs && !isOfAway;
      known.set(key, { key, event, question, atMs, seenMs: nowMs, isNew, isLate });
      added += 1;
    }
    readSinceMs[question] = Math.min(readSinceMs[question] ?? Number.POSITIVE_INFINITY, sinceMs);
    const staleMs = staleBeforeMs[question];
    if (staleMs !== undefined) staleBeforeMs[question] = Math.min(staleMs, sinceMs);
  }
  const read = { readSinceMs, staleBeforeMs, readMs: nowMs, away, undated: [...undated.values()] };
  const isOver = feed.events.some(({ atMs }) => atMs < fromMs);
  if (added === 0 && !isOver) return { ...feed, ...read };
  const events = [...known.values()].filter(({ atMs }) => atMs >= fromMs).sort(newestFirst);
  return { ...read, ...withinRoom(events, feed.heldSinceMs) };
}

/** The newest of each question, and since when they are all of it. */
function withinRoom(
  events: readonly SeenEvent[],
  heldBefore: Feed['heldSinceMs'],
): Pick<Feed, 'events' | 'heldSinceMs'> {
  const counts = new Map<string, number>();
  const heldSinceMs = { ...heldBefore };
  const kept = events.filter(({ question, atMs }) => {
    const count = (counts.get(question) ?? 0) + 1;
    counts.set(question, count);
    if (count === roomFor(question) + 1) heldSinceMs[question] = Math.max(heldSinceMs[question] ?? atMs, atMs);
    return count <= roomFor(question);
  });
  return { events: kept, heldSinceMs };
}

export interface MergeTimes {
  nowMs: number;
  fromMs: number;
}

/** Apart from those whose clock runs ahead: they would stand on top until their time has come. */
export function splitFuture(events: readonly SeenEvent[], nowMs: number): { past: SeenEvent[]; future: SeenEvent[] } {
  const isAhead = ({ atMs }: SeenEvent) => isFuture(atMs, nowMs);
  return { past: events.filter((seen) => !isAhead(seen)), future: events.filter(isAhead) };
}

function newestFirst(a: SeenEvent, b: SeenEvent): number {
  return b.atMs - a.atMs || (a.key < b.key ? -1 : 1);
}
