import { setTimeout } from 'node:timers/promises';

/** Time and chance, as parameters, so that a test or a simulation decides about both. */
export interface Clock {
  /** Epoch ms. */
  now(): number;
  /** Resolves after so many ms; rejects as soon as the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** 0 to 1. */
  random(): number;
}

/** A clock with a hand that no one sets: for windows, deadlines and whatever else is waited for. */
export interface SteadyClock extends Clock {
  /** Milliseconds since some moment; never fewer than before, whatever becomes of `now`. */
  elapsed(): number;
}

/** The real time, and real chance. */
export const systemClock: SteadyClock = {
  now: Date.now,
  elapsed: () => performance.now(),
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
  random: Math.random,
};
