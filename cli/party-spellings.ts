import { withoutQuotes } from '../shared/call-sid.ts';

/**
 * What the table can have of a number as people write it: with blanks, brackets or dots, and without the `+` where a
 * shell or a sheet took it. An address with its scheme is itself. Undefined for any other text.
 */
export function partySpellings(text: string): string[] | undefined {
  const said = withoutQuotes(text);
  if (/^(?:sips?|client|whatsapp):./i.test(said)) return [said];
  const plain = said.replace(/[\s().\-/]/g, '').replace(/^00(?=[1-9])/, '+');
  if (/^\+\d{2,15}$/.test(plain)) return [plain];
  return /^\d{2,15}$/.test(plain) ? [`+${plain}`, plain] : undefined;
}

/** Whether a text is a number in full or an address: what nobody takes for the SID of a call. */
export function isParty(text: string): boolean {
  const [first, ...others] = partySpellings(text) ?? [];
  return first !== undefined && others.length === 0;
}
