import { createHmac, timingSafeEqual } from 'node:crypto';
import type * as z from 'zod/mini';
import { badParameter } from './api-error.ts';

const VERSION = 'v1';
const TOKEN = /^([\w-]{1,8192})\.([\w-]{43})$/;

/** Makes and reads the page tokens of one kind. */
export interface PageTokens<Place> {
  write(place: Place): string;
  /** @throws ApiError 400 for anything that was not written by `write` for the same question */
  read(token: string): Place;
}

/**
 * Tokens that only this API can make, and that only the question they were made for takes: a place, in the open, and a
 * signature over it, the path and the filters.
 */
export function createPageTokens<Place>(
  key: string,
  question: { path: string; filters: readonly [string, string][] },
  Place: z.ZodMiniType<Place>,
): PageTokens<Place> {
  const sign = (place: string) =>
    createHmac('sha256', key)
      .update(JSON.stringify([VERSION, question.path, question.filters, place]))
      .digest();
  return {
    write(place) {
      const encoded = Buffer.from(JSON.stringify(place)).toString('base64url');
      return `${encoded}.${sign(encoded).toString('base64url')}`;
    },
    read(token) {
      const [, encoded, signature] = TOKEN.exec(token) ?? [];
      if (encoded === undefined || signature === undefined) throw notOurs();
      const given = Buffer.from(signature, 'base64url');
      const expected = sign(encoded);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw notOurs();
      return Place.parse(JSON.parse(Buffer.from(encoded, 'base64url').toString()));
    },
  };
}

function notOurs(): Error {
  return badParameter('PageToken: expected one of a link that this API answered with, for the same call and filters');
}
