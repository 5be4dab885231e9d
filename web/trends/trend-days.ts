import { DAY_MS, utcDay } from '../../shared/utc-day.ts';

/** How many days there are trends of: up to a month by day, else by week. */
export const TREND_DAYS = [7, 30, 91, 364] as const;
export type TrendDays = (typeof TREND_DAYS)[number];

const WEEK = 7;
const LONGEST_BY_DAY = 31;

/** First and last day, in UTC, both included. */
export interface DaySpan {
  from: string;
  to: string;
}

/** The last days up to today, which is not over. */
export function spanOfDays(days: TrendDays, nowMs: number): DaySpan {
  const to = utcDay(nowMs);
  return { from: dayPlus(to, 1 - days), to };
}

/** The parts that a chart of these days has, in order: days or, of more than a month, weeks, of which the last one ends with them. */
export function partsOf({ from, to }: DaySpan): DaySpan[] {
  const size = isByWeek({ from, to }) ? WEEK : 1;
  const parts: DaySpan[] = [];
  for (let last = to; last >= from; last = dayPlus(last, -size)) {
    const first = dayPlus(last, 1 - size);
    parts.unshift({ from: first < from ? from : first, to: last });
  }
  return parts;
}

/** Whether a bar is a week. */
export function isByWeek({ from, to }: DaySpan): boolean {
  return dayPlus(from, LONGEST_BY_DAY) <= to;
}

/** The day so many days later. */
export function dayPlus(day: string, days: number): string {
  return utcDay(Date.parse(day) + days * DAY_MS);
}
