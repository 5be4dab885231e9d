import type { SteadyClock } from '../../shared/clock.ts';

export const FAILURES_WINDOW_MS = 60_000;
const MAX_ADDRESSES = 10_000;

/** Counts failed credentials by address. */
export interface FailedAttempts {
  /** Counts one more; true where there were more than allowed within a minute. */
  isTooMany(address: string): boolean;
}

/**
 * A signal to whoever guesses, no wall: each process of a deployed function has a count of its own, and whoever has the
 * right credential is served from wherever others guess. What makes guessing hopeless is the length of a secret, and
 * the throttle of the stage.
 */
export function createFailedAttempts(allowed: number, clock: Pick<SteadyClock, 'elapsed'>): FailedAttempts {
  let windowEnds = Number.NEGATIVE_INFINITY;
  let counts = new Map<string, number>();
  return {
    isTooMany(address) {
      if (clock.elapsed() >= windowEnds || counts.size >= MAX_ADDRESSES) {
        windowEnds = clock.elapsed() + FAILURES_WINDOW_MS;
        counts = new Map();
      }
      const count = (counts.get(address) ?? 0) + 1;
      counts.set(address, count);
      return count > allowed;
    },
  };
}
