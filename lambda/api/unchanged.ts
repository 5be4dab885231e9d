import { createHash } from 'node:crypto';
import { NOT_KEPT } from './list.ts';
import type { ApiContext } from './route.ts';

/**
 * Answers with JSON, or with 304 where it says nothing new to whoever asks: whoever asks again and again names the last
 * answer in `If-None-Match`. When it was read is no news.
 * https://www.rfc-editor.org/rfc/rfc9110#name-if-none-match
 */
export function answerUnlessKnown(context: ApiContext, answer: { read_at: string }): Response {
  const { read_at, ...news } = answer;
  const hash = createHash('sha256').update(JSON.stringify(news)).digest('base64url');
  // Weak: the bytes differ by when it was read.
  const etag = `W/"${hash}"`;
  const headers = { ...NOT_KEPT, etag };
  if (names(context.req.header('if-none-match'), hash)) return context.body(null, 304, headers);
  return context.json({ read_at, ...news }, 200, headers);
}

/** A list of tags, weak or not. */
function names(header: string | undefined, hash: string): boolean {
  return header?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === `"${hash}"`) === true;
}
