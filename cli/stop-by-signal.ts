/** Of a Ctrl-C in a terminal, npm sends its script a second one. */
const ECHO_MS = 1_000;

/** Aborted by the first Ctrl-C; a second one ends the process. */
export function stopBySignal(onStop: () => void = () => undefined): AbortSignal {
  const abort = new AbortController();
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const stop = () => {
    if (abort.signal.aborted) return;
    abort.abort();
    onStop();
    setTimeout(() => {
      for (const signal of signals) process.off(signal, stop);
    }, ECHO_MS).unref();
  };
  for (const signal of signals) process.on(signal, stop);
  return abort.signal;
}
