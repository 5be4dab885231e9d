import { expect, it } from 'vitest';
import { columnsOf, sampleNear } from '../../../web/call/strips.ts';

const strip = (...points: [atMs: number, value: number][]) => ({
  samples: points.map(([atMs, value], index) => ({ atMs, value, index })),
  times: points.map(([atMs]) => atMs),
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
  const all = strip([0, 1], [1_000, 2]);
  expect(sampleNear(all, 600, 500)?.value).toBe(2);
  expect(sampleNear(all, 3_000, 500)).toBeUndefined();
  expect(sampleNear(strip(), 0, 500)).toBeUndefined();
});
