import { setTimeout } from 'node:timers/promises';
import type { Clock } from './retry.ts';

/** The real time, and real chance. */
export const systemClock: Clock = {
  now: Date.now,
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
  random: Math.random,
};
