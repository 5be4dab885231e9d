import type { QueryAnswer, QueryValue } from '../lambda/query/archive-query.ts';
import { printable } from '../shared/printable.ts';
import { print, printableLines, printJson } from './output.ts';
import { athenaDollars, sizeInWords } from './size-words.ts';
import { fittingTable } from './terminal.ts';

/** How an answer is to be printed. */
export interface AnswerOptions {
  json?: boolean;
  csv?: boolean;
}

/** How a formula begins: blanks before it count for some, as do the wide forms of its signs. */
const FORMULA = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/;

/** Prints an answer alone, for a program: as JSON or as CSV; else as a table, and what it took to get it. */
export function printAnswer(answer: QueryAnswer, { json, csv, isOfAthena }: AnswerOptions & { isOfAthena: boolean }) {
  const { columns, rows } = answer;
  if (json) return printJson({ columns, rows });
  if (csv) return process.stdout.write(csvOf(answer));
  const cells = rows.map((row) => row.map((value) => printable(textOf(value))));
  print(fittingTable([{ head: columns.map(printable), rows: cells }]));
  print(`\n${[rowsInWords(rows.length), ...readInWords(answer, isOfAthena)].join(', ')}`);
}

/**
 * An answer as CSV. A text that a spreadsheet would run as a formula has an apostrophe before it.
 * @see https://www.rfc-editor.org/rfc/rfc4180
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvOf({ columns, rows }: Pick<QueryAnswer, 'columns' | 'rows'>): string {
  return [columns, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(value: QueryValue): string {
  if (typeof value !== 'string' && !Array.isArray(value)) return textOf(value);
  const text = textOf(value);
  const safe = printableLines(FORMULA.test(text) ? `'${text}` : text);
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function textOf(value: QueryValue): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function rowsInWords(count: number): string {
  return count === 1 ? '1 row' : `${count} rows`;
}

function readInWords({ scannedBytes }: QueryAnswer, isOfAthena: boolean): string[] {
  if (scannedBytes === undefined) return [];
  const read = `${sizeInWords(scannedBytes)} read`;
  return isOfAthena ? [read, `$${athenaDollars(scannedBytes).toFixed(5)} at Athena`] : [read];
}
