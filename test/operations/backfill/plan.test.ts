import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../families/call-event/call-event.ts';
import { toItem } from '../../../families/call-event/item.ts';
import { canonical } from '../../../operations/backfill/canonical.ts';
import { type KnownEvent, planBackfill } from '../../../operations/backfill/plan.ts';
import { ARRIVAL_MS, CONFIG, callEvent, eventId } from '../../../samples/builders.ts';
import { timesByDay } from '../../nightly.ts';
import { toRestEvent } from '../../twilio/fake-insights.ts';

const row = (data: Record<string, unknown>, number = 1): KnownEvent => ({ id: eventId(number), data: callEvent(data) });
const rest = (data: Record<string, unknown>) => toRestEvent(callEvent(data)) as CallEvent;
/** What is in the table after the plan was done. */
const done = (stored: readonly KnownEvent[], events: readonly CallEvent[]) => [
  ...stored,
  ...planBackfill(events, stored).missing,
];
const at = (ms: string) => ({ timestamp: `2026-11-20T11:59:${ms}Z` });
const metric = (value: number) => ({ sdk_edge: { metric: { threshold: 400, values: [value] } } });

describe('an event of the stream', () => {
  it.each([
    [
      'has milliseconds and a location for its edge',
      at('22.345'),
      { edge: 'ashburn', sdk_edge: { error: { code: 1 } } },
    ],
    ['has no edge at all', at('22.345'), { edge: null }],
    ['has an error with a message', at('22.999'), { sdk_edge: { error: { code: 31005, message: 'Gone' } } }],
    ['has empty texts for what nobody knows', at('22.000'), { sdk_edge: { metadata: { city: '', sdk: {} } } }],
    ['has a level that nobody knows', at('22.1'), { level: 'UNKNOWN' }],
    ['has a sequence number', at('22.1'), { conversation_relay_data: { sequence_number: 4 } }],
  ])('that %s is found again', (_what, time, members) => {
    const data = { ...time, ...members };
    expect(planBackfill([rest(data)], [row(data)])).toEqual({ matched: 1, missing: [], ambiguous: [], onlyStored: 0 });
  });

  it.each([
    ['second', at('23.000')],
    ['name', { name: 'ringing' }],
    ['group', { group: 'settings' }],
    ['side', { edge: 'carrier_edge' }],
    ['error', { sdk_edge: { error: { code: 31006 } } }],
    ['sequence number', { conversation_relay_data: { sequence_number: 2 } }],
  ])('of another %s is another one', (_what, other) => {
    const data = {
      ...at('22.500'),
      sdk_edge: { error: { code: 31005 } },
      conversation_relay_data: { sequence_number: 1 },
    };
    const plan = planBackfill([rest({ ...data, ...other })], [row(data)]);
    expect(plan).toMatchObject({ matched: 0, missing: [expect.anything()], onlyStored: 1 });
  });

  it('that names a location is found by the side that the resource names', () => {
    const sides = { carrier_edge: { metadata: { region: 'us1' } }, sdk_edge: { metadata: { city: 'Bern' } } };
    const [data, onRest] = ['ashburn', 'sdk_edge'].map((edge) => ({ ...at('22.500'), ...sides, edge }));
    expect(planBackfill([rest(onRest ?? {})], [row(data ?? {})])).toMatchObject({ matched: 1, missing: [] });
  });

  it('is known by its milliseconds where both have them', () => {
    const events = [at('22.100'), at('22.900')].map((data) => callEvent(data));
    const plan = planBackfill(events, [row(at('22.900'))]);
    expect(plan).toMatchObject({ matched: 1, missing: [{ data: at('22.100') }], ambiguous: [] });
  });

  it('was hidden in part, and is found again whatever is hidden today', () => {
    const data = { ...at('22.500'), sdk_edge: { metadata: { ip_address: '[redacted]', city: 'Bern' } } };
    const open = { ...at('22.500'), sdk_edge: { metadata: { ip_address: '192.0.2.1', city: 'Bern' } } };
    expect(planBackfill([rest(open)], [row(data)])).toMatchObject({ matched: 1, missing: [] });
    expect(planBackfill([rest(data)], [row(open)])).toMatchObject({ matched: 1, missing: [] });
  });
});

