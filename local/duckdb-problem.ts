import { ARCHIVE_LAYOUTS } from '../families/archive/layouts.ts';
import { nearName } from '../shared/near-name.ts';

/** Of the kinds of DuckDB's errors those that say something about the question; the rest is trouble. */
const OF_THE_QUESTION =
  /^(?:Failed to extract statements: )?(?:Parser|Binder|Catalog|Permission|Conversion|Invalid Input|Out of Range|Not implemented|Syntax|Invalid) Error: /i;
const TABLES = ARCHIVE_LAYOUTS.map(({ name }) => name);
/** Letters of a wrong name. */
const MAX_COMPARED = 100;

/** What an error of DuckDB's is in plain words. */
const IN_PLAIN_WORDS: readonly [error: RegExp, says: (match: readonly string[]) => string][] = [
  [
    /^Could not convert string '[^']*' to INT\d+ when casting from source column day\b/,
    () => "day is text: write '2026-11-29', with quotes",
  ],
  [
    /^Could not convert string '([^']*)' to (\S+) when casting from source column (\w+)/,
    ([, value = '', type = '', column = '']) =>
      `${column} is text, such as '${value}', and no ${type}: compare it with a text in single quotes`,
  ],
  [
    /^Cannot compare values of type VARCHAR and type (DATE|TIMESTAMP)\b/,
    ([, type = '']) => `a text cannot be compared with a ${type}: day is text, such as '2026-11-29'`,
  ],
  [/^Table with name (.*?) does not exist!/, ([, name = '']) => noSuchTable(name)],
  [
    /^Referenced column "(.*?)" not found in FROM clause!(?: Candidate bindings: (.*))?/,
    ([, name = '', near = '']) => noSuchColumn(name, near),
  ],
  [
    /^(?:Scalar |Aggregate |Table )?Function with name (\S+) does not exist!/,
    ([, name = '']) => `no function ${name} on this machine: leave it out, or see what both can do in docs/archive.md`,
  ],
];

/** What DuckDB says of a question, in one line and without its place in it; undefined for other trouble. */
export function plainProblem(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.message.startsWith('Out of Memory Error')) {
    return 'the question needs more memory than it may have: ask for fewer days or columns';
  }
  if (!OF_THE_QUESTION.test(error.message)) return undefined;
  const [text = ''] = error.message.replace(OF_THE_QUESTION, '').split('\n\n');
  const line = text.replace(/\s*\n\s*/g, ' ');
  for (const [pattern, says] of IN_PLAIN_WORDS) {
    const match = pattern.exec(line);
    if (match !== null) return says(match);
  }
  return line;
}

function noSuchTable(name: string): string {
  const near = nearName(name.slice(0, MAX_COMPARED).toLowerCase(), TABLES);
  const hint = near === undefined ? '' : `. Did you mean ${near}?`;
  return `no table ${name}: there are ${TABLES.join(', ')}${hint}`;
}

/** Double quotes are of a name, as in Athena: who means a text is told. */
function noSuchColumn(name: string, near: string): string {
  const columns = near === '' ? '' : `; the nearest: ${near.replaceAll('"', '')}`;
  return `no column ${name}${columns}. A text stands in single quotes: '${name}'`;
}
