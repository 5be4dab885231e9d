import type { QueryValue } from './archive-query.ts';
import { decimalNumber, doubleNumber, wholeNumber } from './exact-number.ts';

/**
 * What the text of a value stands for. Athena gives every value as text, and the type of its column beside it. Of an array
 * it gives no type of the elements, and no quotes around texts: a text with `, ` in it is read as two.
 * @param type as Athena names it: `varchar`, `bigint`, `timestamp`
 * @see https://docs.aws.amazon.com/athena/latest/ug/data-types.html
 */
export function athenaValue(text: string | undefined, type: string): QueryValue {
  if (text === undefined) return null;
  switch (type) {
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint':
      return wholeNumber(text);
    case 'real':
    case 'float':
    case 'double':
      return doubleNumber(Number(text));
    case 'decimal':
      return decimalNumber(text);
    case 'boolean':
      return text === 'true';
    case 'timestamp':
    case 'timestamp with time zone':
      return timestamp(text);
    case 'array':
      return array(text);
    default:
      return text;
  }
}

const TIMESTAMP = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(?: (UTC|Z|[+-]\d{2}:\d{2}))?$/;

/** ISO 8601, with more digits than milliseconds only where they say something; another text as it is. */
function timestamp(text: string): string {
  const [, day, time, fraction = '', zone = 'UTC'] = TIMESTAMP.exec(text) ?? [];
  if (day === undefined) return text;
  const digits = fraction.padEnd(3, '0').replace(/(?<=^\d{3,})0+$/, '');
  if (/^[+-]/.test(zone)) {
    const utc = new Date(`${day}T${time}${zone}`).toISOString().slice(0, -'.000Z'.length);
    return `${utc}.${digits}Z`;
  }
  return `${day}T${time}.${digits}Z`;
}

const NUMBER = /^-?\d+(?:\.\d+)?(?:E-?\d+)?$/;

function array(text: string): QueryValue {
  const inside = /^\[(.*)\]$/s.exec(text)?.[1];
  if (inside === undefined) return text;
  if (inside === '') return [];
  const parts = elementsOf(inside);
  const present = parts.filter((part) => part !== 'null');
  const read = readerFor(present);
  return parts.map((part) => (part === 'null' ? null : read(part)));
}

/** All elements are of one type, which is the narrowest that fits each. */
function readerFor(parts: readonly string[]): (part: string) => QueryValue {
  const are = (pattern: RegExp) => parts.every((part) => pattern.test(part));
  if (are(/^\[.*\]$/s)) return array;
  if (are(NUMBER)) return (part) => (/[.E]/.test(part) ? doubleNumber(Number(part)) : wholeNumber(part));
  if (are(/^(?:true|false)$/)) return (part) => part === 'true';
  if (are(TIMESTAMP)) return timestamp;
  return (part) => part;
}

/** Parts between commas that are in no brackets of their own. */
function elementsOf(inside: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const piece of inside.split(/(, |[[\]])/)) {
    if (piece === '[') depth += 1;
    if (piece === ']') depth -= 1;
    if (piece === ', ' && depth === 0) parts.push('');
    else parts[parts.length - 1] += piece;
  }
  return parts;
}
