/** Nobody looks at a hidden tab. */
const HIDDEN_MS = 30_000;

/** Resolves after so many ms; sooner where the network is back or somebody looks again, later where nobody does. */
export function wakefulSleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const ended = new AbortController();
    const wake = () => {
      clearTimeout(timer);
      ended.abort();
      resolve();
    };
    const timer = setTimeout(wake, document.hidden ? Math.max(ms, HIDDEN_MS) : ms);
    const options = { signal: ended.signal };
    addEventListener('online', wake, options);
    document.addEventListener('visibilitychange', () => document.hidden || wake(), options);
    signal.addEventListener('abort', wake, options);
    if (signal.aborted) wake();
  });
}
