import { callError } from '../families/call-event/call-error.ts';
import type { StoredEvent } from '../families/call-event/item.ts';
import { errorCodeInWords } from '../shared/error-codes.ts';

/**
 * The codes among some events in words, as the page has them, each once and in the order in which they come: Twilio's
 * title, the likely cause, Twilio's page. Empty where none is known.
 */
export function errorWords(events: readonly StoredEvent[]): string {
  const codes = new Set(events.map(({ event }) => callError(event.data)?.code));
  const known = [...codes].flatMap((code) => {
    const words = code === undefined ? undefined : errorCodeInWords(code);
    return words === undefined ? [] : [`${code}: ${words.title}\n  ${words.cause}\n  ${words.url}`];
  });
  return known.join('\n');
}
