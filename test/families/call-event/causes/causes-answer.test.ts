import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callsAnswer } from '../../../../families/call-event/causes/calls-answer.ts';
import { causesAnswer, type Known } from '../../../../families/call-event/causes/causes-answer.ts';
import { createRowMaker, type EventRow } from '../../../../families/call-event/causes/event-row.ts';
import { EVENT_FACETS } from '../../../../families/call-event/causes/facets-of.ts';
import type { Facet } from '../../../../families/call-event/causes/row-filter.ts';
import { spanParts } from '../../../../families/call-event/causes/span-parts.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import { hostileText } from '../../../hostile/generator.ts';
import { HIDDEN, incident } from '../../../incident.ts';
import { timesByDay } from '../../../nightly.ts';

const NOW_MS = Date.parse('2026-11-20T12:03:20.000Z');
const HOUR_MS = 3_600_000;
const SPAN = spanParts({ agoMs: 24 * HOUR_MS }, { agoMs: 0 }, NOW_MS);

function rowsOf(events: readonly JsonObject[]): EventRow[] {
  const make = createRowMaker();
  return events.map((data) => {
    const timestamp = String(data.timestamp);
    return make(data, { atMs: Date.parse(timestamp), timestamp });
  });
}

function known(events: readonly JsonObject[], more: Partial<Known> = {}): Known {
  return { span: SPAN, nowMs: NOW_MS, rows: rowsOf(events), countedSinceMs: SPAN.fromMs, ...more };
}

const ago = (ms: number) => new Date(NOW_MS - ms).toISOString();

const anyValue = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'b', 'c') },
  { weight: 1, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.constantFrom<unknown>('__proto__', 'constructor', '\ud800', null, 7, {}, [], '') },
);
const anyEvent = fc
  .record({
    call_sid: fc.constantFrom('CA1', 'CA2', 'CA3', '__proto__', '\udfff'),
    level: fc.constantFrom<unknown>('ERROR', 'WARNING', 'warn', 'INFO', null, 'error', 7),
    group: anyValue,
    name: anyValue,
    agoMs: fc.oneof(fc.nat(24 * HOUR_MS - 60_000), fc.constant(60_000)),
    error: fc.oneof(
      anyValue,
      fc.record({ code: fc.constantFrom<unknown>(31005, '53405', 0, null, {}), message: anyValue }),
    ),
    metadata: fc.oneof(
      anyValue,
      fc.record({
        client_name: anyValue,
        country_code: anyValue,
        sdk: fc.oneof(
          anyValue,
          fc.record({
            type: anyValue,
            version: anyValue,
            region: anyValue,
            browser: fc.record({ name: anyValue, major: anyValue }),
          }),
        ),
      }),
    ),
  })
  .map(({ agoMs, error, metadata, ...event }) => ({
    ...event,
    timestamp: ago(agoMs),
    sdk_edge: { error, metadata },
  }));

