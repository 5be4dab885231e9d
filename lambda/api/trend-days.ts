import { DAY_MS, dayBefore, utcDay } from '../../shared/utc-day.ts';
import { badParameter } from './api-error.ts';
import { reader } from './parameter-readers.ts';

/** Days in UTC, `yyyy-mm-dd`, both included. */
export interface DaySpan {
  from: string;
  to: string;
}

const USUAL_DAYS = 30;
/** Of one question: a year, and a bit. */
export const MOST_DAYS = 400;
/** Before it there was no archive. */
const EARLIEST = '2000-01-01';
const LATEST = '9999-12-31';

/** The text of a day that the calendar has. */
export const day = reader((value) => (isDay(value) ? value : undefined), 'expected a day in UTC, such as 2026-11-20');

/** The days that are asked for; 30 where nobody says how many. @throws ApiError 400 where they are none, or too many */
export function daysAsked({ from, to }: Partial<DaySpan>, nowMs: number): DaySpan {
  const last = to ?? (from === undefined ? utcDay(nowMs) : laterOf(from, utcDay(nowMs)));
  const span = { from: from ?? dayBefore(last, USUAL_DAYS - 1), to: last };
  if (span.from > span.to)
    throw badParameter(`StartDay=${span.from}: expected a day that is not after EndDay=${span.to}`);
  const days = daysOf(span);
  if (days > MOST_DAYS)
    throw badParameter(
      `StartDay=${span.from}: expected ${MOST_DAYS} days at most up to EndDay=${span.to}, not ${days}`,
    );
  return span;
}

/** How many days there are. */
export function daysOf({ from, to }: DaySpan): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
}

function laterOf(one: string, other: string): string {
  return one > other ? one : other;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < EARLIEST || text > LATEST) return false;
  const atMs = Date.parse(text);
  return !Number.isNaN(atMs) && utcDay(atMs) === text;
}
