import type { Cause } from '../../families/call-event/causes/cause-of.ts';
import { errorCodeInWords } from '../../shared/error-codes.ts';
import { printableStart } from '../../shared/printable.ts';

const LONGEST = 120;

/** A cause in a few words: its code and Twilio's title, else group and name, else its message. */
export function causeWords({ cause, code, group, name, message }: Cause): string {
  if (code !== undefined && cause.startsWith('code:')) {
    return tame(`${code} ${errorCodeInWords(code)?.title ?? message ?? name ?? ''}`);
  }
  const named = [group, name].filter((one) => one !== undefined).join(' / ');
  return tame(named || message || 'an event that says nothing');
}

/** What means something to a chat or a mail: mentions, links and marks of Markdown. */
const MARKS = /[<>&@[\]()*_~|`]/g;

/** What a device wrote, in a message to a chat or by mail: without what means something there, and with no link. */
export function tame(text: string): string {
  const plain = text.replace(MARKS, ' ').replace(/:\/\//g, ': //');
  return printableStart(plain.replace(/\s+/g, ' ').trim(), LONGEST);
}
