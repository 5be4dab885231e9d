import { describe, expect, it } from 'vitest';
import { queryOf } from '../../../families/call-event/causes/address-query.ts';
import { createRowMaker, type EventRow } from '../../../families/call-event/causes/event-row.ts';
import type { Alert } from '../../../lambda/page/views.ts';
import { type CallsHit, type Evaluated, evaluate } from '../../../lambda/watch/evaluate.ts';
import { fixedAddress } from '../../../lambda/watch/fixed-address.ts';
import { messagesOf } from '../../../lambda/watch/message.ts';
import { seenCauses } from '../../../lambda/watch/seen-causes.ts';

const NOW_MS = Date.parse('2026-11-20T12:00:00.000Z');
const MINUTE_MS = 60_000;
const NONE = { alarms: [] };
const makeRow = createRowMaker();
let calls = 0;

/** An error of a call of its own, so many minutes before noon. */
function error(code: number, minutesAgo: number, members: Record<string, unknown> = {}): EventRow {
  calls += 1;
  const atMs = NOW_MS - minutesAgo * MINUTE_MS;
  const data = { call_sid: `CA${calls}`, level: 'ERROR', name: 'error', sdk_edge: { error: { code } }, ...members };
  return makeRow(data, { atMs, timestamp: new Date(atMs).toISOString() });
}
/** One each hour of the day before. */
const usual = (code: number) => Array.from({ length: 24 }, (_row, hour) => error(code, (hour + 1) * 60));

/** What is said, minute by minute after noon. */
function told(
  alert: Alert,
  rows: readonly EventRow[],
  minutes: readonly number[],
  callsAt?: (minute: number) => CallsHit,
) {
  let state: Pick<Evaluated, 'alarms' | 'overSinceMs'> = NONE;
  const said: string[] = [];
  for (const minute of minutes) {
    const nowMs = NOW_MS + minute * MINUTE_MS;
    const known = rows.filter(({ atMs }) => atMs <= nowMs);
    const { news, ...next } = evaluate(
      alert,
      { nowMs, seen: seenCauses(known, {}, nowMs), ...(callsAt && { calls: callsAt(minute) }) },
      state,
    );
    state = next;
    said.push(...news.begun.map(({ cause, events }) => `${minute}: ${cause} ${events}`));
    said.push(...(news.share ? [`${minute}: ${news.share.hit} of ${news.share.all}`] : []));
    said.push(...news.over.map(({ cause }) => `${minute}: over ${cause}`));
  }
  return said;
}
const each = (to: number) => Array.from({ length: to + 1 }, (_minute, index) => index);

describe('a new cause', () => {
  const alert: Alert = { when: 'new-cause' };

  it('is said once, and that it is over an hour after its last event', () => {
    const rows = [...usual(31005), error(53405, 2), error(53405, 1), error(53405, -20)];
    expect(told(alert, rows, each(120))).toEqual(['0: code:53405 2', '80: over code:53405']);
  });

  it('is none that was there within the day before', () => {
    expect(told(alert, [...usual(31005), error(53405, 23 * 60), error(53405, 1)], each(3))).toEqual([]);
    expect(told(alert, [...usual(31005), error(53405, 25 * 60), error(53405, 1)], each(3))).toEqual([
      '0: code:53405 1',
    ]);
  });

  it('is said of an event that comes a few minutes late', () => {
    expect(told(alert, [...usual(31005), error(53405, 12)], each(1))).toEqual(['0: code:53405 1']);
  });

  it('is not said of a table that began just now', () => {
    expect(told(alert, [error(31005, 50), error(53405, 1)], each(3))).toEqual([]);
  });
});

describe('a spike', () => {
  const alert: Alert = { when: 'spike' };
  const many = (count: number, minutesAgo: number) => Array.from({ length: count }, () => error(31005, minutesAgo));

  it('is three times what is usual in five minutes, and ten at least', () => {
    expect(told(alert, [...usual(31005), ...many(9, 1)], [0])).toEqual([]);
    expect(told(alert, [...usual(31005), ...many(10, 1)], [0])).toEqual(['0: code:31005 10']);
    const busy = Array.from({ length: 24 * 60 }, (_row, minute) => error(31005, minute + 5));
    expect(told(alert, [...busy, ...many(15, 1)], [0])).toEqual([]);
    expect(told(alert, [...busy, ...many(16, 1)], [0])).toEqual(['0: code:31005 16']);
  });

  it('is said once while it goes on, and that it is over a quarter of an hour later', () => {
    const rows = [...usual(31005), ...many(12, 1), ...many(12, -3)];
    expect(told(alert, rows, each(40))).toEqual(['0: code:31005 12', '22: over code:31005']);
  });
});

