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

/** Rows under a heading; colours on a terminal, plain text elsewhere. Every cell is safe to print: see `printable`. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head.map((text) => styled('bold', text)), ...rows];
  const widths = head.map((_text, column) => {
    const widest = lines.reduce((width, line) => Math.max(width, stringWidth(line[column] ?? '')), 0);
    return Math.min(widest, MAX_COLUMN_WIDTH);
  });
  return lines
    .map((line) =>
      line
        .map((cell, column) => pad(cell, widths[column] ?? 0))
        .join(GAP)
        .trimEnd(),
    )
    .join('\n');
}

export function levelText(level: Level): string {
  return styled(LEVEL_STYLE[level], level);
}

/** Looks at standard output by itself: no colour into a pipe, none with NO_COLOR. */
function styled(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}
