import { withoutQuotes } from './call-sid.ts';
import { utcTime } from './utc-time.ts';

/**
 * A time that somebody said or pasted, as `utcTime` has it: in quotes, with blanks around it, with `UTC` behind it as
 * the page writes it. A date alone is its first moment in UTC. Undefined where the text is none of these.
 */
export function timeSaid(text: string): string | undefined {
  const said = withoutQuotes(text).replace(/ ?(?:UTC|GMT)$/i, 'Z');
  return utcTime(said) ?? utcTime(`${said.replace(/Z$/, '')}T00:00Z`);
}
