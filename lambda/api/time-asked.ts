import type { TimeSpan } from '../read/key-condition.ts';

const MS_BY_UNIT: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const RELATIVE = /^(\d{1,6})([mhdw])$/i;

/** How long ago, in minutes, hours, days or weeks: `30m`, `4h`, `7d`, `1w`. Undefined for anything else. */
export function relativeTime(text: string): string | undefined {
  return RELATIVE.test(text) ? text.toLowerCase() : undefined;
}

/** Whether an end of a span depends on when it is asked for. */
export function isRelative({ from, to }: TimeSpan): boolean {
  return [from, to].some((time) => time !== undefined && RELATIVE.test(time));
}

/** A span of times as keys have them, where its ends may say how long ago. */
export function spanAt({ from, to }: TimeSpan, nowMs: number): TimeSpan {
  return { from: timeAt(from, nowMs), to: timeAt(to, nowMs) };
}

/** Milliseconds before now; undefined of a time that does not say how long ago. */
export function msAgo(time: string): number | undefined {
  const [, number, unit = ''] = RELATIVE.exec(time) ?? [];
  const unitMs = MS_BY_UNIT[unit];
  return unitMs === undefined ? undefined : Number(number) * unitMs;
}

function timeAt(time: string | undefined, nowMs: number): string | undefined {
  const agoMs = time === undefined ? undefined : msAgo(time);
  return agoMs === undefined ? time : new Date(Math.max(0, nowMs - agoMs)).toISOString();
}
