import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ApiContext } from './route.ts';
import { takesGzip } from './takes-gzip.ts';

/** Of whatever is of somebody's calls. */
export const NOT_KEPT = { 'cache-control': 'private, no-store' };

/** Characters: what is shorter is one packet anyway. */
const SHORTEST_GZIP = 1_000;
/** Events repeat themselves: more would take three times as long and save a tenth. */
const GZIP = { level: 3 };

/**
 * Answers with JSON, or with 304 where it says nothing new to whoever asks: whoever asks again and again names the last
 * answer in `If-None-Match`. Compressed for whoever can read that.
 * @param news what of the answer is news, where not all of it is
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-if-none-match
 */
export function answerJson(context: ApiContext, json: string, news = json): Response {
  const hash = createHash('sha256').update(news).digest('base64url');
  // Weak: the bytes differ by what is no news, and by how they are compressed.
  const headers = { ...NOT_KEPT, etag: `W/"${hash}"`, vary: 'Accept-Encoding' };
  if (names(context.req.header('if-none-match'), hash)) return context.body(null, 304, headers);
  const typed = { ...headers, 'content-type': 'application/json' };
  if (json.length < SHORTEST_GZIP || !takesGzip(context.req.header('accept-encoding'))) {
    return context.body(json, 200, typed);
  }
  return context.body(new Uint8Array(gzipSync(json, GZIP)), 200, { ...typed, 'content-encoding': 'gzip' });
}

/** As `answerJson`; when it was read is no news. */
export function answerReading(context: ApiContext, answer: { read_at: string }): Response {
  const { read_at, ...news } = answer;
  return answerJson(context, JSON.stringify(answer), JSON.stringify(news));
}

/** A list of tags, weak or not. */
function names(header: string | undefined, hash: string): boolean {
  return header?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === `"${hash}"`) === true;
}
