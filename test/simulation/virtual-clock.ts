import { setImmediate } from 'node:timers/promises';
import type { SteadyClock } from '../../shared/clock.ts';
import type { Life } from './life.ts';

interface Timer {
  at: number;
  life: Pick<Life, 'alive'>;
  wake: () => void;
}

/** Time that passes only when everything waits for it. */
export interface VirtualClock {
  now(): number;
  /** The clock of somebody who may die. */
  of(life: Pick<Life, 'alive'>, random: () => number): SteadyClock;
  /** Lets time pass until `isDone`, or nobody waits for anything; at most to `limitMs`. @returns whether it is done */
  run(isDone: () => boolean, limitMs: number): Promise<boolean>;
}

export function createVirtualClock(startMs: number): VirtualClock {
  let now = startMs;
  /** The next one last. */
  const timers: Timer[] = [];

  function add(timer: Timer): void {
    let place = timers.length;
    while (place > 0 && (timers[place - 1]?.at ?? 0) <= timer.at) place -= 1;
    timers.splice(place, 0, timer);
  }

  function sleep(life: Timer['life'], ms: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const cutShort = () => {
        // That of a dead life may be gone.
        const place = timers.indexOf(timer);
        if (place !== -1) timers.splice(place, 1);
        reject(signal?.reason);
      };
      const timer = {
        at: now + Math.max(0, ms),
        life,
        wake: () => {
          signal?.removeEventListener('abort', cutShort);
          resolve();
        },
      };
      signal?.addEventListener('abort', cutShort, { once: true });
      add(timer);
    });
  }

  return {
    now: () => now,
    of: (life, random) => ({
      now: () => now,
      elapsed: () => now - startMs,
      sleep: (ms, signal) => sleep(life, ms, signal),
      random,
    }),
    async run(isDone, limitMs) {
      for (;;) {
        // Nothing here waits for the outside, so behind this every promise that can be settled is.
        await setImmediate();
        if (isDone()) return true;
        const next = timers.pop();
        if (next === undefined || next.at > limitMs) return false;
        if (!next.life.alive) continue;
        now = next.at;
        next.wake();
      }
    },
  };
}