describe('the answer about causes', () => {
  it('has the numbers of a naive count, of any data in any order', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        const answer = causesAnswer({}, known(events));
        const fitting = rowsOf(events).filter(({ cause }) => cause.isError || cause.level === 'WARNING');
        expect([answer.events, answer.calls]).toEqual([fitting.length, new Set(fitting.map(({ call }) => call)).size]);
        for (const { cause, events: count, calls, volume } of answer.causes) {
          const same = fitting.filter((row) => row.cause.cause === cause);
          expect([count, calls]).toEqual([same.length, new Set(same.map(({ call }) => call)).size]);
          expect(volume.reduce((sum, part) => sum + part, 0)).toBe(count);
        }
        for (const facet of EVENT_FACETS) {
          for (const { value, events: count, calls } of answer.facets[facet]) {
            const same = fitting.filter((row) => row.facets[facet] === value);
            expect([count, calls]).toEqual([same.length, new Set(same.map(({ call }) => call)).size]);
          }
        }
        expect(causesAnswer({}, known(events.toReversed()))).toEqual(answer);
        expect(callsAnswer({}, known(events.toReversed()))).toEqual(callsAnswer({}, known(events)));
        expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
      }),
      { numRuns: timesByDay(100, 300) },
    );
  });

  it('is found again by each value that it names', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { minLength: 1, maxLength: 20 }), (events) => {
        const all = known(events);
        for (const [facet, counts] of Object.entries(causesAnswer({}, all).facets)) {
          for (const { value, events: count } of counts) {
            const facets = [{ facet: facet as Facet, value }];
            expect(value.isWellFormed()).toBe(true);
            expect(causesAnswer({ facets }, all).events).toBe(count);
          }
        }
        for (const { cause, events: count } of causesAnswer({}, all).causes) {
          expect(causesAnswer({ cause }, all).events).toBe(count);
        }
      }),
    );
  });

  it('is bounded, however many causes and values there are', () => {
    const events = Array.from({ length: 10_000 }, (_event, n) => ({
      call_sid: `CA${n}`,
      level: 'ERROR',
      name: `error-${n}`,
      timestamp: ago(n * 1_000),
      sdk_edge: { metadata: { client_name: `client-${n}` } },
    }));
    const answer = causesAnswer({}, known(events));
    expect([answer.causes.length, answer.more_causes]).toEqual([200, 9_800]);
    expect(answer.facets.client).toHaveLength(20);
    expect(JSON.stringify(answer).length).toBeLessThan(300_000);
    expect(callsAnswer({}, known(events))).toMatchObject({ calls: { length: 500 }, more: 9_500 });
  });

  it('tells a cause that began from one that rose, one that goes on and one that ended', () => {
    const at = (name: string, hours: readonly number[]) =>
      hours.map((hour, n) => ({ call_sid: `CA${n}`, level: 'ERROR', name, timestamp: ago(hour * HOUR_MS + n) }));
    const every = (step: number, from: number, to: number) =>
      Array.from({ length: Math.floor((to - from) / step) }, (_hour, n) => from + n * step);
    const before = rowsOf([
      ...at('rose', every(6, 26, 44)),
      ...at('goes on', every(1, 26, 44)),
      ...at('ended', every(1, 26, 44)),
    ]);
    const { causes } = causesAnswer(
      {},
      known(
        [
          ...at('began', [1]),
          ...at('rose', every(0.05, 0, 1)),
          ...at('goes on', every(1, 0, 23)),
          ...at('ended', every(1, 12, 23)),
        ],
        { before, oldestMs: NOW_MS - 72 * HOUR_MS },
      ),
    );
    expect(Object.fromEntries(causes.map(({ name, state }) => [name, state]))).toEqual({
      began: 'new',
      rose: 'spike',
      'goes on': 'steady',
      ended: 'gone',
    });
  });

  it('calls nothing new where nothing is known of the time before', () => {
    const events = [0, 1, 2].map((n) => ({
      call_sid: `CA${n}`,
      level: 'ERROR',
      name: 'a',
      timestamp: ago(n * HOUR_MS),
    }));
    expect(causesAnswer({}, known(events)).causes[0]).toMatchObject({ state: 'steady', events_before: null });
    expect(causesAnswer({}, known(events, { before: [] })).causes[0]).toMatchObject({
      state: 'steady',
      events_before: null,
    });
  });

  it('compares with nothing while the table is younger than both spans, and changes no state as it grows', () => {
    const every = (name: string, minutes: number, fromMs: number, toMs: number) =>
      Array.from({ length: Math.ceil((toMs - fromMs) / (minutes * 60_000)) }, (_event, n) => ({
        call_sid: `CA${n}`,
        level: 'ERROR',
        name,
        timestamp: ago(fromMs + n * minutes * 60_000),
      }));
    const answerAt = (ageHours: number, accounts?: readonly string[]) => {
      const all = ['a', 'b'].flatMap((name, n) => every(name, 9 + n, 0, ageHours * HOUR_MS));
      const rows = rowsOf(all.map((event) => ({ ...event, account_sid: 'AC1' })));
      const before = rows.filter(({ atMs }) => atMs < SPAN.fromMs && atMs >= SPAN.fromMs - (SPAN.toMs - SPAN.fromMs));
      return causesAnswer(accounts ? { accounts } : {}, {
        ...known([]),
        rows: rows.filter(({ atMs }) => atMs >= SPAN.fromMs),
        before,
        oldestMs: NOW_MS - ageHours * HOUR_MS,
      });
    };
    for (const hours of [0.2, 1, 2, 6, 13, 24.5, 26, 36, 46]) {
      const { before, causes } = answerAt(hours);
      expect([hours, before, causes.map(({ state }) => state)]).toEqual([hours, null, ['steady', 'steady']]);
    }
    for (const accounts of [undefined, ['AC1']]) {
      const { before, causes } = answerAt(60, accounts);
      expect(before?.events).toBeGreaterThan(250);
      expect(causes.map(({ state }) => state)).toEqual(['steady', 'steady']);
    }
  });

  it('of other accounts does not even tell how old they are', () => {
    const rows = rowsOf([{ call_sid: 'CA1', level: 'ERROR', name: 'a', account_sid: 'AC1', timestamp: ago(HOUR_MS) }]);
    const more = { rows, before: [], oldestMs: NOW_MS - 72 * HOUR_MS };
    expect(causesAnswer({}, known([], more)).before?.events).toBe(0);
    expect(causesAnswer({ accounts: ['AC1'] }, known([], more)).before).toBeNull();
  });

  it('calls nothing new that a filter hides from the time before', () => {
    const event = (n: number, region: string, name: string) => ({
      call_sid: `CA${n}`,
      level: 'ERROR',
      name,
      timestamp: ago(n * HOUR_MS),
      sdk_edge: { metadata: { sdk: { region } } },
    });
    const before = rowsOf([event(30, 'us1', 'a')]);
    const events = [event(1, 'au1', 'a'), event(20, 'us1', 'a')];
    const stateBy = (more: Partial<Known>, value?: string) =>
      causesAnswer(
        value === undefined ? {} : { facets: [{ facet: 'region', value }] },
        known(events, { oldestMs: NOW_MS - (more.before?.length ? 72 : 20) * HOUR_MS, ...more }),
      ).causes.map(({ state }) => state);
    expect([stateBy({ before }), stateBy({ before }, 'us1')]).toEqual([['steady'], ['steady']]);
    // Here it is: nothing of it was there before, of a time of which something is known.
    expect(stateBy({ before }, 'au1')).toEqual(['new']);
    expect(stateBy({ before: [] }, 'au1')).toEqual(['new']);
  });

  it('says that an error of a level nobody knows is an error', () => {
    const event = {
      call_sid: 'CA1',
      level: 'FATAL',
      name: 'a',
      timestamp: ago(1),
      sdk_edge: { error: { code: 31005 } },
    };
    const { causes, facets } = causesAnswer({}, known([event]));
    expect(causes[0]?.level).toBe('ERROR');
    expect(facets.level).toEqual([{ value: 'ERROR', events: 1, calls: 1 }]);
    expect(callsAnswer({}, known([event])).calls[0]?.level).toBe('ERROR');
  });

  it('shares nothing of fewer than 20 calls', () => {
    const events = incident({ nowMs: NOW_MS, errors: 300, warnings: 0 }).map(({ data }) => data);
    const hidden = events.filter((event) => event.sdk_edge?.error?.code === HIDDEN.code);
    const others = events.filter((event) => event.sdk_edge?.error?.code !== HIDDEN.code);
    const calls = [...new Set(hidden.map(({ call_sid }) => call_sid))];
    const sharedOf = (count: number) => {
      const some = hidden.filter(({ call_sid }) => calls.slice(0, count).includes(call_sid));
      return causesAnswer({ cause: HIDDEN.cause }, known([...others, ...some])).causes[0]?.shared.length;
    };
    expect(calls.length).toBeGreaterThan(20);
    expect(sharedOf(19)).toBe(0);
    expect(sharedOf(20)).toBeGreaterThan(2);
  });
});

