import { hiddenWaitMs } from './pace.ts';

let hiddenTimes = 0;
const WAKE = 'page-wake';

/** Ends every sleep of this page: somebody does not want to wait. */
export function wakeSleepers(): void {
  dispatchEvent(new Event(WAKE));
}

/**
 * Resolves after so many ms; sooner where the network is back or somebody looks again, later where no one does, and the
 * later the longer that is so.
 */
export function wakefulSleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const ended = new AbortController();
    const wake = () => {
      clearTimeout(timer);
      ended.abort();
      resolve();
    };
    const hiddenMs = document.hidden ? hiddenWaitMs(hiddenTimes) : 0;
    hiddenTimes = document.hidden ? hiddenTimes + 1 : 0;
    const timer = setTimeout(wake, Math.max(ms, hiddenMs));
    const options = { signal: ended.signal };
    for (const event of ['online', WAKE]) addEventListener(event, wake, options);
    document.addEventListener('visibilitychange', () => document.hidden || wake(), options);
    signal.addEventListener('abort', wake, options);
    if (signal.aborted) wake();
  });
}
