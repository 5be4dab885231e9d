import { expect, it } from 'vitest';
import { timelineAction } from '../../../web/call/timeline-keys.ts';

const press = (key: string, held: Partial<Record<'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey', boolean>> = {}) =>
  timelineAction({ key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...held });

it('goes from event to event with the arrows, and moves the view with Shift', () => {
  expect(press('ArrowRight')).toEqual({ kind: 'beside', by: 1 });
  expect(press('ArrowDown')).toEqual({ kind: 'lane', by: 1 });
  expect(press('ArrowRight', { shiftKey: true })).toEqual({ kind: 'pan', towards: 1 });
  expect(press('Home')).toEqual({ kind: 'beside', by: Number.NEGATIVE_INFINITY });
});

it('zooms with plus on any keyboard', () => {
  for (const held of [{}, { shiftKey: true }]) expect(press('+', held)).toEqual({ kind: 'zoom', closer: true });
  expect(press('-')).toEqual({ kind: 'zoom', closer: false });
});

it("leaves the browser's shortcuts and other keys alone", () => {
  expect(press('+', { ctrlKey: true })).toBeUndefined();
  expect(press('ArrowLeft', { altKey: true })).toBeUndefined();
  expect(press('Tab')).toBeUndefined();
});
