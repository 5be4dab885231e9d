import { QueryProblem } from './archive-query.ts';

/** The rule, as a problem begins. */
export const ONE_SELECT = 'a question is one SELECT or WITH statement';

/** A text, a name in quotes, a comment, or the end of a statement; what is none of these is passed over. */
const TOKEN = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|;/g;
/** Blanks, comments, brackets and empty statements before a statement's first word. */
const BEFORE_FIRST_WORD = /^(?:[\s;(]|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/;

/**
 * The first word of a question. @throws QueryProblem where it has none, or begins as no question does: what begins with
 * SELECT or WITH only reads
 */
export function checkFirstWord(sql: string): void {
  const begin = sql.replace(BEFORE_FIRST_WORD, '');
  if (begin === '') throw new QueryProblem(`${ONE_SELECT}, and this is none`);
  const [word = ''] = /^\w*/.exec(begin) ?? [];
  if (!/^(?:select|with)$/i.test(word)) throw new QueryProblem(`${ONE_SELECT}, not ${word.toUpperCase() || 'this'}`);
}

/**
 * A question without a semicolon at its end. A semicolon in a text, a name or a comment ends no statement.
 * @throws QueryProblem where it is anything but one SELECT or WITH statement
 */
export function oneSelect(sql: string): string {
  const ends = [0];
  for (const { 0: token, index } of sql.matchAll(TOKEN)) if (token === ';') ends.push(index, index + 1);
  ends.push(sql.length);
  const statements = [];
  for (let at = 0; at < ends.length; at += 2) statements.push(sql.slice(ends[at], ends[at + 1]));
  const said = statements.filter((one) => one.replace(BEFORE_FIRST_WORD, '') !== '');
  const [only] = said;
  if (only === undefined) throw new QueryProblem(`${ONE_SELECT}, and this is none`);
  if (said.length > 1) throw new QueryProblem(`${ONE_SELECT}, and these are ${said.length}`);
  checkFirstWord(only);
  return only;
}
