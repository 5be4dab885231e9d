import { styleText } from 'node:util';
import stringWidth from 'string-width';
import type { Level } from '../shared/level.ts';

type Style = Parameters<typeof styleText>[0];

const LEVEL_STYLE: Record<Level, Style> = {
  ERROR: ['red', 'bold'],
  WARNING: 'yellow',
  INFO: 'cyan',
  DEBUG: 'dim',
  UNKNOWN: 'magenta',
};

const GAP = '  ';
/** A cell that is wider is whole all the same: it moves the rest of its own line, and no other. */
const MAX_COLUMN_WIDTH = 100;
/** Less of a text says nothing. */
const MIN_CUT_WIDTH = 24;

/** Rows under a heading. Every cell is safe to print: see `printable`. */
export interface Table {
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

/** Rows under a heading; colours on a terminal, plain text elsewhere. */
export function table(head: Table['head'], rows: Table['rows']): string {
  return lines({ head, rows }, Number.POSITIVE_INFINITY);
}

/**
 * The first of several forms of a table that the terminal has room for, else the last of them. What is in the last column
 * is cut to the room that is left. Into a pipe goes the first form, whole.
 * @param columns what the terminal has
 */
export function fittingTable(forms: readonly [Table, ...Table[]], columns = terminalColumns()): string {
  const [whole, ...shorter] = forms;
  if (widthOf(whole) <= columns) return lines(whole, Number.POSITIVE_INFINITY);
  const fitting = forms.find((form) => columns - widthBeforeLast(form) >= MIN_CUT_WIDTH);
  const form = fitting ?? shorter.at(-1) ?? whole;
  return lines(form, Math.max(MIN_CUT_WIDTH, columns - widthBeforeLast(form)));
}

function lines({ head, rows }: Table, lastWidth: number): string {
  const last = head.length - 1;
  const cutRows = rows.map((cells) => cells.map((cell, column) => (column === last ? cut(cell, lastWidth) : cell)));
  const widths = widthsOf({ head, rows: cutRows });
  return [head.map((text) => styled('bold', text)), ...cutRows]
    .map((cells) =>
      cells
        .map((cell, column) => pad(cell, widths[column] ?? 0))
        .join(GAP)
        .trimEnd(),
    )
    .join('\n');
}

function widthsOf({ head, rows }: Table): number[] {
  return head.map((title, column) => {
    const widest = rows.reduce((width, cells) => Math.max(width, stringWidth(cells[column] ?? '')), stringWidth(title));
    return Math.min(widest, MAX_COLUMN_WIDTH);
  });
}

function widthOf(form: Table): number {
  const last = form.head.length - 1;
  const widest = form.rows.reduce((width, cells) => Math.max(width, stringWidth(cells[last] ?? '')), 0);
  return widthBeforeLast(form) + widest;
}

function widthBeforeLast(form: Table): number {
  return widthsOf(form)
    .slice(0, -1)
    .reduce((sum, width) => sum + width + GAP.length, 0);
}

function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let start = '';
  for (const character of text) {
    if (stringWidth(start + character) >= width) break;
    start += character;
  }
  return `${start}…`;
}

/**
 * A sentence in lines that the terminal has room for, broken between words alone: a link stays whole.
 * @param indent what each line begins with
 * @param columns what the terminal has
 */
export function wrapped(text: string, indent = '', columns = terminalColumns()): string {
  const done: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    const longer = line === indent ? `${indent}${word}` : `${line} ${word}`;
    if (line !== indent && stringWidth(longer) > columns) {
      done.push(line);
      line = `${indent}${word}`;
    } else line = longer;
  }
  return [...done, line].join('\n');
}

/** Whoever reads a pipe takes any width. */
function terminalColumns(): number {
  return (process.stdout.isTTY && process.stdout.columns) || Number.POSITIVE_INFINITY;
}

export function levelText(level: Level): string {
  return styled(LEVEL_STYLE[level], level);
}

/** Looks at standard output by itself: no colour into a pipe, none with NO_COLOR. */
function styled(style: Style, text: string): string {
  // One style at a time: with a list of them, Node.js 20 colours what goes into a pipe, too.
  return [style].flat().reduce((styledText, one) => styleText(one, styledText, { stream: process.stdout }), text);
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

/** Names and what is known of each, a fact a line; a long one goes on under its beginning. */
export function facts(lines: readonly (readonly [name: string, value: string])[], columns = terminalColumns()): string {
  const width = Math.max(0, ...lines.map(([name]) => stringWidth(name))) + GAP.length;
  return lines
    .map(([name, value]) => pad(name, width) + wrapped(value, ' '.repeat(width), columns).slice(width))
    .join('\n');
}

/** A share as a line of blocks, at least one where there is anything. */
export function bar(share: number, width: number): string {
  const length = Math.round(Math.min(1, Math.max(0, share)) * width);
  return '█'.repeat(share > 0 ? Math.max(1, length) : 0);
}
