import { callError } from '../families/call-event/call-error.ts';
import type { StoredEvent } from '../families/call-event/item.ts';
import { errorCodeInWords } from '../shared/error-codes.ts';
import { wrapped } from './terminal.ts';

/**
 * The codes among some events in words, as the page has them, each once and in the order in which they come: Twilio's
 * title, the likely cause, Twilio's page. Empty where none is known.
 * @param columns what the terminal has, where somebody else says it
 */
export function errorWords(events: readonly StoredEvent[], columns?: number): string {
  const codes = new Set(events.map(({ event }) => callError(event.data)?.code));
  const known = [...codes].flatMap((code) => {
    const words = code === undefined ? undefined : errorCodeInWords(code);
    if (words === undefined) return [];
    const { title, cause, url } = words;
    return [wrapped(`${code}: ${title}`, '', columns), ...[cause, url].map((text) => wrapped(text, '  ', columns))];
  });
  return known.join('\n');
}
