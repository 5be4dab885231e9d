import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallMetric } from '../../../families/call-metric/call-metric.ts';
import { callMetrics } from '../../../families/call-metric/family.ts';
import { fromMetricItem, type StoredMetric } from '../../../families/call-metric/item.ts';
import { planMetrics } from '../../../operations/backfill/plan-metrics.ts';
import { ARRIVAL_MS, attributesOf, CONFIG, eventId } from '../../../samples/builders.ts';
import { gatewayMetricData, sdkMetricData } from '../../../samples/call-metric.ts';
import { toRestMetric } from '../../twilio/fake-insights.ts';

/** As the table holds samples, whatever event brought them. */
function rows(
  events: readonly { id: string; data: readonly CallMetric[] }[],
  redactFields: readonly string[] = [],
): StoredMetric[] {
  return events.flatMap(({ id, data }) => {
    const event = { id, type: 'x', data, isList: data.length > 1 };
    const outcome = callMetrics.outcome(event, {
      arrivalMs: ARRIVAL_MS,
      config: { ...CONFIG, redactFields: [...redactFields] },
    });
    if (!outcome.ok) throw new Error(outcome.detail);
    return outcome.value.rows.flatMap((row) => fromMetricItem(attributesOf(row)) ?? []);
  });
}

const row = (data: CallMetric, number = 1) => rows([{ id: eventId(number), data: [data] }]);
const rest = (data: CallMetric, time?: 'seconds' | 'without zeros') => toRestMetric(data, { time }) as CallMetric;
const at = (second: string, mos = 4.39) =>
  sdkMetricData({ timestamp: `2026-11-20T11:30:${second}Z`, sdk_edge: { interval: { mos: { value: mos } } } });
const NOTHING = { missing: [], ambiguous: [], onlyStored: 0 };

describe('a sample of the stream is found again', () => {
  it.each(['as it came', 'seconds', 'without zeros'] as const)('where Twilio writes its time %s', (time) => {
    const data = at('10.250');
    expect(planMetrics([toRestMetric(data, { time }) as CallMetric], row(data))).toEqual({ matched: 1, ...NOTHING });
  });

  it('by edge, direction and time, whatever else differs', () => {
    const data = gatewayMetricData({ edge: 'sip_edge' });
    const other = gatewayMetricData({ edge: 'sip_edge' }, { sip_edge: { codec: 8 } });
    expect(planMetrics([rest(other)], row(data))).toEqual({ matched: 1, ...NOTHING });
  });

  it.each([
    ['edge', gatewayMetricData({ edge: 'carrier_edge' })],
    ['direction', gatewayMetricData({ edge: 'sip_edge', direction: 'outbound' })],
    ['time', gatewayMetricData({ edge: 'sip_edge' }, { timestamp: '2026-11-20T11:30:10.251Z' })],
  ])('but one of another %s is another one', (_what, data) => {
    const plan = planMetrics([rest(data)], row(gatewayMetricData({ edge: 'sip_edge' })));
    expect([plan.matched, plan.missing.length, plan.onlyStored]).toEqual([0, 1, 1]);
  });

  it.each(['2026-11-20T11:30:10Z', '2026-11-20T11:30:10.2Z'])('where the table has its time as %s', (timestamp) => {
    const [data, other] = [at('10.250', 4.1), at('11.250', 4.1)];
    expect(planMetrics([rest(data)], row({ ...data, timestamp }))).toEqual({ matched: 1, ...NOTHING });
    expect(planMetrics([rest(other)], row({ ...data, timestamp }))).toMatchObject({ matched: 0, onlyStored: 1 });
  });

  it.each([
    ['direction', { direction: 'sideways' }, sdkMetricData()],
    ['direction', { direction: null }, gatewayMetricData({ edge: 'sip_edge' })],
    ['edge', { edge: 'unknown_edge' }, sdkMetricData()],
  ])('where the table does not know its %s', (_what, unknown, data) => {
    const stored = row({ ...data, ...unknown } as CallMetric);
    expect(planMetrics([rest(data)], stored)).toEqual({ matched: 1, ...NOTHING });
    // The same the other way round.
    expect(planMetrics([rest({ ...data, ...unknown } as CallMetric)], row(data))).toMatchObject({ matched: 1 });
  });

  it.each(['direction', 'edge', 'sdk_edge'])(
    'where rows hide its %s, and what is missing is filed as ingest does',
    (path) => {
      const data = at('10.250');
      const [stored] = rows([{ id: eventId(1), data: [data] }], [path]);
      expect(planMetrics([rest(data)], stored ? [stored] : [], [path])).toEqual({ matched: 1, ...NOTHING });
      const { missing } = planMetrics([rest(data)], [], [path]);
      const made = rows(missing, [path]);
      expect(made.map(({ place }) => place)).toEqual([stored?.place]);
      expect(JSON.stringify(made.map((one) => one.data))).toContain('[redacted]');
      expect(planMetrics([rest(data)], made, [path])).toEqual({ matched: 1, ...NOTHING });
    },
  );
});