it('an event that fits two rows leaves the one to another that fits no other', () => {
  const numbered = (number: number) => ({ ...at('22.500'), conversation_relay_data: { sequence_number: number } });
  const stored = [row(numbered(1), 1), row(numbered(2), 2)];
  const [first, second] = [1, 2].map((number) => rest(numbered(number)));
  const unnumbered = rest(at('22.500'));
  for (const known of [first, second]) {
    expect(planBackfill([unnumbered, known ?? unnumbered], stored)).toMatchObject({ matched: 2, missing: [] });
  }
});

describe('twins', () => {
  it('are as many as Twilio shows', () => {
    const twins = Array.from({ length: 3 }, () => rest(at('22.100')));
    const plan = planBackfill(twins, [row(at('22.100'))]);
    expect(plan.matched).toBe(1);
    expect(new Set(plan.missing.map(({ id }) => id)).size).toBe(2);
    expect(plan.ambiguous).toEqual([]);
  });

  it('that were half written get the same ids, and no third', () => {
    const twins = Array.from({ length: 3 }, () => rest(at('22.100')));
    const stored = [row(at('22.100'))];
    const ids = planBackfill(twins, stored).missing.map(({ id }) => id);
    for (const half of planBackfill(twins, stored).missing) {
      const [next, ...more] = planBackfill(twins, [...stored, half]).missing;
      expect([half.id, next?.id].sort()).toEqual([...ids].sort());
      expect(more).toEqual([]);
    }
  });
});

describe('events of one second that differ in their bodies only', () => {
  it('are told from each other by what both sides say', () => {
    const plan = planBackfill(
      [metric(1), metric(2), metric(3)].map((body) => rest({ ...at('22.100'), ...body })),
      [row({ ...at('22.100'), ...metric(2) })],
    );
    expect(plan).toMatchObject({ matched: 1, ambiguous: [] });
    expect(plan.missing.map(({ data }) => data.sdk_edge?.metric?.values)).toEqual([[1], [3]]);
  });

  it('are reported where the row could be either, and none is written', () => {
    const other = row({ ...at('22.100'), ...metric(9) });
    const plan = planBackfill(
      [metric(1), metric(2)].map((body) => rest({ ...at('22.100'), ...body })),
      [other],
    );
    expect(plan).toMatchObject({ matched: 1, missing: [], onlyStored: 0 });
    expect(plan.ambiguous).toHaveLength(1);
  });
});

it('an id says nothing that is hidden, and does not depend on the order of members or on nulls', () => {
  const [first] = planBackfill(
    [{ ...callEvent(at('22')), sdk_edge: null, extra: { b: 1, a: 2 } } as CallEvent],
    [],
  ).missing;
  const reversed = Object.fromEntries(Object.entries({ ...callEvent(at('22')), extra: { a: 2, b: 1 } }).reverse());
  const [second] = planBackfill([reversed as CallEvent], []).missing;
  expect(first?.id).toMatch(/^backfill-[\da-f]{40}-0$/);
  expect(second?.id).toBe(first?.id);
});

it('an event without a time is like no other, and no row', () => {
  const plan = planBackfill([rest({ timestamp: null })], [row({ timestamp: null })]);
  const [event] = plan.missing;
  expect(event && toItem(event, { arrivalMs: ARRIVAL_MS, config: CONFIG })).toMatchObject({
    ok: false,
    reason: 'no-time',
  });
});

