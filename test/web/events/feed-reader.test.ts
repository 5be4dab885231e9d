import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { EventResource } from '../../../families/call-event/event-resource.ts';
import { type ApiClient, ApiTrouble } from '../../../web/api-client.ts';
import type { EventCounts } from '../../../web/events/event-counts.ts';
import { roomFor } from '../../../web/events/feed.ts';
import { createFeedReader, type FeedState } from '../../../web/events/feed-reader.ts';
import { DEFAULT_FILTERS } from '../../../web/filters/filters.ts';
import { itAtNight } from '../../nightly.ts';
import { apiEvent } from '../api-events.ts';

const NOW_MS = Date.parse('2026-11-20T12:00:00.000Z');
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const NEVER = new AbortController().signal;

/** An error of so many minutes ago. */
function event(name: string, minutesAgo: number): EventResource {
  return apiEvent({ name, level: 'ERROR', timestamp: new Date(NOW_MS - minutesAgo * MINUTE_MS).toISOString() });
}

/** An API that has these events, newest first, and answers so many at once, whatever is asked for. */
function apiOf(events: EventResource[], atOnce: number) {
  const asked: string[] = [];
  let sorted: EventResource[] = [];
  const client: ApiClient = {
    async readPage(path) {
      asked.push(path);
      const parameters = new URLSearchParams(path.slice(path.indexOf('?')));
      const from = Number(parameters.get('PageToken') ?? 0);
      const next = from + atOnce;
      if (sorted.length !== events.length)
        sorted = events.toSorted((a, b) => ((a.timestamp ?? '') < (b.timestamp ?? '') ? 1 : -1));
      const link = `/v1/Voice/Events?PageSize=${parameters.get('PageSize')}&PageToken=${next}`;
      return { events: sorted.slice(from, next), next: next < events.length ? link : null };
    },
  };
  return { client, asked };
}

/** Answers as the API does: of a span, with counts of parts of five minutes, and a page that did not change as itself. */
function countingApi(events: EventResource[]) {
  const answers = new Map<string, { events: EventResource[]; next: string | null }>();
  const asked: string[] = [];
  const client: ApiClient = {
    async readPage(path) {
      const parameters = new URLSearchParams(path.slice(path.indexOf('?')));
      const [start, end] = [parameters.get('StartTime') ?? '', parameters.get('EndTime') ?? '9'];
      const [size, from] = ['PageSize', 'PageToken'].map((name) => Number(parameters.get(name) ?? 0)) as [
        number,
        number,
      ];
      const fitting = events
        .filter(({ timestamp = '' }) => timestamp >= start && timestamp <= end)
        .sort((a, b) => (a.timestamp < b.timestamp ? 1 : -1));
      parameters.set('PageToken', String(from + size));
      const next = from + size < fitting.length ? `/v1/Voice/Events?${parameters}` : null;
      const page = { events: fitting.slice(from, from + size), next };
      const before = answers.get(path);
      const isSame = before?.next === next && before.events.every((event, index) => event === page.events[index]);
      const answer = isSame && before.events.length === page.events.length ? before : page;
      if (answer !== before) asked.push(path);
      answers.set(path, answer);
      return answer;
    },
  };
  const startMs = NOW_MS - DAY_MS;
  const countEvents = (): EventCounts => {
    const counts = new Array<number>(288).fill(0);
    for (const { timestamp } of events) {
      const index = Math.floor((Date.parse(timestamp) - startMs) / (5 * MINUTE_MS));
      if (index in counts) counts[index] = (counts[index] ?? 0) + 1;
    }
    const parts = counts.map((count, index) => {
      const fromMs = startMs + index * 5 * MINUTE_MS;
      return { fromMs, toMs: fromMs + 5 * MINUTE_MS, counts: { ERROR: count } };
    });
    return { sinceMs: startMs, levels: { ERROR: events.length }, parts };
  };
  return { client, asked, countEvents };
}

/** Collects what nobody needs any more. @returns bytes that are left */
function garbageCollector(): () => number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  return () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
}

