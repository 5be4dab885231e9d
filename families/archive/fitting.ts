import { utcTime } from '../../shared/utc-time.ts';
import type { ArchiveColumn, ArchiveValue } from './column.ts';

const MOST_INT = 2 ** 31;

/**
 * A value as a column holds it; undefined where it would be another one on its way back: of another type, an integer of
 * more than 32 bits, −0, half of a surrogate pair, or a time that is written in an unusual way.
 */
export function fitting({ type }: Pick<ArchiveColumn, 'type'>, value: unknown): ArchiveValue | undefined {
  switch (type) {
    case 'string':
      return isText(value) ? value : undefined;
    case 'int':
      return isNumber(value) && Number.isInteger(value) && value >= -MOST_INT && value < MOST_INT ? value : undefined;
    case 'double':
      return isNumber(value) ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'doubles':
      return Array.isArray(value) && value.every(isNumber) ? value : undefined;
    case 'strings':
      return Array.isArray(value) && value.every(isText) ? value : undefined;
    case 'timestamp':
      return isUsual(value) ? msOf(value) : undefined;
  }
}

/** A text that is a time, as epoch ms, however it is written. */
export function msOf(value: unknown): number | undefined {
  const time = utcTime(value);
  return time === undefined ? undefined : Date.parse(time);
}

/** A time as Twilio writes it. @param withMs also where it is a whole second */
export function timeText(ms: number, withMs: boolean): string {
  const text = new Date(ms).toISOString();
  return withMs || !isWholeSecond(text) ? text : `${text.slice(0, -'.000Z'.length)}Z`;
}

/** Whether a time is a whole second and has milliseconds all the same. */
export function isWholeSecond(text: unknown): boolean {
  return typeof text === 'string' && text.endsWith('.000Z');
}

/** `2026-11-20T11:59:00Z` or `2026-11-20T11:59:00.000Z`: one of the two texts that a time of ours becomes. */
function isUsual(value: unknown): value is string {
  const ms = msOf(value);
  return ms !== undefined && timeText(ms, isWholeSecond(value)) === value;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.isWellFormed();
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0);
}
