import { errorCodeInWords } from '../../shared/error-codes.ts';
import type { JsonObject } from '../../shared/json.ts';
import { printableStart } from '../../shared/printable.ts';
import { percentText } from '../causes/cause-words.ts';
import { numberIn, textIn } from './read-trend.ts';

/** A value with how often it occurs, as people read both. */
export interface RankedRow {
  name: string;
  /** Where it leads; undefined where nothing is behind it. */
  href: string | undefined;
  /** What its bar is as long as. */
  measure: number;
  /** The measure in words. */
  text: string;
  /** One for each further column. */
  others: readonly string[];
  /** Far worse than it was. */
  isWorse?: boolean;
}

/** Where the value of a row leads; undefined where nothing is behind it. */
type HrefOf = (value: string, row: JsonObject) => string | undefined;

/** Of what others wrote. */
const LONGEST = 60;
const UNKNOWN = 'not known';
const NO_CODE = 'no code';
const NONE = '–';
/** How many times the share before is worth a look, and in how many percent. */
const WORSE = { times: 1.5, percent: 1 };

/** SDK versions that calls of these days had, the worst first, beside what they were in as many days before. */
export function sdkRows(rows: readonly JsonObject[], hrefOf: HrefOf): RankedRow[] {
  return ofTheseDays(rows)
    .map((row) => {
      const { name, href } = named(row, 'sdk_version', hrefOf);
      const bad = numberIn(row, 'tagged_percent') ?? 0;
      const before = numberIn(row, 'tagged_percent_before');
      return {
        name,
        href,
        measure: bad,
        text: percentText(bad / 100),
        others: [before === undefined ? NONE : percentText(before / 100), counted(row, 'calls')],
        isWorse: before !== undefined && bad >= before * WORSE.times && bad - before >= WORSE.percent,
      };
    })
    .toSorted((one, other) => other.measure - one.measure);
}

/**
 * Error codes in words, those of most calls first, beside as many days before.
 * @param hasBefore false where the archive has no such days
 */
export function codeRows(
  rows: readonly JsonObject[],
  { hrefOf, hasBefore }: { hrefOf: HrefOf; hasBefore: boolean },
): RankedRow[] {
  return ofTheseDays(rows).map((row) => {
    const code = numberIn(row, 'error_code');
    const words = code === undefined ? undefined : errorCodeInWords(code)?.title.replace(/\.$/, '');
    // What has none is of several causes, by its name or message.
    const { name, href } = code === undefined ? { name: NO_CODE, href: undefined } : named(row, 'error_code', hrefOf);
    return {
      name: words === undefined ? name : `${name} ${words}`,
      href,
      ...measured(row, 'calls'),
      others: [hasBefore ? counted(row, 'calls_before') : NONE],
    };
  });
}

/** Countries or carriers, those of most calls first, and how many of their calls failed. */
export function callRows(rows: readonly JsonObject[], column: 'country' | 'carrier', hrefOf: HrefOf): RankedRow[] {
  return rows.map((row) => {
    const failed = numberIn(row, 'failed_percent');
    const { name, href } = named(row, column, hrefOf);
    return {
      name: column === 'country' ? countryText(name) : name,
      href,
      ...measured(row, 'calls'),
      others: [failed === undefined ? NONE : percentText(failed / 100)],
    };
  });
}

/** `AT Austria`; what is no code of a country stays as it is. */
export function countryText(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  const word = new Intl.DisplayNames(undefined, { type: 'region', fallback: 'none' }).of(code);
  return word === undefined ? code : `${code} ${word}`;
}

/** What occurred in the days before alone is no news of these. */
function ofTheseDays(rows: readonly JsonObject[]): readonly JsonObject[] {
  return rows.filter((row) => (numberIn(row, 'calls') ?? 0) > 0);
}

function named(row: JsonObject, column: string, hrefOf: HrefOf): Pick<RankedRow, 'name' | 'href'> {
  const value = textIn(row, column);
  return value === undefined || value === '?'
    ? { name: UNKNOWN, href: undefined }
    : { name: printableStart(value, LONGEST), href: hrefOf(value, row) };
}

function measured(row: JsonObject, column: string): Pick<RankedRow, 'measure' | 'text'> {
  const measure = numberIn(row, column) ?? 0;
  return { measure, text: measure.toLocaleString() };
}

function counted(row: JsonObject, column: string): string {
  return numberIn(row, column)?.toLocaleString() ?? NONE;
}
