import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapMs } from '../../../../families/call-metric/in-words/gap.ts';
import { MEASURES } from '../../../../families/call-metric/in-words/measures.ts';
import { metricSeries } from '../../../../families/call-metric/in-words/series.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import { anySample } from './any-sample.ts';
import { CALL_MS, every, gatewaySample, sdkSample } from './builders.ts';

function onlySeries(...samples: JsonObject[]) {
  const [series, ...others] = metricSeries(samples);
  expect(others).toEqual([]);
  if (series === undefined) throw new Error('no series');
  return series;
}

describe('a series', () => {
  it('is of one edge and one direction', () => {
    const found = metricSeries([
      sdkSample(1),
      gatewaySample(10),
      gatewaySample(10, { direction: 'outbound' }),
      gatewaySample(10, { edge: 'carrier_edge' }),
    ]);
    expect(found.map(({ edge, direction }) => `${edge} ${direction}`)).toEqual([
      'sdk_edge both',
      'client_edge inbound',
      'client_edge outbound',
      'carrier_edge inbound',
    ]);
  });

  it('has its samples in the order of time, and two of one time as one with the worse values', () => {
    const rtts = [sdkSample(2, { rtt: { value: 90 } }), sdkSample(1, { rtt: { value: 80 }, mos: { value: 4 } })];
    const { times, values } = onlySeries(...rtts, sdkSample(1, { rtt: { value: 85 }, mos: { value: 4.2 } }));
    expect([...times]).toEqual([CALL_MS + 1_000, CALL_MS + 2_000]);
    expect([...values.rtt]).toEqual([85, 90]);
    expect([...values.mos]).toEqual([4, Number.NaN]);
  });

  it('knows how far apart its samples usually are, whatever is missing or late', () => {
    const late = [1, 2, 3.003, 4, 9, 10, 11].map((atS) => sdkSample(atS));
    expect(gapMs(onlySeries(...late))).toBe(2_500);
    expect(gapMs(onlySeries(...every(10, 0, 60, gatewaySample)))).toBe(25_000);
    expect(gapMs(onlySeries(gatewaySample(0)))).toBe(25_000);
  });

  it('has the edge that there is an object of, where it names another one', () => {
    const artifact = { ...gatewaySample(0, { edge: 'carrier_edge' }), edge: 'unknown_edge', direction: 'unknown' };
    expect(onlySeries(artifact)).toMatchObject({ edge: 'carrier_edge', direction: 'unknown' });
  });
});

describe('the values', () => {
  it('are what an SDK tells as value and a gateway as avg and max', () => {
    const sdk = onlySeries(
      sdkSample(1, { jitter: { value: 9 }, rtt: { value: 81 }, audio_in: { value: 81 }, audio_out: { value: 5237 } }),
    );
    expect(MEASURES.map((measure) => sdk.values[measure][0])).toEqual([
      50,
      0,
      9,
      Number.NaN,
      81,
      Number.NaN,
      Number.NaN,
      81,
      5237,
    ]);
    const gateway = onlySeries(gatewaySample(10, { interval: { latency: { avg: 0.4, max: 3 } } }));
    expect([gateway.values.jitter[0], gateway.values.jitterMax[0], gateway.values.latency[0]]).toEqual([0.3, 2, 0.4]);
  });

  it('are of the interval before they are of the whole call', () => {
    const cumulative = { packets_received: 900, packets_lost: 300, jitter: { avg: 50, max: 90 } };
    const both = onlySeries(gatewaySample(10, { cumulative, interval: { packets_loss_percentage: 2 } }));
    expect([both.values.loss[0], both.values.jitter[0], both.values.jitterMax[0]]).toEqual([2, 0.3, 2]);
    const whole = onlySeries(gatewaySample(10, { cumulative, interval: null }));
    // The most since the beginning says nothing of this interval.
    expect([whole.values.jitter[0], whole.values.jitterMax[0]]).toEqual([50, Number.NaN]);
  });

  it('have a loss from the packets where no percentage came: of what was sent it is a part', () => {
    const received = onlySeries(sdkSample(1, { packets_received: 45, packets_lost: 5 }));
    expect(received.values.loss[0]).toBe(10);
    const interval = { packets_sent: 50, packets_lost: 5, packets_loss_percentage: null };
    expect(onlySeries(gatewaySample(10, { direction: 'outbound', interval })).values.loss[0]).toBe(10);
  });

  it('have a loss from the counters where there is no interval, but not across a gap and not backwards', () => {
    const counted = (atS: number, packets_received: number, packets_lost: number) =>
      gatewaySample(atS, { interval: null, cumulative: { packets_received, packets_lost } });
    const { loss, packets } = onlySeries(
      counted(0, 500, 100),
      counted(10, 950, 150),
      counted(20, 1_450, 150),
      counted(90, 1_500, 900),
      counted(100, 20, 3),
    ).values;
    expect([...loss]).toEqual([Number.NaN, 10, 0, Number.NaN, Number.NaN]);
    expect([...packets]).toEqual([Number.NaN, 450, 500, Number.NaN, Number.NaN]);
  });

  it.each([
    ['a text', '81'],
    ['a negative number', { value: -1 }],
    ['no number', { value: Number.NaN }],
    ['an endless one', { value: Number.POSITIVE_INFINITY }],
    ['a list', [81]],
    ['nothing', null],
    ['more than a call can have', { value: 1e12 }],
  ])('are none where %s came', (_what, rtt) => {
    expect(onlySeries(sdkSample(1, { rtt })).values.rtt[0]).toBeNaN();
  });

  it('have no MOS under 1, which the SDK sends before it knows', () => {
    expect(onlySeries(sdkSample(1, { mos: { value: 0 } })).values.mos[0]).toBeNaN();
  });
});

it('leaves out what has no time, no edge and no number', () => {
  const nothing = [
    { ...sdkSample(1), timestamp: 'yesterday' },
    { ...sdkSample(1), timestamp: null },
    { ...sdkSample(1), sdk_edge: 'good' },
    { ...sdkSample(1), sdk_edge: { interval: { rtt: 'x' } } },
    { ...sdkSample(1), edge: 'constructor', sdk_edge: null },
    {},
  ];
  expect(metricSeries(nothing)).toEqual([]);
});

it('has ascending times and possible values, and the same ones in any order, whatever comes', () => {
  fc.assert(
    fc.property(fc.array(anySample, { maxLength: 40 }), (samples) => {
      const found = metricSeries(samples);
      for (const { times, values, stepMs } of found) {
        expect(times.every((atMs, position) => position === 0 || atMs > (times[position - 1] ?? 0))).toBe(true);
        expect(stepMs).toBeGreaterThan(0);
        for (const measure of MEASURES) {
          expect(values[measure]).toHaveLength(times.length);
          expect(values[measure].every((value) => Number.isNaN(value) || (value >= 0 && value <= 1e12))).toBe(true);
        }
        expect(values.loss.every((value) => Number.isNaN(value) || value <= 100)).toBe(true);
      }
      const named = (series: typeof found) =>
        Object.fromEntries(series.map(({ edge, direction, ...rest }) => [`${edge} ${direction}`, rest]));
      expect(named(metricSeries(samples.toReversed()))).toEqual(named(found));
    }),
    { numRuns: 40 },
  );
});

it('a single sample is of a second of the SDK, and of ten of a gateway', () => {
  expect(metricSeries([sdkSample(1)])[0]?.stepMs).toBe(1_000);
  expect(metricSeries([gatewaySample(10)])[0]?.stepMs).toBe(10_000);
});
