import { withoutQuotes } from '../shared/call-sid.ts';
import { SID_DIGITS } from '../shared/sid-pattern.ts';

const SID_IN_A_TEXT = new RegExp(`(?<![0-9A-Za-z])CF(${SID_DIGITS})(?![0-9A-Za-z])`, 'i');
/** Of a call, in the same link: then that is what is meant. */
const CALL_IN_A_TEXT = new RegExp(`(?<![0-9A-Za-z])CA${SID_DIGITS}(?![0-9A-Za-z])`, 'i');

/**
 * The conference that somebody means by a text: the SID in it, as in quotes, a link or capitals, or a text that begins as
 * such SIDs do. Undefined where it means none.
 */
export function conferenceSidIn(text: string): string | undefined {
  const [, digits] = SID_IN_A_TEXT.exec(text) ?? [];
  if (digits !== undefined && !CALL_IN_A_TEXT.test(text)) return `CF${digits.toLowerCase()}`;
  const said = withoutQuotes(text);
  return said.startsWith('CF') ? said : undefined;
}
