import type { DuckDBConnection, DuckDBPreparedStatement, StatementType } from '@duckdb/node-api';
import { QueryProblem } from '../lambda/query/archive-query.ts';

const ONE_SELECT = 'a question is one SELECT or WITH statement';
/** Blanks, comments, brackets and empty statements before a statement's first word. */
const BEFORE_FIRST_WORD = /^(?:[\s;(]|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/;

/**
 * A question, checked and bound, and nothing of it run. DuckDB itself says where statements end: a semicolon in a text or
 * a comment ends none.
 * @param select what the package calls a statement that only reads
 * @throws QueryProblem where it is anything but one SELECT or WITH statement
 * @throws Error of DuckDB's where it cannot be read or bound
 */
export async function prepareSelect(
  connection: DuckDBConnection,
  sql: string,
  select: StatementType,
): Promise<DuckDBPreparedStatement> {
  const begin = sql.replace(BEFORE_FIRST_WORD, '');
  if (begin === '') throw new QueryProblem(`${ONE_SELECT}, and this is none`);
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) throw new QueryProblem(`${ONE_SELECT}, and these are ${statements.count}`);
  // DuckDB takes others for reading too, such as PRAGMA and SHOW.
  const [word = ''] = /^\w*/.exec(begin) ?? [];
  if (!/^(?:select|with)$/i.test(word)) throw new QueryProblem(`${ONE_SELECT}, not ${word.toUpperCase() || 'this'}`);
  const prepared = await statements.prepare(0);
  if (prepared.statementType !== select) throw new QueryProblem(`${ONE_SELECT} that only reads`);
  if (prepared.parameterCount > 0) throw new QueryProblem('a question has no parameters: write the values into it');
  return prepared;
}
