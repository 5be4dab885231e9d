import type { CauseState } from '../../families/call-event/causes/cause-state.ts';
import type { CauseCount } from '../../families/call-event/causes/causes-answer.ts';
import type { SharedFacet } from '../../families/call-event/causes/shared-facets.ts';
import { warningInWords } from '../../families/call-event/warning-words.ts';
import { errorCodeInWords } from '../../shared/error-codes.ts';
import { printableStart } from '../../shared/printable.ts';
import { facetValueText, facetWord } from '../filters/facet-words.ts';

/** A number and its unit stay on one line. */
const UNIT = '\u00a0%';
/** Of what others wrote. */
const LONGEST_TITLE = 160;
/** Of the key of a cause that is an error code. */
export const CODE_KEY = /^code:(\d{1,9})$/;

export type NamedCause = Pick<CauseCount, 'error_code' | 'group' | 'name' | 'message'>;

/** What a cause is called: its code and what that is in words, else its name, else its message; and its group. */
export function causeTitle({ error_code, group, name, message }: NamedCause): {
  code: string | undefined;
  text: string;
  group: string;
} {
  const own = name || group || '';
  if (error_code === null) {
    const text = own || message || '(no name)';
    return { code: undefined, text: short(text), group: text === group ? '' : short(group ?? '') };
  }
  const text = errorCodeInWords(error_code)?.title.replace(/\.$/, '') ?? message ?? own;
  return { code: String(error_code), text: short(text), group: '' };
}

/**
 * What a cause means and what mostly helps, as sentences; undefined where nothing is known of it.
 * @param key of the cause, which tells enough where nothing is counted of it
 */
export function causeMeaning(key: string): string | undefined {
  const [, code] = CODE_KEY.exec(key) ?? [];
  if (code !== undefined) return errorCodeInWords(Number(code))?.cause;
  const warning = key.startsWith('name:') ? warningInWords(key.slice(key.lastIndexOf('/') + 1)) : undefined;
  return warning && `${warning.says.charAt(0).toUpperCase()}${warning.says.slice(1)}. ${warning.helps}`;
}

/** What a cause is called in one text, without the group. */
export function causeName(cause: NamedCause): string {
  const { code, text } = causeTitle(cause);
  return [code, text].filter((part) => part !== undefined && part !== '').join(' ');
}

export const STATE_WORD: Readonly<Record<CauseState, string>> = {
  new: 'new',
  spike: 'spike',
  steady: 'steady',
  gone: 'gone',
};

export const STATE_MEANING: Readonly<Record<CauseState, string>> = {
  new: 'There was none in the time before.',
  spike: 'Far more often than before.',
  steady: 'Nothing unusual, as far as the time before is known.',
  gone: 'None came lately.',
};

/** What calls of a cause share, in a few words: `region au1`, `SDK version 2.18.3`, `Firefox 144`. */
export function sharedText({ facet, value }: SharedFacet): string {
  const text = facetValueText({ name: facet, value });
  // What a browser or system is, its name says.
  if (facet === 'browser' || facet === 'os') return text;
  const word = facetWord(facet);
  return `${/^[A-Z]{2}/.test(word) ? word : word.toLowerCase()} ${text}`;
}

/** `97 %`, and under one in a hundred `0.4 %`. */
export function percentText(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return `<\u00a00.1${UNIT}`;
  return `${percent < 9.95 && percent > 0 ? Number(percent.toFixed(1)) : Math.min(Math.round(percent), share < 1 ? 99 : 100)}${UNIT}`;
}

function short(text: string): string {
  return printableStart(text, LONGEST_TITLE);
}
