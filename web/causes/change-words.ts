import type { Filters } from '../filters/filters.ts';

const SPAN_BEFORE = {
  '15m': 'the 15 minutes before',
  '1h': 'the hour before',
  '6h': 'the 6 hours before',
  '24h': 'the 24 hours before',
  '7d': 'the 7 days before',
  '30d': 'the 30 days before',
} as const;

/** From so many times as many on, it is a change. */
const CHANGED = 1.25;
/** From so many times as many on, one should look. */
const ALARMING = 2;
/** Fewer are chance. */
const MIN_COUNT = 10;

/** The span of the same length before the one that is shown. */
export function beforeWords({ span, from, to }: Filters): string {
  return from === undefined && to === undefined ? SPAN_BEFORE[span] : 'the same time before';
}

/** How the count of a span is beside that of the one before. `alarms`: it is so much more that one should look. */
export function changeWords(count: number, before: number, words: string): { text: string; alarms: boolean } {
  if (before === 0) {
    return count === 0
      ? { text: `none in ${words}, too`, alarms: false }
      : { text: `none in ${words}`, alarms: count >= MIN_COUNT };
  }
  if (count === 0 || before < MIN_COUNT) {
    return { text: `${before.toLocaleString()} in ${words}`, alarms: count >= MIN_COUNT && count >= before * ALARMING };
  }
  const times = count / before;
  if (times < CHANGED && times > 1 / CHANGED) return { text: `about as in ${words}`, alarms: false };
  const rounded = times >= 10 ? Math.round(times) : Number(times.toPrecision(2));
  const sign = times > 1 ? '▲' : '▼';
  return { text: `${sign} ${rounded.toLocaleString()} × ${words}`, alarms: times >= ALARMING && count >= MIN_COUNT };
}
