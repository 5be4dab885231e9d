import { expect, it } from 'vitest';
import { metricSeries } from '../../../families/call-metric/in-words/series.ts';
import { columnsOf, metricStrips, valueNear } from '../../../web/call/strips.ts';
import { CALL_MS, every, gatewaySample, sdkSample } from '../../families/call-metric/in-words/builders.ts';

const strip = (...points: [atMs: number, value: number][]) => ({
  times: points.map(([atMs]) => atMs),
  values: points.map(([, value]) => value),
  connectedMs: 1_600,
});

it('keep the smallest and the largest of each pixel, however many there are', () => {
  const samples = Array.from({ length: 10_000 }, (_sample, ms): [number, number] => [ms, ms % 100]);
  const columns = columnsOf(strip(...samples), { startMs: 0, endMs: 10_000 }, 100);
  expect(columns.length).toBeLessThanOrEqual(101);
  expect(columns.slice(1, -1).every(({ least, most }) => least === 0 && most === 99)).toBe(true);
});

it('connect what was measured from second to second, and nothing across a gap', () => {
  const columns = columnsOf(strip([0, 1], [1_000, 2], [9_000, 3]), { startMs: 0, endMs: 10_000 }, 100);
  expect(columns.map(({ x, isConnected }) => [x, isConnected])).toEqual([
    [0, false],
    [10, true],
    [90, false],
  ]);
});

it('begin with the value before the view and end with the one behind it', () => {
  const all = strip([0, 1], [1_000, 2], [2_000, 3], [3_000, 4], [4_000, 5]);
  expect(columnsOf(all, { startMs: 1_500, endMs: 2_500 }, 10).map(({ last }) => last)).toEqual([2, 3, 4]);
});

it('tell the value nearest to a time, if one is near', () => {
  const all = strip([0, 1], [1_000, 2], [2_000, Number.NaN]);
  expect(valueNear(all, 600, 0)).toBe(1);
  expect(valueNear(all, 3_000, 1_000)).toBeUndefined();
  expect(valueNear(all, 2_000, 0)).toBe(1);
  expect(valueNear(all, 2_700, 0)).toBeUndefined();
  expect(valueNear(strip(), 0, 500)).toBeUndefined();
});

it('leave out what was not measured, which is no gap where the next value is near', () => {
  const columns = columnsOf(strip([0, 1], [700, Number.NaN], [1_400, 2]), { startMs: 0, endMs: 1_400 }, 14);
  expect(columns.map(({ x, isConnected }) => [x, isConnected])).toEqual([
    [0, false],
    [14, true],
  ]);
});

it('keep what a gateway measured over ten seconds level over these, and what the SDK measured where it was', () => {
  const drawn = (samples: Parameters<typeof metricSeries>[0]) => {
    const [series] = metricSeries(samples);
    const loss = series && metricStrips([], { series, stretches: [] }).find(({ title }) => title === 'Packet loss');
    return Array.from(loss?.times ?? [], (atMs, position) => [atMs - CALL_MS, loss?.values[position]]);
  };
  const lossAt = (atS: number) => ({ interval: { packets_loss_percentage: atS } });
  expect(drawn(every(10, 10, 30, (atS) => gatewaySample(atS, lossAt(atS))))).toEqual([
    [1, 10],
    [10_000, 10],
    [10_001, 20],
    [20_000, 20],
    [20_001, 30],
    [30_000, 30],
  ]);
  expect(drawn(every(1, 1, 2, (atS) => sdkSample(atS))).map(([ms]) => ms)).toEqual([1_000, 2_000]);
});
