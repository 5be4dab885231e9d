import { type CallError, callError } from '../families/call-event/call-error.ts';
import type { EventResource } from '../families/call-event/event-resource.ts';
import { errorCodeInWords } from '../shared/error-codes.ts';
import { printable } from '../shared/printable.ts';

/**
 * What an event says of its error, '' for nothing: what it says itself where that says more than Twilio's title of the
 * code. Some codes stand for different things, of which only the message tells.
 */
export function errorText({ code, message: whole = '' }: CallError): string {
  const message = withoutPrefix(whole, code);
  const title = (code === undefined ? undefined : errorCodeInWords(code)?.title) ?? '';
  const [said, known] = [bare(message, code), bare(title, code)];
  if (known.includes(said)) return title || printable(message);
  return title === '' || said.includes(known) ? printable(message) : `${title}: ${printable(message)}`;
}

/** The code of an event's error, and its error in words; undefined where it has none. */
export function errorLine(event: EventResource): { code: number | undefined; text: string } | undefined {
  const error = callError(event);
  return error && { code: error.code, text: errorText(error) };
}

/** The SDK puts the kind and the code before it, `ConnectionError (31005): `; the code stands there anyway. */
function withoutPrefix(message: string, code: number | undefined): string {
  const [prefix = '', said] = /^\w+ \((\d+)\): */.exec(message) ?? [];
  return said === String(code) ? message.slice(prefix.length) : message;
}

/** What is left to compare: `ConnectionError.` says no more than `Connection error`. */
function bare(text: string, code: number | undefined): string {
  const letters = text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  return code === undefined ? letters : letters.replace(String(code), '');
}
