import { describe, expect, it } from 'vitest';
import { placeEvents } from '../../../web/call/placed-events.ts';
import { mergedBands, type QualityChart, qualityData } from '../../../web/call/quality-data.ts';
import { stripsOf } from '../../../web/call/strips.ts';
import { apiEvent, at, START_MS, sampleCall } from '../api-events.ts';

const warning = (ms: number, state: 'raised' | 'cleared', name: string, metric?: unknown) =>
  apiEvent({ ...at(ms), group: `network-quality-warning-${state}`, name, sdk_edge: { metric } });

const qualityOf = (events: ReturnType<typeof apiEvent>[]) => qualityData(placeEvents(events, { isAligned: false }));
const chartOf = (...events: ReturnType<typeof apiEvent>[]) => qualityOf(events).charts[0] as QualityChart;
const since = (ms: number) => ms - START_MS;

describe('the charts', () => {
  it('are only those that have data', () => {
    expect(qualityOf(sampleCall(3)).charts.map(({ title }) => title)).toEqual([
      'Round trip time',
      'Jitter',
      'Mean opinion score',
    ]);
    expect(qualityOf(sampleCall(7))).toEqual({ charts: [], others: [] });
  });

  it('show both ways of counting lost packets, each with its threshold', () => {
    const chart = chartOf(
      warning(0, 'raised', 'high-packet-loss', { threshold: 1, values: [2] }),
      warning(5, 'raised', 'high-packets-lost-fraction', { threshold: 3, values: [4] }),
    );
    expect([chart.title, chart.thresholds, chart.bands.length]).toEqual(['Packet loss', [1, 3], 2]);
  });

  it('leave to words what they do not show', () => {
    const { charts, others } = qualityOf([warning(0, 'raised', 'low-bytes-received')]);
    expect(charts).toEqual([]);
    expect(others.map(({ name }) => name)).toEqual(['low-bytes-received']);
  });
});

describe('the bands', () => {
  const bandsOf = (...events: ReturnType<typeof apiEvent>[]) =>
    chartOf(...events).bands.map(({ fromMs, toMs, raised, cleared }) => [since(fromMs), since(toMs), raised, cleared]);

  it('reach from raised to cleared', () => {
    const events = [warning(0, 'raised', 'high-rtt'), warning(700, 'cleared', 'high-rtt')];
    expect(bandsOf(...events, warning(900, 'raised', 'high-rtt'), warning(950, 'cleared', 'high-rtt'))).toEqual([
      [0, 700, 0, 1],
      [900, 950, 2, 3],
    ]);
  });

  it('reach to the end of the call where nobody cleared', () => {
    expect(bandsOf(apiEvent(at(0)), warning(5, 'raised', 'high-rtt'), apiEvent(at(99)))).toEqual([
      [5, 99, 1, undefined],
    ]);
  });

  it('begin with the call where only the end came', () => {
    expect(bandsOf(apiEvent(at(0)), warning(5, 'cleared', 'high-rtt'))).toEqual([[0, 5, undefined, 1]]);
  });

  it('stand once where a warning was raised twice', () => {
    const twice = [
      warning(0, 'raised', 'high-rtt'),
      warning(5, 'raised', 'high-rtt'),
      warning(9, 'cleared', 'high-rtt'),
    ];
    expect(bandsOf(...twice)).toEqual([[0, 9, 0, 2]]);
  });
});

describe('the values', () => {
  it('are of the seconds up to the event', () => {
    const { samples, thresholds } = chartOf(
      apiEvent(at(0)),
      warning(9_000, 'raised', 'high-rtt', { threshold: 400, values: [90, 410, 420] }),
    );
    expect(thresholds).toEqual([400]);
    expect(samples.map(({ atMs, value, index }) => [since(atMs), value, index])).toEqual([
      [7_000, 90, 1],
      [8_000, 410, 1],
      [9_000, 420, 1],
    ]);
  });

  it('keep their second when others of a list are no numbers', () => {
    const values = [1, [1, 2], 'x', null, Number.POSITIVE_INFINITY, 1e300, 3];
    const chart = chartOf(warning(9_000, 'raised', 'high-rtt', { threshold: 'much', values }));
    expect(chart.samples.map(({ atMs, value }) => [since(atMs), value])).toEqual([
      [3_000, 1],
      [9_000, 3],
    ]);
    expect([chart.unreadable, chart.thresholds]).toEqual([5, []]);
  });

  it.each([{ values: 'none' }, { values: { a: 1 } }, 'metric', [], null, { values: null }, { values: [] }])(
    'may be anything: %j',
    (metric) => {
      expect(chartOf(warning(0, 'raised', 'low-mos', metric)).samples).toEqual([]);
    },
  );

  it('may be a single one', () => {
    expect(chartOf(warning(0, 'raised', 'low-mos', { value: 2.5 })).samples.map(({ value }) => value)).toEqual([2.5]);
  });

  it('have a range that counts the thresholds, however many there are', () => {
    const chart = chartOf(warning(0, 'raised', 'high-rtt', { threshold: 400, values: Array(100_000).fill(3) }));
    expect(chart.samples).toHaveLength(500);
    expect(stripsOf([chart])[0]?.range).toEqual([0, 400]);
  });
});

it('makes one band of those that touch', () => {
  const { bands } = chartOf(
    warning(0, 'raised', 'high-packet-loss'),
    warning(5, 'raised', 'high-packets-lost-fraction'),
    warning(8, 'cleared', 'high-packet-loss'),
    warning(9, 'cleared', 'high-packets-lost-fraction'),
    warning(20, 'raised', 'high-packet-loss'),
    warning(30, 'cleared', 'high-packet-loss'),
  );
  expect(mergedBands(bands).map(({ fromMs, toMs }) => [since(fromMs), since(toMs)])).toEqual([
    [0, 9],
    [20, 30],
  ]);
});

it('has no threshold for levels, whose limit is of their change', () => {
  const event = apiEvent({
    ...at(0),
    group: 'audio-level-warning-raised',
    name: 'constant-audio-input-level',
    sdk_edge: { metric: { threshold: 327.67, values: [0, 1] } },
  });
  expect(chartOf(event)).toMatchObject({ title: 'Microphone level', thresholds: [] });
});
