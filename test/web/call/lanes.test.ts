import { describe, expect, it } from 'vitest';
import { eventAt, eventBeside, eventInNextLane, lanesOf, type MarkRow, marksToDraw } from '../../../web/call/lanes.ts';
import { placeEvents } from '../../../web/call/placed-events.ts';
import { timeOrder } from '../../../web/call/time-order.ts';
import { apiEvent, at, START_MS } from '../api-events.ts';

const placed = (events: Parameters<typeof placeEvents>[0]) => placeEvents(events, { isAligned: false });

const EVENTS = [
  apiEvent({ ...at(0), edge: 'carrier_edge', level: 'INFO' }),
  apiEvent({ ...at(10), level: 'DEBUG' }),
  apiEvent({ ...at(10), level: 'ERROR' }),
  apiEvent({ ...at(900), edge: 'carrier_edge', level: 'INFO' }),
  apiEvent({ ...at(20), level: 'DEBUG' }),
];

describe('the lanes', () => {
  it('are those that have events, from the phone network inwards', () => {
    expect(lanesOf(placed(EVENTS), { captioned: false }).map(({ lane }) => lane)).toEqual(['carrier_edge', 'sdk_edge']);
    expect(lanesOf(placed([]), { captioned: false })).toEqual([]);
  });

  it('have a row for each level in them, the worst above, its events in the order of their times', () => {
    const rows = lanesOf(placed(EVENTS), { captioned: false })[1]?.rows;
    expect(rows?.map(({ level, indexes }) => [level, indexes])).toEqual([
      ['ERROR', [2]],
      ['DEBUG', [1, 4]],
    ]);
  });

  it('stand below one another, with room for a name where they are named above', () => {
    const places = (captioned: boolean) =>
      lanesOf(placed(EVENTS), { captioned }).map(({ top, height }) => [top, height]);
    expect(places(false)).toEqual([
      [0, 32],
      [32, 52],
    ]);
    expect(places(true)).toEqual([
      [0, 48],
      [48, 68],
    ]);
  });
});

describe('the event under a point', () => {
  const lanes = lanesOf(placed(EVENTS), { captioned: false });
  const xOf = (atMs: number) => atMs - START_MS;
  const under = (x: number, y: number) => eventAt(lanes, { x, y }, xOf, START_MS + x);

  it('is the nearest one in reach', () => {
    expect(under(3, 16)).toBe(0);
    expect(under(895, 20)).toBe(3);
    expect(under(12, 48)).toBe(2);
    expect(under(18, 68)).toBe(4);
  });

  it('is none where nothing is', () => {
    expect(under(400, 16)).toBeUndefined();
    expect(under(3, 300)).toBeUndefined();
  });

  it('is the first of those that share a millisecond', () => {
    const burst = lanesOf(placed([at(0), at(5), at(5), at(5)].map(apiEvent)), { captioned: false });
    expect(eventAt(burst, { x: 6, y: 16 }, xOf, START_MS + 6)).toBe(1);
  });
});

describe('the marks to draw', () => {
  const row = (times: number[]): MarkRow => ({
    level: 'INFO',
    y: 0,
    times,
    indexes: times.map((_time, index) => index),
  });

  it('are those in view', () => {
    expect(marksToDraw(row([1, 20, 30, 99]), { startMs: 10, endMs: 40 }, 1)).toEqual([1, 2]);
  });

  it('leave out what would be covered, the same ones wherever the view is', () => {
    const crowd = row(Array.from({ length: 5_000 }, (_mark, index) => index));
    const drawn = marksToDraw(crowd, { startMs: 0, endMs: 5_000 }, 50);
    expect(drawn).toHaveLength(100);
    expect(marksToDraw(crowd, { startMs: 500, endMs: 5_000 }, 50)).toEqual(drawn.slice(10));
  });
});

describe('going from event to event', () => {
  const order = timeOrder([5, 1, 3]);

  it('follows their times and stays at the ends', () => {
    expect(order).toEqual([1, 2, 0]);
    expect(eventBeside(order, 1, 1)).toBe(2);
    expect(eventBeside(order, 0, 1)).toBe(0);
    expect(eventBeside(order, 0, Number.NEGATIVE_INFINITY)).toBe(1);
  });

  it('begins at the end one comes from', () => {
    expect(eventBeside(order, undefined, 1)).toBe(1);
    expect(eventBeside(order, undefined, -1)).toBe(0);
    expect(eventBeside(order, undefined, Number.POSITIVE_INFINITY)).toBe(0);
    expect(eventBeside([], undefined, 1)).toBeUndefined();
  });

  it('finds what is nearest in time in the next lane', () => {
    const lanes = lanesOf(placed(EVENTS), { captioned: false });
    expect(eventInNextLane(lanes, { lane: 'carrier_edge', atMs: START_MS + 18 }, 1)).toBe(4);
    expect(eventInNextLane(lanes, { lane: 'sdk_edge', atMs: START_MS + 800 }, -1)).toBe(3);
    expect(eventInNextLane(lanes, { lane: 'sdk_edge', atMs: START_MS }, 1)).toBeUndefined();
  });
});
