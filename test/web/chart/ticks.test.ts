import { expect, it } from 'vitest';
import { countTicks, timeTicks } from '../../../web/chart/ticks.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const at = (text: string) => Date.parse(text);
const textOf = (ticks: ReturnType<typeof timeTicks>) =>
  ticks.map(({ atMs }) => new Date(atMs).toISOString().slice(5, 16));

it('times are round in the zone that is shown, and name the day where one begins', () => {
  const span = { fromMs: at('2026-11-20T13:07:00Z'), toMs: at('2026-11-21T13:07:00Z') };
  const utc = timeTicks(span, 8, () => 0);
  expect(textOf(utc)).toEqual([
    '11-20T15:00',
    '11-20T18:00',
    '11-20T21:00',
    '11-21T00:00',
    '11-21T03:00',
    '11-21T06:00',
    '11-21T09:00',
    '11-21T12:00',
  ]);
  expect(utc.filter(({ to }) => to === 'day').map(({ atMs }) => atMs)).toEqual([at('2026-11-21T00:00Z')]);
  const kolkata = timeTicks(span, 8, () => 5.5 * HOUR_MS);
  expect(textOf(kolkata)[0]).toBe('11-20T15:30');
  expect(kolkata.find(({ to }) => to === 'day')?.atMs).toBe(at('2026-11-20T18:30Z'));
});

it('times stay round where the clocks change within the span', () => {
  // Vienna goes back from UTC+2 to UTC+1 at 01:00 UTC.
  const offset = (atMs: number) => (atMs < at('2026-10-25T01:00Z') ? 2 : 1) * HOUR_MS;
  const ticks = timeTicks({ fromMs: at('2026-10-24T12:00Z'), toMs: at('2026-10-25T12:00Z') }, 8, offset);
  expect(ticks.find(({ to }) => to === 'day')?.atMs).toBe(at('2026-10-24T22:00Z'));
  expect(ticks.every(({ atMs }) => (atMs + offset(atMs)) % (3 * HOUR_MS) === 0)).toBe(true);
});

it('there are never more times than there is room for, of any span', () => {
  for (const minutes of [0.01, 1, 15, 61, 24 * 60, 7 * 24 * 60, 31 * 24 * 60, 400 * 24 * 60]) {
    const toMs = at('2026-11-20T13:07:09.123Z');
    const ticks = timeTicks({ fromMs: toMs - minutes * MINUTE_MS, toMs }, 8, () => 0);
    expect(ticks.length).toBeLessThanOrEqual(9);
    expect(new Set(ticks.map(({ atMs }) => atMs)).size).toBe(ticks.length);
  }
});

it('counts go up in round whole steps to the highest or over it', () => {
  expect(countTicks(0)).toEqual([0, 1]);
  expect(countTicks(1)).toEqual([0, 1]);
  expect(countTicks(2)).toEqual([0, 1, 2]);
  expect(countTicks(80)).toEqual([0, 50, 100]);
  expect(countTicks(289)).toEqual([0, 100, 200, 300]);
  for (let highest = 0; highest < 5_000; highest += 7) {
    const ticks = countTicks(highest);
    expect(ticks.every(Number.isInteger) && ticks.length <= 4 && (ticks.at(-1) ?? 0) >= highest).toBe(true);
  }
});
