import { expect, it } from 'vitest';
import { type Brush, chosenParts, movedBrush } from '../../../web/chart/brush.ts';
import { joinedParts } from '../../../web/chart/joined-parts.ts';

const PARTS = 10;

function pressed(...keys: string[]): Brush | undefined {
  return keys.reduce<Brush | undefined>((brush, said) => {
    const [key = '', shift] = said.split('+').toReversed();
    return movedBrush(brush, { key, shiftKey: shift === 'Shift' }, PARTS);
  }, undefined);
}

it('a brush begins at the newest part, and moves within the parts there are', () => {
  expect(pressed('ArrowLeft')).toEqual({ cursor: 9, anchor: undefined });
  expect(pressed('ArrowLeft', 'ArrowLeft', 'ArrowLeft')).toEqual({ cursor: 7, anchor: undefined });
  expect(pressed('Home', 'ArrowLeft')).toEqual({ cursor: 0, anchor: undefined });
  expect(pressed('End', 'ArrowRight', 'PageDown')).toEqual({ cursor: 0, anchor: undefined });
});

it('with Shift it chooses a span, which grows and shrinks from where it began', () => {
  const back = pressed('End', 'Shift+ArrowLeft', 'Shift+ArrowLeft');
  expect(back && chosenParts(back)).toEqual({ first: 7, last: 9 });
  const less = pressed('End', 'Shift+ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowRight');
  expect(less && chosenParts(less)).toEqual({ first: 8, last: 9 });
  expect(pressed('End', 'Shift+ArrowLeft', 'ArrowLeft')).toEqual({ cursor: 7, anchor: undefined });
});

it('other keys, and a chart of nothing, move nothing', () => {
  expect(movedBrush({ cursor: 1, anchor: undefined }, { key: 'a', shiftKey: false }, PARTS)).toBeUndefined();
  expect(movedBrush({ cursor: 1, anchor: undefined }, { key: 'toString', shiftKey: false }, PARTS)).toBeUndefined();
  expect(movedBrush(undefined, { key: 'End', shiftKey: false }, 0)).toBeUndefined();
});

it('a sparkline has all that there was, in fewer parts', () => {
  const volume = Array.from({ length: 97 }, (_part, index) => index);
  const bars = joinedParts(volume, 40);
  expect(bars.length).toBeLessThanOrEqual(40);
  expect(bars.reduce((sum, count) => sum + count, 0)).toBe((96 * 97) / 2);
  expect(joinedParts([1, 2], 40)).toEqual([1, 2]);
  expect(joinedParts([], 40)).toEqual([]);
});
