import { describe, expect, it } from 'vitest';
import { listHeight, rowsInSight, rowTop, scrollToRow, scrollToThird } from '../../../web/call/windowing.ts';

const LIST = { count: 5_000, rowHeight: 30 };
const OPEN = { ...LIST, open: { index: 10, height: 400 } };

it('gives every row its place, those after the open one below it', () => {
  expect([rowTop(LIST, 11), rowTop(OPEN, 10), rowTop(OPEN, 11)]).toEqual([330, 300, 730]);
  expect([listHeight(LIST), listHeight(OPEN)]).toEqual([150_000, 150_400]);
});

describe('the rows in sight', () => {
  it('are those that the window shows and a few around', () => {
    expect(rowsInSight(LIST, { scrollTop: 3_000, height: 300 }, 5)).toEqual({ from: 95, to: 116 });
    expect(rowsInSight(LIST, { scrollTop: 0, height: 300 }, 5)).toEqual({ from: 0, to: 16 });
    expect(rowsInSight({ ...LIST, count: 3 }, { scrollTop: 0, height: 300 }, 5)).toEqual({ from: 0, to: 3 });
  });

  it('count the open one while any of it is in sight', () => {
    expect(rowsInSight(OPEN, { scrollTop: 600, height: 60 }, 0)).toEqual({ from: 10, to: 11 });
    expect(rowsInSight(OPEN, { scrollTop: 700, height: 60 }, 0)).toEqual({ from: 10, to: 13 });
    expect(rowsInSight(OPEN, { scrollTop: 730, height: 60 }, 0)).toEqual({ from: 11, to: 14 });
  });
});

describe('scrolling to a row', () => {
  const view = { scrollTop: 300, height: 300 };

  it('moves as little as it can', () => {
    expect(scrollToRow(LIST, view, 15)).toBe(300);
    expect(scrollToRow(LIST, view, 2)).toBe(60);
    expect(scrollToRow(LIST, view, 30)).toBe(630);
  });

  it('shows what is open below the row, the row itself at the top where that is longer than the window', () => {
    const list = (height: number) => ({ ...LIST, open: { index: 18, height } });
    expect(scrollToRow(list(90), view, 18)).toBe(360);
    expect(scrollToRow(list(900), view, 18)).toBe(540);
  });
});

it('puts a row a third from the top, and the first ones at the top', () => {
  expect(scrollToThird(LIST, 300, 20)).toBe(500);
  expect(scrollToThird(LIST, 300, 1)).toBe(0);
});