/** What is not there is older than what is said to be complete. */
function expectTruth({ feed, completeSinceMs }: FeedState, events: EventResource[]): void {
  const there = new Set(feed.events.map(({ event }) => event.name));
  for (const { name, timestamp } of events)
    if (!there.has(name)) expect(Date.parse(timestamp ?? '')).toBeLessThan(completeSinceMs);
}

const errorsOnly = { ...DEFAULT_FILTERS, levels: ['ERROR'] as const };

describe('reading across calls', () => {
  it('reads the last fifteen minutes whole, however many pages they are', async () => {
    const { client } = apiOf(
      Array.from({ length: 12 }, (_event, index) => event(`e${index}`, index * 2)),
      2,
    );
    const { feed } = await createFeedReader({ client, filters: errorsOnly, now: () => NOW_MS }).read(NEVER);
    expect(feed.events.map(({ event }) => event.name)).toEqual(
      expect.arrayContaining(['e0', 'e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'e7']),
    );
  });

  it('goes one page further back each time, and begins again at the end', async () => {
    const events = Array.from({ length: 10 }, (_event, index) => event(`e${index}`, 20 + index));
    const { client } = apiOf(events, 2);
    const reader = createFeedReader({ client, filters: errorsOnly, now: () => NOW_MS });
    const counts: [number, boolean][] = [];
    for (let reading = 0; reading < 5; reading += 1) {
      const { feed, isReading, completeSinceMs } = await reader.read(NEVER);
      counts.push([feed.events.length, isReading]);
      // What is not read yet is never taken for read.
      const oldestMs = feed.events.at(-1)?.atMs ?? 0;
      expect(completeSinceMs).toBe(isReading ? oldestMs : NOW_MS - DAY_MS);
    }
    expect(counts).toEqual([
      [4, true],
      [6, true],
      [8, true],
      [10, false],
      [10, false],
    ]);
  });

  it('finds what comes late where it had been before', async () => {
    const events = Array.from({ length: 10 }, (_event, index) => event(`e${index}`, 20 + index));
    const { client } = apiOf(events, 2);
    const reader = createFeedReader({ client, filters: errorsOnly, now: () => NOW_MS });
    for (let reading = 0; reading < 4; reading += 1) await reader.read(NEVER);
    events.push(event('late', 24.5));
    const names: unknown[] = [];
    for (let reading = 0; reading < 4; reading += 1) {
      const { feed } = await reader.read(NEVER);
      names.push(...feed.events.filter(({ isLate }) => isLate).map(({ event }) => event.name));
    }
    expect(new Set(names)).toEqual(new Set(['late']));
  });

  it('does not ask again for a level that the API refuses, and goes on with the others', async () => {
    const { client, asked } = apiOf([event('a', 1)], 10);
    const refusing: ApiClient = {
      async readPage(path, signal) {
        const page = await client.readPage(path, signal);
        if (path.includes('Level=WARNING')) throw new ApiTrouble('refused', 'not indexed');
        return page;
      },
    };
    const reader = createFeedReader({ client: refusing, filters: DEFAULT_FILTERS, now: () => NOW_MS });
    expect((await reader.read(NEVER)).isReading).toBe(false);
    const { feed, refused, isReading } = await reader.read(NEVER);
    expect([feed.events.length, [...refused], isReading]).toEqual([1, [['WARNING', 'not indexed']], false]);
    expect(asked.filter((path) => path.includes('WARNING'))).toHaveLength(1);
  });

  it('begins again where a link has grown old', async () => {
    const { client } = apiOf([event('a', 20), event('b', 21), event('c', 22)], 1);
    let isOld = true;
    const changed: ApiClient = {
      async readPage(path, signal) {
        if (isOld && path.includes('PageToken')) throw new ApiTrouble('refused', 'PageToken');
        return client.readPage(path, signal);
      },
    };
    const reader = createFeedReader({ client: changed, filters: errorsOnly, now: () => NOW_MS });
    expect(await reader.read(NEVER)).toMatchObject({ isReading: true, refused: new Map() });
    isOld = false;
    await reader.read(NEVER);
    expect((await reader.read(NEVER)).feed.events).toHaveLength(3);
  });

  it('has all of ten thousand errors, and says so', async () => {
    const { client } = apiOf(
      Array.from({ length: 10_030 }, (_event, index) => event(`e${index}`, 20 + index / 100)),
      1_000,
    );
    const reader = createFeedReader({ client, filters: errorsOnly, now: () => NOW_MS });
    for (let reading = 0; reading < 10; reading += 1) await reader.read(NEVER);
    const { feed, isReading, completeSinceMs } = await reader.read(NEVER);
    expect([feed.events.length, isReading, completeSinceMs]).toEqual([10_030, false, NOW_MS - DAY_MS]);
  });

  it('holds the latest of a level, reads no further, and says since when they are all', async () => {
    const room = roomFor('WARNING');
    const { client, asked } = apiOf(
      Array.from({ length: room + 3_000 }, (_event, index) => event(`e${index}`, 20 + index / 100)),
      1_000,
    );
    const filters = { ...DEFAULT_FILTERS, levels: ['WARNING'] as const };
    const reader = createFeedReader({ client, filters, now: () => NOW_MS });
    for (let reading = 0; reading < 20; reading += 1) await reader.read(NEVER);
    const { feed, isReading, completeSinceMs } = await reader.read(NEVER);
    expect([feed.events.length, isReading, feed.events.at(-1)?.event.name]).toEqual([room, false, `e${room - 1}`]);
    expect(completeSinceMs).toBeGreaterThan(NOW_MS - DAY_MS);
    expect(completeSinceMs).toBeLessThanOrEqual(feed.events.at(-1)?.atMs ?? 0);
    expect(asked.filter((path) => path.includes(`PageToken=${room + 2_000}`))).toEqual([]);
  });

  it('passes over nothing that came in great number while no one looked', async () => {
    const DAWN_MS = NOW_MS - 6 * 60 * MINUTE_MS;
    const events = Array.from({ length: 6 }, (_event, index) => event(`old${index}`, 361 + index));
    const { client } = apiOf(events, 2);
    let nowMs = DAWN_MS;
    const reader = createFeedReader({ client, filters: errorsOnly, now: () => nowMs });
    // Its next older page is of the time before.
    await reader.read(NEVER);
    events.push(...Array.from({ length: 20 }, (_event, index) => event(`new${index}`, 30 + index)));
    nowMs = NOW_MS;
    let state = await reader.read(NEVER);
    for (let reading = 0; state.isReading && reading < 30; reading += 1) {
      expectTruth(state, events);
      state = await reader.read(NEVER);
    }
    expect(state.feed.events).toHaveLength(26);
  });

  it('lets nothing go for a clock of the viewer that is set, until the answers tell the time', async () => {
    const { client } = apiOf([event('a', 1), event('b', 30)], 10);
    let nowMs = NOW_MS;
    const telling: ApiClient = {
      readPage(path, signal) {
        nowMs = NOW_MS;
        return client.readPage(path, signal);
      },
    };
    const reader = createFeedReader({ client: telling, filters: errorsOnly, now: () => nowMs });
    const before = await reader.read(NEVER);
    for (const wrongMs of [2 * DAY_MS, -2 * DAY_MS, 400 * DAY_MS]) {
      nowMs += wrongMs;
      const { feed, completeSinceMs, readMs } = await reader.read(NEVER);
      expect([feed.events, completeSinceMs, readMs]).toEqual([before.feed.events, NOW_MS - DAY_MS, NOW_MS]);
    }
  });

  it.each([
    ['now', (index: number) => index / 100],
    ['long after it happened', (index: number) => 20 + index * 20],
  ])('takes a flood that comes %s, in sight of who looks, for no more read than it is', async (_when, minutesAgo) => {
    const events = [event('first', 30)];
    const { client } = apiOf(events, 5);
    const reader = createFeedReader({ client, filters: errorsOnly, now: () => NOW_MS });
    expect(await reader.read(NEVER)).toMatchObject({ isReading: false, completeSinceMs: NOW_MS - DAY_MS });
    events.push(...Array.from({ length: 70 }, (_event, index) => event(`e${index}`, minutesAgo(index))));
    const readings = [await reader.read(NEVER)];
    while (readings.at(-1)?.isReading && readings.length < 30) readings.push(await reader.read(NEVER));
    for (const state of readings) expectTruth(state, events);
    expect(readings.length).toBeGreaterThan(5);
    expect(readings.at(-1)).toMatchObject({ isReading: false, completeSinceMs: NOW_MS - DAY_MS });
    expect(readings.at(-1)?.feed.events).toHaveLength(71);
    expect(readings.at(-1)?.feed.events.filter(({ isNew }) => isNew)).toHaveLength(70);
  });

  it('reads all of it once more where much came late, also to where it had been', async () => {
    const events = Array.from({ length: 400 }, (_event, index) => event(`e${index}`, 20 + index));
    const { client } = apiOf(events, 40);
    const reader = createFeedReader({ client, filters: errorsOnly, now: () => NOW_MS });
    for (let reading = 0; reading < 12; reading += 1) await reader.read(NEVER);
    // Between those that are known, over all the time, and bit by bit.
    const late = Array.from({ length: 1_000 }, (_event, index) =>
      event(`l${index}`, 20.5 + ((index * 397) % 1_000) / 3),
    );
    while (late.length > 0) {
      events.push(...late.splice(0, 100));
      await reader.read(NEVER);
    }
    let state = await reader.read(NEVER);
    for (let reading = 0; state.isReading && reading < 200; reading += 1) {
      expect(state.completeSinceMs).toBeGreaterThan(NOW_MS - DAY_MS);
      state = await reader.read(NEVER);
    }
    expect([state.feed.events.length, state.isReading, state.completeSinceMs]).toEqual([1_400, false, NOW_MS - DAY_MS]);
  });

  it('is done with what it read as long as few events come at once', async () => {
    const events = Array.from({ length: 30 }, (_event, index) => event(`e${index}`, 20 + index));
    const { client } = apiOf(events, 5);
    const reader = createFeedReader({ client, filters: errorsOnly, now: () => NOW_MS });
    for (let reading = 0; reading < 8; reading += 1) await reader.read(NEVER);
    for (let reading = 0; reading < 8; reading += 1) {
      events.push(event(`new${reading}`, -reading / 100));
      expect((await reader.read(NEVER)).isReading).toBe(false);
    }
  });

  it('waits two seconds, longer where there is much to read, and one while there is more to read', async () => {
    const few = apiOf([event('a', 1)], 1_000);
    const many = apiOf(
      Array.from({ length: 2_500 }, (_event, index) => event(`e${index}`, 20 + index / 100)),
      1_000,
    );
    const waits = async (client: ApiClient) => {
      const reader = createFeedReader({ client, filters: errorsOnly, now: () => NOW_MS });
      return [(await reader.read(NEVER)).waitMs, (await reader.read(NEVER)).waitMs];
    };
    expect(await waits(few.client)).toEqual([2_000, 2_000]);
    expect(await waits(many.client)).toEqual([1_000, 3_000]);
  });

  it('reads of thousands of errors nothing again while nothing comes, and one part where something came late', async () => {
    const events = Array.from({ length: 2_030 }, (_event, index) => event(`e${index}`, 1 + index / 2));
    const { client, asked, countEvents } = countingApi(events);
    const reader = createFeedReader({ client, filters: errorsOnly, now: () => NOW_MS });
    let state = await reader.read(NEVER, countEvents());
    while (state.isReading) state = await reader.read(NEVER, countEvents());
    expect([state.feed.events.length, state.completeSinceMs]).toEqual([2_030, NOW_MS - DAY_MS]);
    await reader.read(NEVER, countEvents());
    asked.length = 0;
    for (let reading = 0; reading < 10; reading += 1) await reader.read(NEVER, countEvents());
    expect(asked).toEqual([]);

    events.push(event('late', 15 * 60 + 0.55));
    const { feed, isReading } = await reader.read(NEVER, countEvents());
    expect([feed.events.length, isReading, feed.events.find(({ isLate }) => isLate)?.event.name]).toEqual([
      2_031,
      false,
      'late',
    ]);
    expect(asked).toHaveLength(1);
    await reader.read(NEVER, countEvents());
    expect(asked).toHaveLength(1);
  });

  it('reads all of it again where more parts differ than are read one by one', async () => {
    const events = Array.from({ length: 3_000 }, (_event, index) => event(`e${index}`, 1 + index / 3));
    const { client, countEvents } = countingApi(events);
    const reader = createFeedReader({ client, filters: errorsOnly, now: () => NOW_MS });
    let state = await reader.read(NEVER, countEvents());
    while (state.isReading) state = await reader.read(NEVER, countEvents());
    events.push(...Array.from({ length: 100 }, (_event, index) => event(`late${index}`, 200.1 + index * 7)));
    state = await reader.read(NEVER, countEvents());
    expect(state.isReading).toBe(true);
    for (let reading = 0; state.isReading && reading < 20; reading += 1) {
      expectTruth(state, events);
      state = await reader.read(NEVER, countEvents());
    }
    expect([state.feed.events.length, state.completeSinceMs]).toEqual([3_100, NOW_MS - DAY_MS]);
  });

  it('reads a part once of which the API counts more than has its time', async () => {
    const events = [event('a', 1), event('b', 600)];
    const { client, asked, countEvents } = countingApi(events);
    const counted = countEvents();
    const more = {
      ...counted,
      parts: counted.parts.map((part, index) => (index === 100 ? { ...part, counts: { ERROR: 3 } } : part)),
    };
    const reader = createFeedReader({ client, filters: errorsOnly, now: () => NOW_MS });
    for (let reading = 0; reading < 5; reading += 1) expect((await reader.read(NEVER, more)).isReading).toBe(false);
    expect(asked.filter((path) => path.includes('EndTime'))).toHaveLength(1);
  });

  it('waits the longer the longer nothing comes, and two seconds again once something does', async () => {
    const events = [event('a', 1)];
    const { client } = apiOf(events, 10);
    let nowMs = NOW_MS;
    const reader = createFeedReader({ client, filters: errorsOnly, now: () => nowMs });
    const waitAfter = async (ms: number) => {
      nowMs = NOW_MS + ms;
      return (await reader.read(NEVER)).waitMs / 1_000;
    };
    const waits: number[] = [];
    for (const minutes of [0, 0.9, 1, 4, 5, 14, 15, 600]) waits.push(await waitAfter(minutes * MINUTE_MS));
    expect(waits).toEqual([2, 2, 5, 5, 10, 10, 15, 15]);
    events.push(event('b', -600));
    expect(await waitAfter(601 * MINUTE_MS)).toBe(2);
  });

  itAtNight('takes no more memory after an hour than after minutes', async () => {
    const collect = garbageCollector();
    const events = Array.from({ length: 2_000 }, (_event, index) => event(`e${index}`, 1 + index / 2));
    let nowMs = NOW_MS;
    const { client, countEvents } = countingApi(events);
    const reader = createFeedReader({ client, filters: { ...errorsOnly, span: '6h' }, now: () => nowMs });
    const used: number[] = [];
    for (let reading = 0; reading < 1_800; reading += 1) {
      nowMs += 2_000;
      if (reading % 15 === 0) events.push(event(`new${reading}`, -(nowMs - NOW_MS) / MINUTE_MS));
      await reader.read(NEVER, countEvents());
      if (reading === 300 || reading === 1_799) used.push(collect());
    }
    const [early = 0, late = 0] = used;
    expect(late - early).toBeLessThan(10_000_000);
  });

  it('passes on any other trouble', async () => {
    const client: ApiClient = { readPage: () => Promise.reject(new ApiTrouble('failed', 'no')) };
    const reader = createFeedReader({ client, filters: DEFAULT_FILTERS, now: () => NOW_MS });
    await expect(reader.read(NEVER)).rejects.toMatchObject({ kind: 'failed' });
  });
});
