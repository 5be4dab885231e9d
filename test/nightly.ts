import { it } from 'vitest';

/** Set by `npm run nightly`. */
export const isNightly = process.env.NIGHTLY === '1';

const absent = Object.assign(() => undefined, { each: () => () => undefined });

/** A test that takes long, and stands behind another one of the same kind: `npm run nightly` has it, `npm test` has not. */
export const itAtNight = (isNightly ? it : absent) as unknown as typeof it;

/** All of them at night, the first so many by day. */
export function byDay<Case>(count: number, cases: readonly Case[]): readonly Case[] {
  return isNightly ? cases : cases.slice(0, count);
}

/** How often something is tried: by day a part of what the night has. */
export function timesByDay(day: number, atNight: number): number {
  return isNightly ? atNight : day;
}
