import { isFuture, timeOf } from '../event-facts.ts';
import { eventKeys } from '../event-key.ts';
import type { TwilioEvent } from '../twilio-event.ts';

/** An event with what this page knows of it. */
export interface SeenEvent {
  key: string;
  event: TwilioEvent;
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
  /** By question: whatever happened since then, in epoch ms, has been read once. */
  readSinceMs: Readonly<Record<string, number>>;
  /** When it was last read, in epoch ms; absent before the first reading. */
  readMs?: number;
  /** The last time, in epoch ms, of which nothing was read while it was fresh: what it has is not late for that. */
  away?: { fromMs: number; toMs: number };
}

/** A page of the answer to a question. */
export interface FeedPage {
  question: string;
  events: readonly TwilioEvent[];
  /** Where the page ends, in epoch ms: everything of the question between this and the page before is on it. */
  sinceMs: number;
}

export const EMPTY_FEED: Feed = { events: [], readSinceMs: {} };

/** Twilio's own events come about 90 seconds after they happened. */
const LATE_MS = 2 * 60_000;
/** Of a phone's memory, and of the time that a page takes to draw. */
export const MAX_EVENTS = 5_000;

/** What is older than the oldest of a full feed is let go. */
export function isFull({ events }: Feed): boolean {
  return events.length >= MAX_EVENTS;
}

/**
 * Adds what is new on pages that were read together. An event that is there stays as it was, so that reading the same
 * minutes again and again finds those that came late, and nothing twice. What happened before `fromMs` is let go.
 */
export function mergePages(feed: Feed, pages: readonly FeedPage[], { nowMs, fromMs }: MergeTimes): Feed {
  const known = new Map(feed.events.map((seen) => [seen.key, seen]));
  const readSinceMs = { ...feed.readSinceMs };
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
      const atMs = timeOf(event) ?? nowMs;
      // Of the same moment is also what the page before had no more room for.
      const isNew = atMs > readSince;
      const isOfAway = away !== undefined && atMs >= away.fromMs && atMs <= away.toMs;
      known.set(key, { key, event, atMs, seenMs: nowMs, isNew, isLate: isNew && atMs < freshMs && !isOfAway });
      added += 1;
    }
    readSinceMs[question] = Math.min(readSinceMs[question] ?? Number.POSITIVE_INFINITY, sinceMs);
  }
  const isOver = feed.events.some(({ atMs }) => atMs < fromMs);
  if (added === 0 && !isOver) return { events: feed.events, readSinceMs, readMs: nowMs, away };
  const events = [...known.values()].filter(({ atMs }) => atMs >= fromMs).sort(newestFirst);
  return { events: events.slice(0, MAX_EVENTS), readSinceMs, readMs: nowMs, away };
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
