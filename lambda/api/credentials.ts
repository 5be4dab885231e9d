import { createHash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../../shared/clock.ts';

/** A user name and password of HTTP Basic: an account SID and its token, or an API key's SID and secret. */
export interface Credential {
  sid: string;
  secret: string;
}

/** Whether a credential is one of those that may read. */
export type CheckCredential = (given: Credential) => Promise<boolean>;

/** What the secret holds: the credential that was generated, and those that people added. */
const Secret = z.object({
  accountSid: z.string().min(1),
  authToken: z.string().min(1),
  more: z.array(z.object({ sid: z.string().min(1), secret: z.string().min(1) })).default([]),
});

const KEPT_MS = 5 * 60_000;
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

/**
 * Checks against a secret that is read when it is needed, kept for five minutes, and read again for a credential that
 * is not in it. Where it cannot be read again, what is known goes on to count.
 * @throws what `readSecret` throws, where nothing is known yet
 */
export function createCredentialCheck(readSecret: () => Promise<string>, clock: Pick<Clock, 'now'>): CheckCredential {
  let known: Promise<readonly Credential[]> | undefined;
  let readAt = Number.NEGATIVE_INFINITY;

  function read(): Promise<readonly Credential[]> {
    const before = known;
    readAt = clock.now();
    const reading = readSecret().then(parseCredentials);
    known = reading.catch((error: unknown) => {
      if (before !== undefined) return before;
      known = undefined;
      throw error;
    });
    return known;
  }

  return async (given) => {
    const age = clock.now() - readAt;
    const isKnown = isOneOf(given, await (known === undefined || age >= KEPT_MS ? read() : known));
    if (isKnown || clock.now() - readAt < ASKED_AGAIN_AFTER_MS) return isKnown;
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
