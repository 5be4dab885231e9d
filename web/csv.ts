/** A cell: a number stays one, and what is not there is an empty cell. */
export type CsvCell = string | number | null | undefined;

/**
 * What a spreadsheet takes for the beginning of a formula; also within a text, since some take `;` or a tab for the end of
 * a cell, whatever quotes say. https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = /(^|[;\t|\r\n])(?=[\s\p{Cf}]*[=+\-@＝＋－＠﹦﹢﹣﹫])|^(?=[\t\r\n])/gu;
const NEEDS_QUOTES = /[",\r\n]/;
/** Without it, spreadsheets read UTF-8 as something else. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * A document of RFC 4180 that a spreadsheet opens as it is. A text that would be a formula there has an apostrophe before
 * it.
 */
export function csvOf(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  const lines = [header, ...rows].map((cells) => `${cells.map(cellOf).join(',')}\r\n`);
  return `${BYTE_ORDER_MARK}${lines.join('')}`;
}

function cellOf(cell: CsvCell): string {
  if (cell === undefined || cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = cell.replace(FORMULA, "$1'");
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
