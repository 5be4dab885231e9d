import type { Clock } from '../../shared/clock.ts';
import { createKeptSecret, KEPT_MS } from './kept-secret.ts';

/** Keys of page tokens: the first one signs, any of them is accepted. */
export type PageTokenKeys = () => Promise<readonly string[]>;

/** A version of the secret that holds the key. */
export interface KeyVersion {
  key: string;
  /** When it was made, epoch ms; undefined where nobody says. */
  createdAtMs: number | undefined;
}

export interface PageTokenKeysOptions {
  /** The version of a stage; undefined where there is none: a key that was never changed has no previous one. */
  readVersion: (stage: 'AWSCURRENT' | 'AWSPREVIOUS') => Promise<KeyVersion | undefined>;
  clock: Pick<Clock, 'now'>;
  /** Told of a key that cannot be read again, while the one that was read before goes on to count. */
  onTrouble: (error: unknown) => void;
}

/** By then every process has read it, and knows it when it meets it in a token. */
const KNOWN_AFTER_MS = 2 * KEPT_MS;

/**
 * The key and the one before it, kept for five minutes. A new key does not sign before every process knows it, so that
 * no page that somebody is on breaks when it is changed.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
 */
export function createPageTokenKeys({ readVersion, clock, onTrouble }: PageTokenKeysOptions): PageTokenKeys {
  const versions = createKeptSecret({
    read: async () => {
      const [current, previous] = await Promise.all([readVersion('AWSCURRENT'), readVersion('AWSPREVIOUS')]);
      if (current === undefined) throw new Error('the secret of the page token key has no version');
      return { current, previous };
    },
    clock,
    onTrouble,
  });
  return async () => {
    const { current, previous } = await versions.get();
    if (previous === undefined) return [current.key];
    const isNew = clock.now() - (current.createdAtMs ?? Number.NEGATIVE_INFINITY) < KNOWN_AFTER_MS;
    return isNew ? [previous.key, current.key] : [current.key, previous.key];
  };
}
