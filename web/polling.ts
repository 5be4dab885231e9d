import { ApiTrouble } from './api-client.ts';

export interface PollingOptions {
  /** Asks once. What it throws is tried again, unless it is final. @returns ms until the next time, undefined to end */
  poll: (signal: AbortSignal) => Promise<number | undefined>;
  /** Told of each trouble with the ms until the next attempt, and of the first success behind one. */
  onTrouble: (trouble: ApiTrouble | undefined, retryMs: number) => void;
  /** Told of trouble that no waiting cures; polling ends with it. */
  onEnd: (trouble: ApiTrouble) => void;
  /** Resolves after so many ms, or sooner where there is a reason to look now. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  signal: AbortSignal;
}

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 15_000;
const FINAL: ReadonlySet<string> = new Set(['signed-out', 'refused', 'not-found']);

/** Asks again and again until the signal is aborted. After trouble it waits, each time longer, and recovers by itself. */
export async function keepPolling({ poll, onTrouble, onEnd, sleep, signal }: PollingOptions): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    let waitMs: number | undefined;
    try {
      waitMs = await poll(signal);
      if (signal.aborted) return;
      if (failures > 0) onTrouble(undefined, 0);
      if (waitMs === undefined) return;
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      const trouble = error instanceof ApiTrouble ? error : new ApiTrouble('failed', String(error));
      if (FINAL.has(trouble.kind)) return onEnd(trouble);
      waitMs = Math.max(Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS), trouble.retryAfterMs ?? 0);
      failures += 1;
      onTrouble(trouble, waitMs);
    }
    await sleep(waitMs, signal);
  }
}
