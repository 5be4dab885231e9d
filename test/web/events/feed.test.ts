import { describe, expect, it } from 'vitest';
import type { EventResource } from '../../../families/call-event/event-resource.ts';
import {
  completeSinceMs,
  EMPTY_FEED,
  type Feed,
  type FeedPage,
  mayGoOn,
  mergePages,
  roomFor,
  splitFuture,
  staleBefore,
} from '../../../web/events/feed.ts';
import { apiEvent } from '../api-events.ts';

const NOW_MS = Date.parse('2026-11-20T12:00:00.000Z');
const MINUTE_MS = 60_000;
const FROM_MS = NOW_MS - 60 * MINUTE_MS;

/** An event of so many minutes ago, named so. */
function event(name: string, minutesAgo: number, members: Record<string, unknown> = {}): EventResource {
  return apiEvent({ name, timestamp: new Date(NOW_MS - minutesAgo * MINUTE_MS).toISOString(), ...members });
}

/** The answer to a question, read down to so many minutes ago. */
function page(events: EventResource[], minutesAgo = 60): FeedPage {
  return { question: 'ERROR', events, sinceMs: NOW_MS - minutesAgo * MINUTE_MS };
}

function merged(feed: Feed, pages: FeedPage[], nowMs = NOW_MS): Feed {
  return mergePages(feed, pages, { nowMs, fromMs: FROM_MS });
}

const namesOf = ({ events }: Pick<Feed, 'events'>) => events.map(({ event }) => event.name);

