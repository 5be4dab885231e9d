/** Stands on top of each page: a change by hand would be lost. */
export const GENERATED = '<!-- Made by `npm run docs`. Change the code that it describes instead. -->';

/**
 * A table of Markdown.
 * @param head the titles of the columns
 * @param rows cells of Markdown, which may hold `|` but no line end
 */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** A text that is no Markdown, such as one of the help: `<name>` would be taken for a tag and vanish. */
export function plain(text: string): string {
  return text.replace(/[<*]/g, '\\$&');
}

/** A phrase of the help as a sentence: a capital letter first, a full stop last. */
export function sentence(phrase: string): string {
  return `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}${/[.!?:]$/.test(phrase) ? '' : '.'}`;
}

/** A page of blocks, a blank line between each; empty ones are left out. */
export function page(blocks: readonly string[]): string {
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}
