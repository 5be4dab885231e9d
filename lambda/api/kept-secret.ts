import type { Clock } from '../../shared/clock.ts';

export const KEPT_MS = 5 * 60_000;
const TRUSTED_MS = 60 * 60_000;
const ASKED_AGAIN_AFTER_MS = 30_000;

export interface KeptSecretOptions<Value> {
  /** Reads the secret, and makes of it what is kept. */
  read: () => Promise<Value>;
  clock: Pick<Clock, 'now'>;
  /** Told of a secret that cannot be read, or is not of its form, while what was read before goes on to count. */
  onTrouble: (error: unknown) => void;
}

/** What a secret holds, which is asked for with every request. */
export interface KeptSecret<Value> {
  /** What is kept, or is read now. @throws what `read` throws, where nothing is known or it is too old */
  get(): Promise<Value>;
  /** The same, read again; undefined where that was tried in the last half minute. */
  getAnew(): Promise<Value | undefined>;
}

/**
 * Reads a secret when it is needed, once for all who ask meanwhile, and keeps it for five minutes. Where it cannot be
 * read again, what was read last counts for an hour.
 */
export function createKeptSecret<Value>({ read, clock, onTrouble }: KeptSecretOptions<Value>): KeptSecret<Value> {
  let known: { value: Value; readAt: number } | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<Value> | undefined;

  function readOnce(): Promise<Value> {
    reading ??= readNow().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  async function readNow(): Promise<Value> {
    triedAt = clock.now();
    try {
      known = { value: await read(), readAt: triedAt };
    } catch (error) {
      if (known === undefined || clock.now() - known.readAt >= TRUSTED_MS) throw error;
      onTrouble(error);
    }
    return known.value;
  }

  const mayTry = () => clock.now() - triedAt >= ASKED_AGAIN_AFTER_MS;

  return {
    async get() {
      if (known === undefined) return readOnce();
      const ageMs = clock.now() - known.readAt;
      return ageMs >= TRUSTED_MS || (ageMs >= KEPT_MS && mayTry()) ? readOnce() : known.value;
    },
    getAnew: async () => (mayTry() ? readOnce() : undefined),
  };
}
