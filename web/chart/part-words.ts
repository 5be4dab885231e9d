import { momentText } from '../time.ts';

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

/** `40 errors, 1 warning`; what there is none of is left out. */
export function countsText(counts: { errors: number; warnings: number }): string {
  const { errors, warnings } = counts;
  const words = [counted(errors, 'error'), counted(warnings, 'warning')].filter((word) => word !== '');
  return words.join(', ') || 'nothing';
}

function counted(count: number, word: string): string {
  return count === 0 ? '' : `${count.toLocaleString()} ${word}${count === 1 ? '' : 's'}`;
}
