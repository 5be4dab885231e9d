import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../shared/clock.ts';
import { backoffMs, isTransient, retry } from '../../shared/retry.ts';

const NEVER = new AbortController().signal;

function awsError(name: string, httpStatusCode?: number): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
}

function clock({ sleep = async () => {} }: Partial<Clock> = {}) {
  const sleeps: number[] = [];
  return {
    sleeps,
    random: () => 1,
    sleep: (ms: number, signal?: AbortSignal) => {
      sleeps.push(ms);
      return sleep(ms, signal);
    },
  };
}

describe('trouble that a retry can cure', () => {
  it.each([
    ['ProvisionedThroughputExceededException', 400],
    ['ThrottlingException', 400],
    ['Throttling', 400],
    ['RequestLimitExceeded', 400],
    ['LimitExceededException', 400],
    ['TransactionInProgressException', 400],
    ['RequestTimeout', 400],
    ['RequestTimeoutException', 400],
    ['SlowDown', 503],
    ['TooManyRequestsException', 429],
    ['Anything', 429],
    ['Anything', 500],
    ['Anything', 502],
    ['Anything', 503],
    ['Anything', 200],
    ['TimeoutError', undefined],
  ])('is %s with the status %j', (name, status) => {
    expect(isTransient(awsError(name, status))).toBe(true);
  });

  it.each([
    ['ValidationException', 400],
    ['ResourceNotFoundException', 400],
    ['AccessDeniedException', 400],
    ['ExpiredTokenException', 403],
    ['NoSuchBucket', 404],
    ['Anything', 400],
    ['Anything', 499],
  ])('is not %s with the status %j', (name, status) => {
    expect(isTransient(awsError(name, status))).toBe(false);
  });

  it('is everything that came without an answer', () => {
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    for (const error of [reset, new Error('socket hang up'), { $metadata: {} }, 'text', null, undefined]) {
      expect(isTransient(error)).toBe(true);
    }
  });

  it('is not a mistake of the code', () => {
    for (const error of [new TypeError('x is not a function'), new RangeError('stack'), new ReferenceError('y')]) {
      expect(isTransient(error)).toBe(false);
    }
  });
});

describe('the wait before the next attempt', () => {
  it('is anything from nothing to a ceiling that doubles from 50 ms to 5 s', () => {
    const ceilings = Array.from({ length: 9 }, (_, attempt) => backoffMs(attempt, () => 1));
    expect(ceilings).toEqual([50, 100, 200, 400, 800, 1600, 3200, 5000, 5000]);
    expect(backoffMs(1_000_000, () => 1)).toBe(5000);
    fc.assert(
      fc.property(fc.nat({ max: 8 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, chance) => {
        expect(backoffMs(attempt, () => chance)).toBe(chance * (ceilings[attempt] ?? 0));
      }),
    );
  });
});

describe('an attempt', () => {
  /** Throws these one after another, then gives `done`. */
  const failing = (...errors: unknown[]) => {
    const left = [...errors];
    return async () => {
      if (left.length > 0) throw left.shift();
      return 'done';
    };
  };

  it('that succeeds is the only one', async () => {
    const { sleeps, ...time } = clock();
    expect(await retry(failing(), time, NEVER)).toBe('done');
    expect(sleeps).toEqual([]);
  });

  it('is made again, after a wait that grows, while the trouble can pass', async () => {
    const { sleeps, ...time } = clock();
    const attempt = failing(new Error('reset'), awsError('Anything', 500), awsError('ThrottlingException', 400));
    expect(await retry(attempt, time, NEVER)).toBe('done');
    expect(sleeps).toEqual([50, 100, 200]);
  });

  it('that cannot succeed is the last, and throws what went wrong', async () => {
    const { sleeps, ...time } = clock();
    const denied = awsError('AccessDeniedException', 400);
    await expect(retry(failing(awsError('Anything', 500), denied), time, NEVER)).rejects.toBe(denied);
    expect(sleeps).toEqual([50]);
  });

  it('that fails when the signal is aborted is the last, and throws what went wrong', async () => {
    const { sleeps, ...time } = clock();
    const error = awsError('Anything', 500);
    await expect(retry(failing(error), time, AbortSignal.abort())).rejects.toBe(error);
    expect(sleeps).toEqual([]);
  });

  it('is not made again where the signal is aborted during the wait: the last error is thrown, not the abort', async () => {
    const controller = new AbortController();
    const [first, last, never] = [awsError('A', 500), awsError('B', 500), awsError('C', 500)];
    const { sleeps, ...time } = clock({
      sleep: async (ms, signal) => {
        if (ms > 50) controller.abort();
        signal?.throwIfAborted();
      },
    });
    await expect(retry(failing(first, last, never), time, controller.signal)).rejects.toBe(last);
    expect(sleeps).toEqual([50, 100]);
  });
});
