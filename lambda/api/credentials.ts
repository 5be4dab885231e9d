import { createHash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import type { Clock } from '../../shared/clock.ts';

/** A user name and password of HTTP Basic: an account SID and its token, or an API key's SID and secret. */
export interface Credential {
  sid: string;
  secret: string;
}

/** Whether a credential is one of those that may read. */
export type CheckCredential = (given: Credential) => Promise<boolean>;

/** Of a credential that somebody added: nobody shall guess it. */
const MIN_SECRET_LENGTH = 16;

const text = z.string().check(z.minLength(1));
/** What the secret holds: the credential that was generated, and those that people added. */
const Secret = z.object({
  accountSid: text,
  authToken: text,
  more: z._default(z.array(z.object({ sid: text, secret: z.string().check(z.minLength(MIN_SECRET_LENGTH)) })), []),
});

const KEPT_MS = 5 * 60_000;
const TRUSTED_MS = 60 * 60_000;
/** A credential nobody knows may be a new one; asking again for each would be a way to make us ask. */
const ASKED_AGAIN_AFTER_MS = 30_000;

/** @throws Error that says what is wrong with the secret, and nothing of what is in it */
export function parseCredentials(secret: string): Credential[] {
  const parsed = Secret.safeParse(jsonOrUndefined(secret));
  if (!parsed.success) {
    const paths = parsed.error.issues.map(({ path }) => path.join('.') || 'the whole');
    throw new Error(`the secret of credentials is not of its form, see ${[...new Set(paths)].join(', ')}`);
  }
  const { accountSid, authToken, more } = parsed.data;
  return [{ sid: accountSid, secret: authToken }, ...more];
}

export interface CredentialCheckOptions {
  readSecret: () => Promise<string>;
  clock: Pick<Clock, 'now'>;
  /** Told of a secret that cannot be read, or is not of its form, while what was read before goes on to count. */
  onTrouble: (error: unknown) => void;
}

/**
 * Checks against a secret that is read when it is needed, kept for five minutes, and read again for a credential that
 * is not in it, every half minute at most. Where it cannot be read again, what was read last counts for an hour.
 * @throws what `readSecret` throws, where nothing is known or it is too old
 */
export function createCredentialCheck({ readSecret, clock, onTrouble }: CredentialCheckOptions): CheckCredential {
  let known: readonly Credential[] | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<readonly Credential[]> | undefined;

  /** One read for all who ask meanwhile. */
  function read(): Promise<readonly Credential[]> {
    reading ??= readNow().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  async function readNow(): Promise<readonly Credential[]> {
    triedAt = clock.now();
    try {
      known = parseCredentials(await readSecret());
      readAt = triedAt;
      return known;
    } catch (error) {
      if (known === undefined || clock.now() - readAt >= TRUSTED_MS) throw error;
      onTrouble(error);
      return known;
    }
  }

  return async (given) => {
    const now = clock.now();
    const mayTry = now - triedAt >= ASKED_AGAIN_AFTER_MS;
    const isStale = now - readAt >= TRUSTED_MS || (now - readAt >= KEPT_MS && mayTry);
    const isKnown = isOneOf(given, known === undefined || isStale ? await read() : known);
    if (isKnown || clock.now() - triedAt < ASKED_AGAIN_AFTER_MS) return isKnown;
    return isOneOf(given, await read());
  };
}

/** The parts of an `Authorization` header of HTTP Basic; undefined for anything else. */
export function basicCredential(header: string | undefined): Credential | undefined {
  const [, encoded] = /^Basic +([\w+/-]{1,2048}={0,2})$/i.exec(header ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  return colon === -1 ? undefined : { sid: text.slice(0, colon), secret: text.slice(colon + 1) };
}

/** Takes the same time whichever it is, and however much of it is right. */
export function isOneOf(given: Credential, known: readonly Credential[]): boolean {
  const digest = digestOf(given);
  return known.map((one) => timingSafeEqual(digestOf(one), digest)).includes(true);
}

function digestOf({ sid, secret }: Credential): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([sid, secret]))
    .digest();
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
