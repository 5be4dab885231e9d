import { describe, expect, it } from 'vitest';
import { CALL_SID } from '../../../samples/builders.ts';
import type { ApiClient } from '../../../web/api-client.ts';
import { indexInside, isYoung, readCall, tailSinceMs, withTail } from '../../../web/call/read-call.ts';
import { apiEvent, at, START_MS } from '../api-events.ts';

const NEVER = new AbortController().signal;
const named = (name: string, ms: number) => apiEvent({ ...at(ms), name });

describe('reading a call', () => {
  it('follows every page, an empty one too, and tells what there is so far', async () => {
    const pages = [
      { events: [named('a', 0)], next: '/2' },
      { events: [], next: '/3' },
      { events: [named('b', 1)], next: null },
    ];
    const asked: string[] = [];
    const client: ApiClient = {
      async readPage(path) {
        asked.push(path);
        return pages[asked.length - 1] ?? { events: [], next: null };
      },
    };
    const parts: number[] = [];
    const onPart = (part: readonly unknown[]) => parts.push(part.length);
    const events = await readCall({ client, callSid: CALL_SID, signal: NEVER, onPart });
    expect(events.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(asked).toEqual([`/v1/Voice/${CALL_SID}/Events?Edge=all&PageSize=1000`, '/2', '/3']);
    expect(parts).toEqual([1, 1]);
  });

  it.each(['.', '..', 'a?b', 'a/b', '%2e', 'CA1 ', 'é'])(
    'asks by parameter for what a path may lose: %s',
    async (callSid) => {
      const asked: URL[] = [];
      const client: ApiClient = {
        async readPage(path) {
          asked.push(new URL(path, 'https://api.test'));
          return { events: [], next: null };
        },
      };
      await readCall({ client, callSid, signal: NEVER });
      expect(asked.map(({ pathname, searchParams }) => [pathname, searchParams.get('CallSid')])).toEqual([
        ['/v1/Voice/Events', callSid],
      ]);
    },
  );
});

describe('a call that goes on', () => {
  const events = Array.from({ length: 1_001 }, (_event, index) => named(String(index), index * 1_000));

  it('is read from its last quarter of an hour on where it is long, whole where it is short', () => {
    expect(tailSinceMs(events)).toBe(START_MS + 1_000_000 - 15 * 60_000);
    expect(tailSinceMs(events.slice(1))).toBeUndefined();
  });

  it('has what is new in its place, and stays the same array where nothing is', () => {
    const sinceMs = START_MS + 998_000;
    const [x, y, z] = events.slice(998);
    const late = named('late', 999_500);
    expect(withTail(events, events.slice(998), sinceMs)).toBe(events);
    const more = withTail(
      events,
      [x, y, late, z].filter((event) => event !== undefined),
      sinceMs,
    );
    expect(more.length).toBe(events.length + 1);
    expect(more.slice(998).map(({ name }) => name)).toEqual(['998', '999', 'late', '1000']);
    expect(withTail([], events, undefined)).toEqual(events);
  });

  it('may go on a quarter of an hour after it was heard of, also by a clock that runs ahead, but not for years', () => {
    const minutesAgo = (minutes: number) => isYoung([named('a', 0)], START_MS + minutes * 60_000);
    expect([14, 16, -120, -48 * 60].map(minutesAgo)).toEqual([true, false, true, false]);
    expect(isYoung([apiEvent({ timestamp: null })], START_MS)).toBe(false);
  });

  it('keeps what was chosen, wherever it now stands', () => {
    const before = [named('a', 0), named('b', 1), named('b', 1)];
    const after = [named('late', 0), ...before.map((event) => ({ ...event }))];
    expect(before.map((_event, index) => indexInside(before, index, after))).toEqual([1, 2, 3]);
    expect(indexInside(before, 0, [named('c', 0)])).toBeUndefined();
    expect(indexInside(before, undefined, after)).toBeUndefined();
  });
});