describe('the feed', () => {
  it('has what was read, newest first, and nothing twice however often it is read', () => {
    const [a, b, c] = [event('a', 3), event('b', 2), event('c', 1)];
    const first = merged(EMPTY_FEED, [page([b, a])]);
    const second = merged(first, [page([c, b, a]), page([b])]);
    expect(namesOf(first)).toEqual(['b', 'a']);
    expect(namesOf(second)).toEqual(['c', 'b', 'a']);
    expect(second.events.slice(1)).toEqual(first.events);
  });

  it('stays the same array where nothing is new', () => {
    const first = merged(EMPTY_FEED, [page([event('a', 1)])]);
    expect(merged(first, [page([event('a', 1)])]).events).toBe(first.events);
  });

  it('counts events that say the same, whatever the order of their members', () => {
    const sdk = (members: object) => event('a', 1, { sdk_edge: members });
    const first = merged(EMPTY_FEED, [page([sdk({ x: 1, y: 2 })])]);
    const again = merged(first, [page([sdk({ y: 2, x: 1 })])]);
    const twice = merged(first, [page([sdk({ x: 1, y: 2 }), sdk({ y: 2, x: 1 })])]);
    expect([again.events.length, twice.events.length]).toEqual([1, 2]);
  });

  it('takes what is older for unread where something new may go on there, until it is read again', () => {
    const first = merged(EMPTY_FEED, [page([event('a', 10), event('b', 20)], 20)]);
    expect(mayGoOn(first, page([event('new', 1), event('a', 10)], 10))).toBe(false);
    expect(mayGoOn(first, page([event('c', 30)], 30))).toBe(false);
    const news = page([event('a', 10), event('late', 11)], 11);
    expect(mayGoOn(first, news)).toBe(true);
    const second = merged(staleBefore(first, 'ERROR', news.sinceMs), [news]);
    expect([completeSinceMs(first, 'ERROR'), completeSinceMs(second, 'ERROR')]).toEqual(
      [20, 11].map((minutesAgo) => NOW_MS - minutesAgo * MINUTE_MS),
    );
    const third = merged(second, [page([event('later', 12), event('b', 20)], 20)]);
    expect(completeSinceMs(third, 'ERROR')).toBe(NOW_MS - 20 * MINUTE_MS);
    expect(third.events.filter(({ isLate }) => isLate).map(({ event }) => event.name)).toEqual(['late', 'later']);
  });

  it('knows what is new from what it had not read down to yet', () => {
    const first = merged(EMPTY_FEED, [page([event('a', 1), event('b', 10)], 10)]);
    const second = merged(first, [page([event('new', 0.1), event('a', 1)], 10), page([event('old', 30)], 60)]);
    const isNew = Object.fromEntries(second.events.map(({ event, isNew }) => [event.name, isNew]));
    expect(isNew).toEqual({ new: true, a: false, b: false, old: false });
  });

  it('marks as late what came long after it happened, not what had only not been read', () => {
    const first = merged(EMPTY_FEED, [page([event('a', 5)], 30)]);
    const second = merged(first, [page([event('soon', 1.5), event('late', 20), event('behind', 50)], 60)]);
    expect(second.events.filter(({ isLate }) => isLate).map(({ event }) => event.name)).toEqual(['late']);
  });

  it('does not mark as late what came while nobody looked', () => {
    const lateOf = (feed: Feed) => feed.events.filter(({ isLate }) => isLate).map(({ event }) => event.name);
    const first = merged(EMPTY_FEED, [page([event('a', 30)])]);
    const later = merged(first, [page([event('missed', -5), event('late', 20)])], NOW_MS + 10 * MINUTE_MS);
    expect(lateOf(later)).toEqual(['late']);
    // Where much happened, a page of it comes with the next reading only.
    const then = NOW_MS + 10 * MINUTE_MS + 1_000;
    const next = merged(later, [page([event('missed too', -4), event('late too', 21)])], then);
    expect(lateOf(next)).toEqual(['late', 'late too']);
    const throttled = merged(first, [page([event('on time', 1)])], NOW_MS + 1.5 * MINUTE_MS);
    expect(lateOf(throttled)).toEqual([]);
  });

  it('says of each question for itself down to when it was read', () => {
    const errors = merged(EMPTY_FEED, [page([event('a', 5)])]);
    const both = merged(errors, [{ ...page([event('warning', 20)]), question: 'WARNING' }]);
    expect(both.events.map(({ isNew }) => isNew)).toEqual([false, false]);
  });

  it('lets go of what is older than the span', () => {
    const first = merged(EMPTY_FEED, [page([event('a', 59)])]);
    const later = NOW_MS + 2 * MINUTE_MS;
    expect(mergePages(first, [], { nowMs: later, fromMs: FROM_MS + 2 * MINUTE_MS }).events).toEqual([]);
  });

  it('keeps apart what tells no time, and makes none up', () => {
    const undated = { ...event('undated', 1), timestamp: 'yesterday' };
    const first = merged(EMPTY_FEED, [page([undated, event('a', 1)])]);
    const again = merged(first, [page([undated, event('a', 1)])]);
    expect([namesOf(again), again.undated.map(({ event }) => event.name)]).toEqual([['a'], ['undated']]);
  });

  it('lets no error go for others, however many there are and however they come', () => {
    const many = (question: string, count: number, minutesAgo: number): FeedPage => ({
      ...page(
        Array.from({ length: count }, (_event, index) => event(`${question}${index}`, minutesAgo + index / 1_000)),
      ),
      question,
    });
    const others = ['WARNING', 'INFO', 'DEBUG', 'UNKNOWN'].map((level) => many(level, roomFor(level) + 200, 1));
    const errors = many('ERROR', 30, 50);
    for (const feed of [merged(merged(EMPTY_FEED, [errors]), others), merged(EMPTY_FEED, [...others, errors])]) {
      const countOf = (asked: string) => feed.events.filter(({ question }) => question === asked).length;
      expect([countOf('ERROR'), countOf('WARNING')]).toEqual([30, roomFor('WARNING')]);
      expect(feed.events.length).toBeGreaterThan(roomFor('ERROR'));
    }
  });

  it('says since when it has everything, where older events had no room or were not read', () => {
    const room = roomFor('WARNING');
    const warnings = Array.from({ length: room + 1 }, (_event, index) => event(`w${index}`, 1 + index / 1_000));
    const feed = merged(EMPTY_FEED, [{ ...page(warnings), question: 'WARNING' }, page([event('a', 5)], 20)]);
    expect(completeSinceMs(feed, 'ERROR')).toBe(NOW_MS - 20 * MINUTE_MS);
    expect(completeSinceMs(feed, 'WARNING')).toBe(NOW_MS - (1 + room / 1_000) * MINUTE_MS);
  });
});

it('events of a clock that runs ahead are apart until their time has come', () => {
  const feed = merged(EMPTY_FEED, [page([event('ahead', -10), event('nearly', -0.5), event('now', 0)])]);
  const { past, future } = splitFuture(feed.events, NOW_MS);
  expect([namesOf({ events: past }), namesOf({ events: future })]).toEqual([['nearly', 'now'], ['ahead']]);
  expect(splitFuture(feed.events, NOW_MS + 10 * MINUTE_MS).future).toEqual([]);
});
