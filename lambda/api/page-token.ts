import { createCipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import type * as z from 'zod/mini';
import { badParameter } from './api-error.ts';

const VERSION = 'v2';
/** A place names a call SID and two sort keys, which are 4 KB of text at most, and six times that where JSON escapes them. */
const TOKEN = /^([\w-]{1,40000})\.([\w-]{43})$/;
const INITIAL_VECTOR_BYTES = 16;

/** Makes and reads the page tokens of one kind. */
export interface PageTokens<Place> {
  write(place: Place): string;
  /** @throws ApiError 400 for anything that was not written by `write` for the same question */
  read(token: string): Place;
}

/**
 * Tokens that only this API can make and read, and that only the question they were made for takes: a place, encrypted,
 * and a signature over it and the question, from which the encryption starts. A place can name an event that a filter
 * held back, or one of an account that the reader may not see.
 * @param keys the first one signs, any of them is accepted
 * @param question what is asked for, and who may see what, as JSON tells it apart
 * @see https://www.rfc-editor.org/rfc/rfc5297
 */
export function createPageTokens<Place>(
  keys: readonly string[],
  question: unknown,
  Place: z.ZodMiniType<Place>,
): PageTokens<Place> {
  const asked = JSON.stringify([VERSION, question]);
  const sign = (key: string, place: Buffer) => createHmac('sha256', key).update(`${asked}\n`).update(place).digest();
  return {
    write(place) {
      const [key = ''] = keys;
      const plain = Buffer.from(JSON.stringify(place));
      const signature = sign(key, plain);
      return `${encrypted(key, signature, plain).toString('base64url')}.${signature.toString('base64url')}`;
    },
    read(token) {
      const [, place = '', signature = ''] = TOKEN.exec(token) ?? [];
      const given = Buffer.from(signature, 'base64url');
      if (given.length === 0) throw notOurs();
      for (const key of keys) {
        const plain = encrypted(key, given, Buffer.from(place, 'base64url'));
        if (timingSafeEqual(given, sign(key, plain))) return Place.parse(JSON.parse(plain.toString()));
      }
      throw notOurs();
    },
  };
}

/** What is encrypted twice is plain again. */
function encrypted(key: string, signature: Buffer, place: Buffer): Buffer {
  const cipherKey = createHmac('sha256', key).update('places of page tokens').digest();
  return createCipheriv('aes-256-ctr', cipherKey, signature.subarray(0, INITIAL_VECTOR_BYTES)).update(place);
}

function notOurs(): Error {
  return badParameter('PageToken: expected one of a link that this API answered with, for the same call and filters');
}
