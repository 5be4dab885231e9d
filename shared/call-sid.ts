import { OTHER_SIDS, SID_DIGITS } from './sid-pattern.ts';
import { MAX_PARTITION_KEY_BYTES, PAGE_PREFIX } from './table.ts';

/** In bytes of UTF-8: a call SID is a partition key. */
export const MAX_CALL_SID_BYTES = MAX_PARTITION_KEY_BYTES;

const USUAL = new RegExp(`^CA${SID_DIGITS}$`);
const IN_A_TEXT = new RegExp(`(?<![0-9A-Za-z])CA(${SID_DIGITS})(?![0-9A-Za-z])`, 'gi');
/** Path and query of a link. */
const LINK = /^https?:\/\/[^\s/?#]+([^\s?#]*)(?:\?([^\s#]*))?/i;
/** Of a page of ours, or of the resource that the read API has. */
const IN_A_PATH = /^\/(?:calls\/|v1\/Voice\/(?!(?:Events|Summaries)$))([^/]+)/i;
/** The parameters in which both have a SID that no path can carry. */
const IN_A_QUERY = ['call', 'CallSid'];
/** What stands around a text in a letter, a table or a line of JSON. */
const AROUND = /^[\s\p{Cf}"'`“”„‘’‚«»<>]+|[\s\p{Cf}"'`“”„‘’‚«»<>,;]+$/gu;
const PERCENT = /(?:%[\da-f]{2})+/gi;
const OTHER_SID = new RegExp(`^(${OTHER_SIDS.join('|')})[0-9a-f]{6}`, 'i');
const utf8 = new TextEncoder();

/**
 * Whether a text can be a partition key, whatever it looks like. It decides what becomes a row and what may be asked
 * for, so that nothing is stored that nobody can read or erase: real events carry `NO…` and `TSID…` beside `CA…`. The
 * partitions of the page are of no call: an event that names one could stand among what people keep there.
 */
export function isCallSid(value: unknown): value is string {
  if (typeof value !== 'string' || value === '' || value.startsWith(PAGE_PREFIX)) return false;
  return value.isWellFormed() && !isTooLong(value);
}

/**
 * The calls that somebody can mean by a text, in the order in which to look for them: exactly what the text says, then
 * the call that it links to, then the call SID in it, as in quotes, with blanks around it or in upper case. Where a text
 * names several calls, none of them is meant. Empty where the text cannot be a key.
 */
export function callSidsMeant(pasted: string): string[] {
  const linked = inLink(withoutQuotes(pasted));
  const plain = withoutEscapes(pasted);
  const found = new Set(Array.from(plain.matchAll(IN_A_TEXT), ([, digits = '']) => `CA${digits.toLowerCase()}`));
  const named = found.size === 1 ? [...found] : linked === undefined ? [withoutQuotes(pasted)] : [];
  return [...new Set([pasted, linked, ...named])].filter(isCallSid);
}

/** What is unusual about a SID, as a sentence; undefined for `CA` and 32 hexadecimal digits, as real ones mostly are. */
export function callSidRemark(callSid: string): string | undefined {
  if (USUAL.test(callSid)) return undefined;
  const kind = OTHER_SID.exec(callSid)?.[1]?.toUpperCase();
  if (kind !== undefined) return `This SID begins with ${kind}. A call SID begins with CA.`;
  if (callSid.length !== SID_EXAMPLE.length) {
    const length = callSid.length === 1 ? '1 character' : `${callSid.length} characters`;
    return `This SID has ${length}. A call SID has ${SID_EXAMPLE.length}: CA and 32 hexadecimal digits.`;
  }
  return `This is not how a call SID looks: CA and 32 hexadecimal digits, such as ${SID_EXAMPLE}.`;
}

/** What a call SID looks like. */
export const SID_EXAMPLE = `CA${'0123456789abcdef'.repeat(2)}`;

/** A text as it was before somebody pasted it: without the quotes and the blanks around it. */
export function withoutQuotes(text: string): string {
  return text.replace(AROUND, '');
}

/** The SID of the call that a link leads to. */
function inLink(text: string): string | undefined {
  const [, path = '', query = ''] = LINK.exec(text) ?? [];
  const parameters = new URLSearchParams(query);
  const inQuery = IN_A_QUERY.map((name) => parameters.get(name)).find((value) => value !== null && value !== '');
  const inPath = IN_A_PATH.exec(path)?.[1];
  return inQuery ?? (inPath === undefined ? undefined : withoutEscapes(inPath));
}

/** Of a link: `%22CA…%22`. */
function withoutEscapes(text: string): string {
  return text.replace(PERCENT, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

function isTooLong(text: string): boolean {
  // A character is three bytes at most; hardly any text has to be encoded to know.
  return text.length * 3 > MAX_CALL_SID_BYTES && utf8.encode(text).length > MAX_CALL_SID_BYTES;
}
