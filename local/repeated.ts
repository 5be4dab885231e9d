import type { SteadyClock } from '../shared/clock.ts';

export interface RepeatedOptions {
  /** What is done; the next time comes, whatever it throws. */
  run: () => Promise<unknown>;
  /** Between two times. @param tookMs how long the last one took */
  restMs: (tookMs: number) => number;
  clock: Pick<SteadyClock, 'elapsed' | 'sleep'>;
  /** Told of what it throws, unless it is being stopped. */
  onTrouble: (error: unknown) => void;
}

/** Does something at once, and then again and again until it is stopped. */
export function startRepeated({ run, restMs, clock, onTrouble }: RepeatedOptions): { stop(): Promise<void> } {
  const abort = new AbortController();
  async function repeat(): Promise<void> {
    while (!abort.signal.aborted) {
      const begun = clock.elapsed();
      await run().catch((error: unknown) => {
        if (!abort.signal.aborted) onTrouble(error);
      });
      await clock.sleep(restMs(clock.elapsed() - begun), abort.signal).catch(() => undefined);
    }
  }
  const running = repeat();
  return {
    async stop() {
      abort.abort();
      await running;
    },
  };
}
