import { percentText } from '../causes/cause-words.ts';
import { momentText } from '../time.ts';
import type { DaySpan } from './trend-days.ts';
import type { TrendPart } from './trend-parts.ts';

const UTC = 'UTC';

/** `1 Nov to 29 Nov 2026`, or a day alone. */
export function daysText({ from, to }: DaySpan): string {
  const [first, last] = [from, to].map((day) => momentText(Date.parse(day), 'day', UTC));
  return first === last ? String(first) : `${first} to ${last}`;
}

/** The same with its years: `1 Dec 2025 to 29 Nov 2026`. */
export function datedText({ from, to }: DaySpan): string {
  const [first, last] = [from, to].map((day) => `${momentText(Date.parse(day), 'day', UTC)} ${day.slice(0, 4)}`);
  return `${from.slice(0, 4) === to.slice(0, 4) ? momentText(Date.parse(from), 'day', UTC) : first} to ${last}`;
}

/** `1,234 calls`, `3.2 % of 1,234 calls`, or that there were none. */
export function valueText({ value, of }: Pick<TrendPart, 'value' | 'of'>, noun: string): string {
  if (of === undefined) return `${(value ?? 0).toLocaleString()} ${noun}`;
  return value === undefined ? `no ${noun}` : `${percentText(value / 100)} of ${of.toLocaleString()} ${noun}`;
}
