import type { Clock } from './clock.ts';

const FIRST_CEILING_MS = 50;
const LAST_CEILING_MS = 5_000;
const CLIENT_FAULT = 400;
const SERVER_FAULT = 500;

/** Errors of AWS with a status of 400 that a retry cures. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
const TRANSIENT: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'Throttling',
  'RequestLimitExceeded',
  'LimitExceededException',
  'TransactionInProgressException',
  'SlowDown',
  'RequestTimeout',
  'RequestTimeoutException',
  'TooManyRequestsException',
]);

/** Of the code's own: the next attempt would make them again. */
const MISTAKES = [TypeError, RangeError, ReferenceError];

/** True where the same request can succeed later: no answer came, or the answer says so. */
export function isTransient(error: unknown): boolean {
  if (MISTAKES.some((mistake) => error instanceof mistake)) return false;
  const { name, $metadata } = (error ?? {}) as { name?: string; $metadata?: { httpStatusCode?: number } };
  if (name !== undefined && TRANSIENT.has(name)) return true;
  const status = $metadata?.httpStatusCode;
  return status === undefined || status < CLIENT_FAULT || status >= SERVER_FAULT || status === 429;
}

/**
 * Milliseconds to wait before the next attempt: "full jitter", so that functions that failed together do not come back
 * together. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoffMs(attempt: number, random: () => number): number {
  return random() * Math.min(LAST_CEILING_MS, FIRST_CEILING_MS * 2 ** attempt);
}

/** Tries until it works, a retry cannot help, or the signal is aborted. @throws what the last attempt threw */
export async function retry<Value>(
  attempt: () => Promise<Value>,
  { sleep, random }: Pick<Clock, 'sleep' | 'random'>,
  signal: AbortSignal,
): Promise<Value> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted || !isTransient(error)) throw error;
      await sleep(backoffMs(failures, random), signal).catch(() => {
        throw error;
      });
    }
  }
}
