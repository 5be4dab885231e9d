import { withoutQuotes } from './call-sid.ts';
import { SID_DIGITS } from './sid-pattern.ts';

/**
 * A SID that somebody set or pasted, in quotes, with blanks around it, in any case, as Twilio writes it; undefined where
 * the text is no SID of this kind. https://www.twilio.com/docs/glossary/what-is-a-sid
 * @param kind the two letters it begins with: `AC` is an account, `DG` a sink
 */
export function sidOf(kind: string, text: string): string | undefined {
  const sid = withoutQuotes(text);
  if (!new RegExp(`^${kind}${SID_DIGITS}$`, 'i').test(sid)) return undefined;
  return kind + sid.slice(kind.length).toLowerCase();
}

/** The account SID that somebody set or pasted, as Twilio writes it; undefined where it is none. */
export function accountSidOf(text: string): string | undefined {
  return sidOf('AC', text);
}
