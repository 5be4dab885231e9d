import { withoutQuotes } from '../../shared/call-sid.ts';

/** What people write into a number to read it, and the scheme of a link. */
const IN_A_NUMBER = /[\s().\-/\u00a0\u2010-\u2015]|^tel:/gi;
const E_164 = /^\+\d{5,15}$/;
const ABROAD = /^00(\d{6,15})$/;
const DIGITS = /^\d{7,15}$/;
/** As Twilio writes who is no phone number. */
const NAMED = /^(client|sips?|whatsapp):(\S.*)$/is;
/** An address of the page is 8,000 characters at most, and escaped text is longer. */
const LONGEST = 1_000;

/**
 * The number, client or SIP address that a text is, as Twilio writes it; undefined where it is none of them. A number of
 * digits alone is one with its country code.
 */
export function partyMeant(text: string): string | undefined {
  const plain = withoutQuotes(text);
  const [, scheme, name] = NAMED.exec(plain) ?? [];
  if (scheme !== undefined && name !== undefined) return `${scheme.toLowerCase()}:${name}`;
  const number = plain.replace(IN_A_NUMBER, '');
  if (E_164.test(number)) return number;
  const digits = ABROAD.exec(number)?.[1] ?? (DIGITS.test(number) ? number : undefined);
  return digits && `+${digits}`;
}

/** Whether a text is a party as Twilio writes one, so that its calls can be asked for. */
export function isParty(text: string): boolean {
  return text.length <= LONGEST && (E_164.test(text) || (NAMED.test(text) && partyMeant(text) === text));
}