describe('several samples of one edge, direction and time', () => {
  it('are as many as Twilio shows: the row that is there is that of the one it says as much as', () => {
    const [one, two] = [at('10.250', 4.1), at('10.250', 3.2)];
    const plan = planMetrics([rest(one), rest(two)], row(two));
    expect([plan.matched, plan.ambiguous, plan.onlyStored]).toEqual([1, [], 0]);
    expect(plan.missing.map(({ data }) => data)).toEqual([[rest(one)]]);
  });

  it('are one and one where they are twins', () => {
    const twin = at('10.250');
    const plan = planMetrics([rest(twin), rest(twin), rest(twin)], row(twin));
    expect([plan.matched, plan.missing.length]).toEqual([1, 2]);
    expect(new Set(plan.missing.map(({ id }) => id)).size).toBe(2);
  });

  it('are not guessed at: which of two the row is of cannot be told', () => {
    const plan = planMetrics([rest(at('10.250', 4.1)), rest(at('10.250', 3.2))], row(at('10.250', 1.5)));
    expect([plan.matched, plan.missing.length, plan.ambiguous.length]).toEqual([1, 0, 1]);
  });

  it('go by what they say, where the table has their times cut', () => {
    const [one, two] = [at('10.000', 3.2), at('10.250', 4.1)];
    const plan = planMetrics([rest(one), rest(two)], row({ ...two, timestamp: '2026-11-20T11:30:10Z' }));
    expect([plan.matched, plan.ambiguous]).toEqual([1, []]);
    expect(plan.missing.map(({ data }) => data)).toEqual([[rest(one)]]);
  });

  it('go by their directions and edges first, where one of the table is not known', () => {
    const [inbound, outbound] = (['inbound', 'outbound'] as const).map((direction) =>
      gatewayMetricData({ edge: 'sip_edge', direction }),
    ) as [CallMetric, CallMetric];
    const stored = [...row(outbound), ...row({ ...inbound, direction: 'unknown' }, 2)];
    expect(planMetrics([rest(inbound), rest(outbound)], stored)).toEqual({ matched: 2, ...NOTHING });
    const plan = planMetrics([rest(inbound), rest(outbound)], row(outbound));
    expect(plan.missing.map(({ data }) => data)).toEqual([[rest(inbound)]]);
  });

  it('can have come as a list', () => {
    const list = [at('10.000'), at('11.003')];
    const stored = rows([{ id: eventId(1), data: list }]);
    expect(
      planMetrics(
        list.map((data) => rest(data)),
        stored,
      ),
    ).toEqual({ matched: 2, ...NOTHING });
  });
});

it('what is stored is found by its id the next time, from whatever half-done state, and any sample is stored once', () => {
  const sample = fc
    .record({
      edge: fc.constantFrom('sdk_edge', 'carrier_edge'),
      direction: fc.constantFrom('both', 'inbound', 'unknown'),
      timestamp: fc.constantFrom('2026-11-20T11:30:10.250Z', '2026-11-20T11:30:10.999Z', '2026-11-20T11:30:11.000Z'),
      sdk_edge: fc.constantFrom({ codec: 1 }, { codec: 2 }),
    })
    .map((members) => sdkMetricData(members));
  const time = fc.constantFrom('as it came', 'seconds', 'without zeros');
  const hide = fc.constantFrom([], ['direction'], ['edge', 'sdk_edge']);
  fc.assert(
    fc.property(
      fc.array(sample, { maxLength: 8 }),
      fc.array(fc.nat(7)),
      fc.nat(7),
      time,
      hide,
      (all, streamed, half, of, hidden) => {
        const shown = all.map((data) => toRestMetric(data, { time: of as 'seconds' }) as CallMetric);
        const there = all.filter((_data, index) => streamed.includes(index));
        const ofStream = rows(
          there.map((data, index) => ({ id: eventId(index + 1), data: [data] })),
          hidden,
        );
        const first = planMetrics(shown, ofStream, hidden);
        expect(first.matched + first.missing.length + first.ambiguous.length).toBe(all.length);
        expect(first.onlyStored).toBe(0);
        const partly = [...ofStream, ...rows(first.missing.slice(0, half), hidden)];
        const second = planMetrics(shown.toReversed(), partly, hidden);
        const whole = [...partly, ...rows(second.missing, hidden)];
        expect(new Set(whole.map(({ part }) => part)).size).toBe(whole.length);
        expect(whole.length + second.ambiguous.length).toBe(all.length);
        expect(planMetrics(shown, whole, hidden).missing).toEqual([]);
      },
    ),
  );
});
