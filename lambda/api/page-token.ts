import { createCipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import type * as z from 'zod/mini';
import { badParameter } from './api-error.ts';

const VERSION = 'v2';
const TOKEN = /^([\w-]+)\.([\w-]{43})$/;
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
      return spelt(encrypted(key, signature, plain), signature);
    },
    read(token) {
      const [, ...parts] = TOKEN.exec(token) ?? [];
      const [place, given] = parts.map((part) => Buffer.from(part, 'base64url'));
      // Several spellings of base64 are the same bytes.
      if (place === undefined || given === undefined || token !== spelt(place, given)) throw notOurs();
      for (const key of keys) {
        const plain = encrypted(key, given, place);
        if (timingSafeEqual(given, sign(key, plain))) return Place.parse(JSON.parse(plain.toString()));
      }
      throw notOurs();
    },
  };
}

function spelt(place: Buffer, signature: Buffer): string {
  return `${place.toString('base64url')}.${signature.toString('base64url')}`;
}

/** What is encrypted twice is plain again. */
function encrypted(key: string, signature: Buffer, place: Buffer): Buffer {
  const cipherKey = createHmac('sha256', key).update('places of page tokens').digest();
  return createCipheriv('aes-256-ctr', cipherKey, signature.subarray(0, INITIAL_VECTOR_BYTES)).update(place);
}

function notOurs(): Error {
  return badParameter('PageToken: expected one of a link that this API answered with, for the same call and filters');
}
