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

/** What is counted, or what a share is of: one of them. Numbers of calls differ by what is known of a call. */
export type Noun = 'call with an event' | 'call with a summary' | 'event';

/** `calls with an event` */
export function many(noun: Noun): string {
  return noun.replace(/^\w+/, '$&s');
}

/** `1,234 events`, `3.2 % of 1,234 calls with an event`, or that there were none. */
export function valueText({ value, of }: Pick<TrendPart, 'value' | 'of'>, noun: Noun): string {
  if (of === undefined) return counted(value ?? 0, noun);
  return value === undefined ? `no ${many(noun)}` : `${percentText(value / 100)} of ${counted(of, noun)}`;
}

function counted(count: number, noun: Noun): string {
  return `${count.toLocaleString()} ${count === 1 ? noun : many(noun)}`;
}