/** Few of everything, so that events of one second, twins and likenesses are common. */
const anyData = fc
  .record({
    ms: fc.integer({ min: 0, max: 3 }).map((quarter) => quarter * 437),
    name: fc.constantFrom('interrupt', 'high-rtt'),
    edge: fc.constantFrom('sdk_edge', 'carrier_edge', 'ashburn', null),
    level: fc.constantFrom('INFO', 'UNKNOWN', null),
    sequence: fc.option(fc.integer({ min: 1, max: 3 })),
    code: fc.option(fc.constantFrom(31005, 53000)),
    value: fc.option(fc.integer({ min: 1, max: 3 })),
  })
  .map(({ ms, name, edge, level, sequence, code, value }) =>
    callEvent({
      timestamp: new Date(ARRIVAL_MS + ms).toISOString(),
      name,
      edge,
      level,
      ...(sequence !== null && { conversation_relay_data: { sequence_number: sequence } }),
      sdk_edge: {
        ...(code !== null && { error: { code, message: 'Gone' } }),
        ...(value !== null && { metric: { threshold: 1, values: [value] } }),
        metadata: { sdk: { type: 'js', region: 'gll' } },
      },
    }),
  );
const anyTime = fc.constantFrom('seconds' as const, 'without zeros' as const, 'as it came' as const);
const scenario = fc
  .array(
    fc.record({
      data: anyData,
      streamed: fc.boolean(),
      withoutEdge: fc.boolean(),
      withoutPayload: fc.boolean(),
    }),
    { maxLength: 14 },
  )
  .chain((events) =>
    fc.record({
      // One kind of event has one kind of time.
      events: fc.tuple(anyTime, anyTime).map(([ofOne, ofOthers]) =>
        events.map(({ data, streamed, ...form }, index) => ({
          streamed,
          row: { id: eventId(index), data },
          rest: toRestEvent(data, { time: data.name === 'interrupt' ? ofOne : ofOthers, ...form }) as CallEvent,
        })),
      ),
      restOrder: fc.shuffledSubarray([...events.keys()], { minLength: events.length }),
      rowOrder: fc.shuffledSubarray([...events.keys()], { minLength: events.length }),
    }),
  )
  .map(({ events, restOrder, rowOrder }) => ({
    all: restOrder.flatMap((place) => events[place]?.rest ?? []),
    stored: rowOrder.flatMap((place) => (events[place]?.streamed ? [events[place].row] : [])),
    lost: events.filter(({ streamed }) => !streamed).map((event) => event.rest),
  }));

describe('whatever came by the stream, in any order', () => {
  it('the table has as many events as Twilio afterwards, but for those reported', () => {
    fc.assert(
      fc.property(scenario, ({ all, stored }) => {
        const plan = planBackfill(all, stored);
        // Never more than were lost: no second row for one that is there.
        expect(plan.missing.length + plan.ambiguous.length).toBe(all.length - stored.length);
        expect(new Set([...stored, ...plan.missing].map(({ id }) => id)).size).toBe(
          stored.length + plan.missing.length,
        );
      }),
      { numRuns: timesByDay(250, 1_000) },
    );
  });

  it('what is written is what was lost', () => {
    fc.assert(
      fc.property(scenario, ({ all, stored, lost }) => {
        const left = lost.map(canonical);
        for (const { data } of planBackfill(all, stored).missing) {
          const place = left.indexOf(canonical(data));
          expect(place).not.toBe(-1);
          left.splice(place, 1);
        }
      }),
      { numRuns: timesByDay(250, 1_000) },
    );
  });

  it('to run again adds nothing, and to go on from any half ends the same', () => {
    fc.assert(
      fc.property(scenario, fc.infiniteStream(fc.boolean()), ({ all, stored }, coin) => {
        const whole = done(stored, all);
        expect(planBackfill(all, whole).missing).toEqual([]);
        const half = [...stored, ...planBackfill(all, stored).missing.filter(() => coin.next().value === true)];
        const ids = (events: readonly KnownEvent[]) => events.map(({ id }) => id).sort();
        expect(ids(done(half, all))).toEqual(ids(whole));
      }),
      { numRuns: timesByDay(250, 1_000) },
    );
  });
});
