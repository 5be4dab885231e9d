import { expect, it } from 'vitest';
import { placed } from '../../../web/conference/placed.ts';

const span = { fromMs: 1_000, toMs: 2_000 };

it.each([
  [1_000, 2_000, '0%', '100%'],
  [1_250, 1_500, '25%', '25%'],
  [0, 1_100, '0%', '10%'],
  [1_900, 9_000, '90%', '10%'],
  [1_500, 1_500, '50%', '0%'],
])('a part of a conference is where its time is, and never beside it: %i to %i', (fromMs, toMs, left, width) => {
  expect(placed(span, fromMs, toMs)).toEqual({ left, width });
});

it('a conference without times has no place for anything, and one of no length has one', () => {
  expect(placed(undefined, 0, 1)).toBeUndefined();
  expect(placed({ fromMs: 5, toMs: 5 }, 5, 5)).toEqual({ left: '0%', width: '0%' });
});