describe('a share', () => {
  const alert: Alert = { when: 'share', over: 5 };

  it('is said once it was over the limit for five minutes, and that it is over after five below', () => {
    const share = (minute: number) => ({ all: 100, hit: minute < 10 ? 6 : 5 });
    expect(told(alert, [], each(30), share)).toEqual(['5: 6 of 100', '14: over ']);
  });

  it('begins anew where it was below in between, and is nothing of few calls', () => {
    expect(told(alert, [], each(9), (minute) => ({ all: 100, hit: minute === 4 ? 5 : 6 }))).toEqual([]);
    expect(told(alert, [], each(9), () => ({ all: 19, hit: 19 }))).toEqual([]);
    expect(told(alert, [], each(9), () => ({ all: 0, hit: 0 }))).toEqual([]);
  });

  it('that was said is not over where too few calls are known, and goes on from there', () => {
    const known = (minute: number) => ({ all: 100, hit: minute < 20 ? 6 : 5 });
    const few = (minute: number) => ({ all: minute % 2 === 0 ? 0 : 19, hit: 0 });
    const share = (minute: number) => (minute > 5 && minute < 15 ? few(minute) : known(minute));
    expect(told(alert, [], each(30), share)).toEqual(['5: 6 of 100', '24: over ']);
    expect(told(alert, [], each(9), (minute) => (minute < 5 ? known(minute) : few(minute)))).toEqual([]);
    expect(told(alert, [], each(9), (minute) => (minute === 3 ? few(minute) : known(minute)))).toEqual(['5: 6 of 100']);
  });
});

describe('an address', () => {
  it('asks for what its filters do, whenever that is', () => {
    const address =
      '/events?level=error&edge=sdk_edge&group=g&name=n&code=53405&cause=code%3A53405&text=t&facet=region%3Aau1&facet=os%3Aa%3Ab&facet=moon%3A1&since=1h';
    expect(queryOf(address)).toEqual({
      levels: ['ERROR'],
      edge: 'sdk_edge',
      group: 'g',
      name: 'n',
      code: 53405,
      cause: 'code:53405',
      text: 't',
      facets: [
        { facet: 'region', value: 'au1' },
        { facet: 'os', value: 'a:b' },
      ],
    });
    expect(Object.values(queryOf('/?level=moon&code=x')).filter((value) => value !== undefined)).toEqual([]);
  });

  it('is fixed to a time and led to a cause', () => {
    expect(fixedAddress('/events?since=1h&facet=region%3Aau1', 0, 1_000, 'code:1')).toBe(
      '/cause?facet=region%3Aau1&cause=code%3A1&from=1970-01-01T00%3A00%3A00.000Z&to=1970-01-01T00%3A00%3A01.000Z',
    );
    expect(fixedAddress('/?from=x', 0, 1_000)).toMatch(/^\/\?from=1970-01-01T00%3A00%3A00.000Z&to=/);
  });
});

describe('a message', () => {
  const view = {
    name: 'Errors <!channel>',
    address: '/?since=1h',
    origin: 'https://api.example.com',
    savedAt: '',
    alert: { when: 'new-cause' as const },
  };
  const context = { stack: 'Stack', nowMs: NOW_MS };

  it('says what begins, with a link of fixed times, and nothing that a chat obeys', () => {
    const rows = [
      ...usual(31005),
      error(53405, 10),
      error(0, 5, { sdk_edge: {}, group: '<!here>', name: '<https://evil.example.com|click>' }),
    ];
    const { news, alarms } = evaluate(view.alert, { nowMs: NOW_MS, seen: seenCauses(rows, {}, NOW_MS) }, NONE);
    const [begun, ...others] = messagesOf(view, news, context);
    expect(others).toEqual([]);
    expect(begun).toMatchObject({
      state: 'begun',
      view: view.name,
      stack: 'Stack',
      causes: [
        { cause: 'code:53405', error_code: 53405, events: 1, calls: 1, first_seen: '2026-11-20T11:50:00.000Z' },
        {},
      ],
      start_time: '2026-11-20T10:50:00.000Z',
      end_time: '2026-11-20T12:00:00.000Z',
    });
    expect(begun?.text).toBe(
      'Stack, Errors !channel: New cause: 53405 Media connection failed. 1 event on 1 call. And 1 more. ' +
        'https://api.example.com/?from=2026-11-20T10%3A50%3A00.000Z&to=2026-11-20T12%3A00%3A00.000Z',
    );
    const [over] = messagesOf(view, { begun: [], over: alarms.slice(1) }, context);
    expect(over?.text).toMatch(
      /: Over: !here \/ https: \/\/evil.example.com click\. https:\/\/api.example.com\/cause\?cause=/,
    );
  });

  it('has no link and no mark of what a device or a person wrote', () => {
    const name = 'see https://evil.example/login [click](https://x) *now* <url|x> _a_ ~b~ `c` @all';
    const hostile = { ...view, name };
    const rows = [...usual(31005), error(0, 5, { sdk_edge: {}, name })];
    const { news } = evaluate(view.alert, { nowMs: NOW_MS, seen: seenCauses(rows, {}, NOW_MS) }, NONE);
    const [begun] = messagesOf(hostile, news, context);
    const words = 'see https: //evil.example/login click https: //x now url x a b c all';
    expect(begun?.text.replace(begun.link, '')).toBe(`Stack, ${words}: New cause: ${words}. 1 event on 1 call. `);
  });

  it('of a flood of causes names ten', () => {
    const rows = [...usual(31005), ...Array.from({ length: 500 }, (_row, n) => error(40_000 + n, 1))];
    const { news, alarms } = evaluate(view.alert, { nowMs: NOW_MS, seen: seenCauses(rows, {}, NOW_MS) }, NONE);
    expect(alarms).toHaveLength(100);
    const [begun] = messagesOf(view, news, context);
    expect([begun?.causes.length, begun?.more_causes]).toEqual([10, 90]);
  });
});
