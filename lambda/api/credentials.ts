import { createHash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import type { Clock } from '../../shared/clock.ts';
import { SID_DIGITS } from '../../shared/sid-pattern.ts';
import { createKeptSecret, type KeptSecret } from './kept-secret.ts';
import type { Reader } from './reader.ts';

/** A user name and password of HTTP Basic: an account SID and its token, or an API key's SID and secret. */
export interface Credential {
  sid: string;
  secret: string;
}

/** A credential that may read, and what. */
export type KnownCredential = Credential & Pick<Reader, 'accounts'>;

/** The credentials that may read. */
export interface Credentials {
  /** Who asks with a credential; undefined for one that may not read. */
  check(given: Credential): Promise<Reader | undefined>;
  /** One that fits, by what no one has to guess; undefined where none does. */
  find(fits: (known: KnownCredential) => boolean): Promise<KnownCredential | undefined>;
}

/** Of a credential that somebody added: nobody shall guess it. */
const MIN_SECRET_LENGTH = 16;

const ACCOUNT_SID = new RegExp(`^AC${SID_DIGITS}$`);
const text = z.string().check(z.minLength(1));
const accounts = z.optional(z.array(z.string().check(z.regex(ACCOUNT_SID))).check(z.minLength(1)));

/**
 * Notes of people may stand in an entry, but no list of accounts under a name that is spelt wrong: the credential would
 * read every account.
 */
const noOtherAccounts = (known: readonly string[]) =>
  z.refine<object>((entry) =>
    Object.entries(entry).every(([name, value]) => known.includes(name) || !isOfAccounts(name, value)),
  );

function isOfAccounts(name: string, value: unknown): boolean {
  return /account/i.test(name) || [value].flat().some((one) => typeof one === 'string' && ACCOUNT_SID.test(one));
}

const ADDED = { sid: text, secret: z.string().check(z.minLength(MIN_SECRET_LENGTH)), accounts };
const Added = z.looseObject(ADDED).check(noOtherAccounts(Object.keys(ADDED)));
const SECRET = { accountSid: text, authToken: text, accounts, more: z._default(z.array(Added), []) };
/** What the secret holds: the credential that was generated, and those that people added. */
const Secret = z.looseObject(SECRET).check(noOtherAccounts(Object.keys(SECRET)));

/** @throws Error that says what is wrong with the secret, and nothing of what is in it */
export function parseCredentials(secret: string): KnownCredential[] {
  const parsed = Secret.safeParse(jsonOrUndefined(secret));
  if (!parsed.success) {
    const paths = parsed.error.issues.map(({ path }) => path.join('.') || 'the whole');
    throw new Error(`the credentials secret has an invalid format, see ${[...new Set(paths)].join(', ')}`);
  }
  const { accountSid, authToken, accounts, more } = parsed.data;
  return [{ sid: accountSid, secret: authToken, accounts }, ...more].map(({ sid, secret, accounts }) => ({
    sid,
    secret,
    ...(accounts !== undefined && { accounts }),
  }));
}

export interface CredentialsOptions {
  readSecret: () => Promise<string>;
  clock: Pick<Clock, 'now'>;
  /** Told of a secret that cannot be read, or is not of its form, while what was read before goes on to count. */
  onTrouble: (error: unknown) => void;
}

/**
 * The credentials of a secret that is read when it is needed, kept for five minutes, and read again for a credential that
 * is not in it, every half minute at most: it may be a new one, but to ask for each would be a way to make us ask.
 * @throws what `readSecret` throws, where nothing is known or it is too old
 */
export function createCredentials({ readSecret, clock, onTrouble }: CredentialsOptions): Credentials {
  return among(createKeptSecret({ read: async () => parseCredentials(await readSecret()), clock, onTrouble }));
}

/** Credentials that never change. */
export function fixedCredentials(known: readonly KnownCredential[]): Credentials {
  return among({ get: async () => known, getAnew: async () => undefined });
}

function among(known: KeptSecret<readonly KnownCredential[]>): Credentials {
  const firstOf = async <Found>(search: (known: readonly KnownCredential[]) => Found | undefined) =>
    search(await known.get()) ?? search((await known.getAnew()) ?? []);
  return {
    check: (given) => firstOf((all) => readerOf(given, all)),
    find: (fits) => firstOf((all) => all.find(fits)),
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

/** Who has a credential. Takes the same time whichever it is, and however much of it is right. */
export function readerOf(given: Credential, known: readonly KnownCredential[]): Reader | undefined {
  const digest = digestOf(given);
  const [found] = known.map((one) => timingSafeEqual(digestOf(one), digest) && one).filter((one) => one !== false);
  return found && { sid: found.sid, ...(found.accounts !== undefined && { accounts: found.accounts }) };
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