describe('the answer about calls', () => {
  const event = (call_sid: string, level: string, name: string, minutes: number, client_name?: string) => ({
    call_sid,
    level,
    group: 'g',
    name,
    timestamp: ago(minutes * 60_000),
    sdk_edge: { metadata: { client_name } },
  });

  it('has each by its worst event, with the warning that came before', () => {
    const events = [
      event('CA1', 'WARNING', 'high-jitter', 9, 'kim'),
      event('CA1', 'WARNING', 'low-mos', 8),
      event('CA1', 'ERROR', 'error', 7),
      event('CA1', 'WARNING', 'high-rtt', 6),
      event('CA2', 'WARNING', 'high-rtt', 1),
    ];
    const { calls } = callsAnswer({}, known(events));
    expect(
      calls.map(({ call_sid, name, events: count, warning_before }) => [call_sid, name, count, warning_before]),
    ).toEqual([
      ['CA1', 'error', 4, 'low-mos'],
      ['CA2', 'high-rtt', 1, null],
    ]);
    expect(calls[0]?.facets).toMatchObject({ client: 'kim', carrier: null });
    const [only] = callsAnswer({ levels: ['ERROR'] }, known(events)).calls;
    expect([only?.events, only?.warning_before]).toEqual([1, 'low-mos']);
  });
});

describe('the parts of a span', () => {
  it('are 120 at most, whole where it says how long ago, and as it is where it says when', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 31 * 24 * HOUR_MS }), fc.nat(HOUR_MS), (agoMs, later) => {
        const relative = spanParts({ agoMs }, { agoMs: 0 }, NOW_MS + later);
        expect(relative.parts).toBeLessThanOrEqual(120);
        expect([relative.fromMs % relative.stepMs, relative.toMs % relative.stepMs]).toEqual([0, 0]);
        expect(relative.fromMs).toBeLessThanOrEqual(NOW_MS + later - agoMs);
        expect(relative.toMs).toBeGreaterThanOrEqual(NOW_MS + later);
        const exact = spanParts({ atMs: NOW_MS - agoMs }, { atMs: NOW_MS }, NOW_MS + later);
        expect([exact.fromMs, exact.toMs]).toEqual([NOW_MS - agoMs, NOW_MS]);
        expect(exact.parts).toBeLessThanOrEqual(120);
      }),
    );
  });
});
