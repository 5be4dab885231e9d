import { expect, it } from 'vitest';
import { brushAt } from '../../../web/call/overview-brush.ts';

const WHOLE = { startMs: 0, endMs: 10_000 };
const VIEW = { startMs: 4_000, endMs: 6_000 };

it('moves the window from its middle, and its edges from there', () => {
  expect(brushAt(VIEW, WHOLE, 5_000)(6_000)).toEqual({ startMs: 5_000, endMs: 7_000 });
  expect(brushAt(VIEW, WHOLE, 4_050)(2_000)).toEqual({ startMs: 2_000, endMs: 6_000 });
  expect(brushAt(VIEW, WHOLE, 5_950)(9_000)).toEqual({ startMs: 4_000, endMs: 9_000 });
});

it('draws another one outside of it, and everywhere while all is in view', () => {
  expect(brushAt(VIEW, WHOLE, 9_000)(7_000)).toEqual({ startMs: 7_000, endMs: 9_000 });
  expect(brushAt(WHOLE, WHOLE, 2_000)(5_000)).toEqual({ startMs: 2_000, endMs: 5_000 });
});

it('stays inside of the call, and is never narrower than can be read', () => {
  expect(brushAt(VIEW, WHOLE, 9_000)(99_000)).toEqual({ startMs: 9_000, endMs: 10_000 });
  const { startMs, endMs } = brushAt(VIEW, WHOLE, 9_000)(9_000);
  expect(endMs - startMs).toBe(20);
});
