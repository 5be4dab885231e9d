import { expect, it } from 'vitest';
import { countByLevel } from '../../../web/events/level-counts.ts';

const NOW_MS = Date.parse('2026-11-20T12:00:10.000Z');
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const range = (ms: number) => ({ fromMs: NOW_MS - ms, toMs: NOW_MS });
const event = (minutesAgo: number, level: 'ERROR' | 'WARNING' = 'ERROR') => ({
  atMs: NOW_MS - minutesAgo * MINUTE_MS,
  level,
});

it('counts each event of the span once, by level', () => {
  const events = [event(0), event(0, 'WARNING'), event(3), event(59), event(61), event(-0.2)];
  const buckets = countByLevel(events, range(60 * MINUTE_MS));
  const sum = (level: 'ERROR' | 'WARNING') => buckets.reduce((total, { counts }) => total + (counts[level] ?? 0), 0);
  expect([sum('ERROR'), sum('WARNING')]).toEqual([3, 1]);
});

it.each([15, 50, 20 * 60, 6 * 24 * 60, 400 * 24 * 60])(
  'has at most 60 parts, at round times that do not move, over %i minutes',
  (minutes) => {
    const events = [event(minutes - 1)];
    const buckets = countByLevel(events, range(minutes * MINUTE_MS));
    const [first] = buckets;
    const stepMs = (first?.toMs ?? 0) - (first?.fromMs ?? 0);
    expect(buckets.length).toBeLessThanOrEqual(60);
    expect(buckets.length).toBeGreaterThan(20);
    expect((first?.fromMs ?? 0) % stepMs).toBe(0);
    const aSecondLater = countByLevel(events, { fromMs: NOW_MS - minutes * MINUTE_MS + 1_000, toMs: NOW_MS + 1_000 });
    expect(aSecondLater.map(({ fromMs }) => fromMs)).toEqual(buckets.map(({ fromMs }) => fromMs));
  },
);

it('begins with the first event, a quarter of an hour ago at the latest', () => {
  const begin = (minutesAgo: number) => countByLevel([event(minutesAgo)], range(DAY_MS))[0]?.fromMs ?? 0;
  expect((NOW_MS - begin(1)) / MINUTE_MS).toBeCloseTo(15, 0);
  expect((NOW_MS - begin(120)) / MINUTE_MS).toBeCloseTo(120, -1);
});

it('is of all the time while it is not known which event is the first', () => {
  const [first] = countByLevel([event(3)], range(DAY_MS), false);
  expect((NOW_MS - (first?.fromMs ?? 0)) / MINUTE_MS).toBeGreaterThanOrEqual(24 * 60);
});

it('has nothing to count without events, over all of the time', () => {
  const buckets = countByLevel([], range(DAY_MS));
  expect(buckets.every(({ counts }) => Object.keys(counts).length === 0)).toBe(true);
  expect((NOW_MS - (buckets[0]?.fromMs ?? 0)) / DAY_MS).toBeCloseTo(1, 1);
});
