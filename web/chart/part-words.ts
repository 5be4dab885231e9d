import { momentText } from '../time.ts';
import type { ChartPart } from './chart-part.ts';

const MINUTE_MS = 60_000;

/** When a part of a chart was: `29 Nov, 18:20 to 18:25`. */
export function partTimeText(
  { startMs, endMs }: { startMs: number; endMs: number },
  timeZone: 'UTC' | undefined,
): string {
  const to = endMs - startMs < MINUTE_MS ? 'second' : 'hour';
  const [startDay, endDay] = [startMs, endMs].map((atMs) => momentText(atMs, 'day', timeZone));
  const end = momentText(endMs, to, timeZone);
  return `${startDay}, ${momentText(startMs, to, timeZone)} to ${startDay === endDay ? end : `${endDay}, ${end}`}`;
}

/** `40 errors, 1 warning, 3 of other levels`; what there is none of is left out. */
export function countsText({ errors, warnings, others }: Pick<ChartPart, 'errors' | 'warnings' | 'others'>): string {
  const words = [counted(errors, 'error'), counted(warnings, 'warning'), othersText(others)];
  return words.filter((word) => word !== '').join(', ') || 'nothing';
}

function othersText(count: number): string {
  return count === 0 ? '' : `${count.toLocaleString()} of other levels`;
}

function counted(count: number, word: string): string {
  return count === 0 ? '' : `${count.toLocaleString()} ${word}${count === 1 ? '' : 's'}`;
}
