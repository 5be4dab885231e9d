import { describe, expect, it } from 'vitest';
import { digitsOf, panned, revealing, timeTicks, wholeCall, zoomed } from '../../../web/call/time-view.ts';

const WHOLE = { startMs: 0, endMs: 10_000 };

describe('the whole call', () => {
  it('has a margin, also when everything happened at once', () => {
    expect(wholeCall({ startMs: 0, endMs: 100_000 })).toEqual({ startMs: -2_000, endMs: 102_000 });
    expect(wholeCall({ startMs: 5, endMs: 5 })).toEqual({ startMs: -495, endMs: 505 });
  });
});

describe('zooming', () => {
  it('keeps the time under the pointer where it is', () => {
    expect(zoomed(WHOLE, WHOLE, 0.5, 2_000)).toEqual({ startMs: 1_000, endMs: 6_000 });
  });

  it('stops at the whole call and at a few milliseconds', () => {
    expect(zoomed({ startMs: 1_000, endMs: 6_000 }, WHOLE, 100, 2_000)).toEqual(WHOLE);
    const closest = zoomed(WHOLE, WHOLE, 1e-9, 5_000);
    expect(closest.endMs - closest.startMs).toBe(20);
  });
});

describe('panning', () => {
  it('ends where the call ends', () => {
    const view = { startMs: 1_000, endMs: 3_000 };
    expect(panned(view, WHOLE, 500)).toEqual({ startMs: 1_500, endMs: 3_500 });
    expect(panned(view, WHOLE, -9_999)).toEqual({ startMs: 0, endMs: 2_000 });
    expect(panned(view, WHOLE, 99_999)).toEqual({ startMs: 8_000, endMs: 10_000 });
  });
});

describe('revealing a time', () => {
  it('moves only when the time is out of view', () => {
    const view = { startMs: 1_000, endMs: 3_000 };
    expect(revealing(view, WHOLE, 2_500)).toBe(view);
    expect(revealing(view, WHOLE, 7_000)).toEqual({ startMs: 6_000, endMs: 8_000 });
  });
});

describe('the ticks of an axis', () => {
  it('are round times since the beginning, no more than fit', () => {
    expect(timeTicks({ startMs: 950, endMs: 11_000 }, 1_000, 6)).toEqual({
      stepMs: 2_000,
      ticks: [1_000, 3_000, 5_000, 7_000, 9_000, 11_000],
    });
  });

  it.each([20, 700, 90_000, 7_200_000, 40 * 86_400_000, 20 * 365 * 86_400_000])('fit a view of %d ms', (span) => {
    const { ticks } = timeTicks({ startMs: -17, endMs: span - 17 }, 0, 8);
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks.length).toBeLessThanOrEqual(9);
  });

  it('are labelled as finely as they stand', () => {
    expect([5, 50, 500, 5_000].map(digitsOf)).toEqual([3, 2, 1, 0]);
  });
});
