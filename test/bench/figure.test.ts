import { expect, it } from 'vitest';
import { chart } from '../../bench/chart.ts';
import { boundText, holds, median, quantile, valueText } from '../../bench/figure.ts';

it('says of a figure whether it is within its bound, the bound itself included', () => {
  expect([1.24, 1.25].map((value) => holds(value, { atLeast: 1.25 }))).toEqual([false, true]);
  expect([1.35, 1.36].map((value) => holds(value, { atMost: 1.35 }))).toEqual([true, false]);
  expect(holds(Number.POSITIVE_INFINITY, undefined)).toBe(true);
  expect([boundText({ atLeast: 6 }), boundText({ atMost: 1.3 })]).toEqual(['≥ 6', '≤ 1.3']);
});

it('takes quantiles in the order of numbers, and none of nothing', () => {
  expect(median([10, 9, 100])).toBe(10);
  expect(quantile([3, 1, 2], 0.99)).toBe(3);
  expect(() => median([])).toThrow('nothing was measured');
});

it('writes a figure with the digits that say something', () => {
  expect([20_585.4, 468.37, 75.24, 6.236, 1].map(valueText)).toEqual(['20,585', '468', '75.2', '6.24', '1.00']);
});

it('draws bars of a group to the longest of them, and texts that are safe in XML', () => {
  const bars = [
    { label: 'a < b', value: 2, text: '2 x' },
    { label: 'ours', value: 1, text: '1 x', ours: true },
  ];
  const svg = chart([{ title: 'T', bars }], 'note');
  const widths = [...svg.matchAll(/<rect.* width="(\d+)"/g)].map(([, width]) => Number(width));
  expect(widths).toEqual([420, 210]);
  expect(svg).toContain('>a &#60; b<');
  expect(svg.match(/<rect class="ours"/g)).toHaveLength(1);
});
