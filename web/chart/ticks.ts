const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Steps that people count time in, in ms. */
const STEPS_MS = [
  1_000,
  5_000,
  15_000,
  30_000,
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((days) => days * DAY_MS),
];

/** A mark of a time axis. */
export interface TimeTick {
  atMs: number;
  /** How precise its label must be. */
  to: 'second' | 'hour' | 'day';
}

/**
 * Round times of a zone within a span, so many at most. At the beginning of a day a tick names the day.
 * @param offsetMs how far a zone's clock is ahead of UTC at a time
 */
export function timeTicks(
  { fromMs, toMs }: { fromMs: number; toMs: number },
  most: number,
  offsetMs: (atMs: number) => number,
): TimeTick[] {
  const stepMs = STEPS_MS.find((step) => (toMs - fromMs) / step <= most) ?? Math.ceil((toMs - fromMs) / most);
  const ticks: TimeTick[] = [];
  const first = Math.ceil((fromMs + offsetMs(fromMs)) / stepMs) * stepMs;
  for (let local = first; ticks.length <= most; local += stepMs) {
    // The clocks may have changed since the beginning.
    const atMs = local - offsetMs(local - offsetMs(fromMs));
    if (atMs > toMs) break;
    if (atMs < fromMs) continue;
    ticks.push({ atMs, to: local % DAY_MS === 0 ? 'day' : stepMs < MINUTE_MS ? 'second' : 'hour' });
  }
  return ticks;
}

/** How far a zone's clock is ahead of UTC, in ms. @param timeZone undefined is the viewer's */
export function zoneOffsetMs(timeZone: 'UTC' | undefined): (atMs: number) => number {
  return (atMs) => (timeZone === 'UTC' ? 0 : -new Date(atMs).getTimezoneOffset() * MINUTE_MS);
}

/** Whole round numbers from 0 to one that is not below the highest value, four at most. */
export function countTicks(highest: number): number[] {
  if (highest <= 1) return [0, 1];
  const rough = highest / 3;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((times) => times * unit).find((size) => size >= rough) ?? rough);
  return Array.from({ length: Math.ceil(highest / step) + 1 }, (_tick, index) => index * step);
}
