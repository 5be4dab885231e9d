import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import type { KnownCredential } from './credentials.ts';

/** From signing in on. */
export const SESSION_MS = 12 * 3_600_000;

/** Somebody who signed in on the page. */
export interface Session {
  /** Of no other session. */
  id: string;
  /** Of the credential. */
  sid: string;
  /** Epoch ms. */
  expiresAtMs: number;
}

const TOKEN = /^([\w-]{1,1024})\.([\w-]{43})$/;
const Claims = z.tuple([z.string(), z.string(), z.number()]);

/** The text of a session, which its cookie holds: what it says, and a signature that the credential is part of. */
export function writeSession({ id, sid, expiresAtMs }: Session, key: string, credential: KnownCredential): string {
  const claims = Buffer.from(JSON.stringify([id, sid, expiresAtMs])).toString('base64url');
  return `${claims}.${signature(claims, key, credential).toString('base64url')}`;
}

/** What such a text says, before anybody has looked at its signature; undefined for any other text. */
export function claimedSession(token: string): Session | undefined {
  const [, claims = ''] = TOKEN.exec(token) ?? [];
  try {
    const [id, sid, expiresAtMs] = Claims.parse(JSON.parse(Buffer.from(claims, 'base64url').toString()));
    return { id, sid, expiresAtMs };
  } catch {
    return undefined;
  }
}

/** Whether a session is signed with one of the keys, and with the credential as it is now. */
export function isSigned(token: string, keys: readonly string[], credential: KnownCredential): boolean {
  const [, claims = '', given = ''] = TOKEN.exec(token) ?? [];
  return keys.some((key) => {
    const expected = signature(claims, key, credential);
    const bytes = Buffer.from(given, 'base64url');
    return bytes.length === expected.length && timingSafeEqual(bytes, expected);
  });
}

/**
 * The key is derived from the API's and from all that the credential is: with another secret, or other accounts that it
 * may read, no session of before is signed any more.
 */
function signature(claims: string, key: string, { sid, secret, accounts }: KnownCredential): Buffer {
  const credential = JSON.stringify(['session', sid, secret, accounts?.toSorted() ?? null]);
  return createHmac('sha256', createHmac('sha256', key).update(credential).digest()).update(claims).digest();
}
