import type { DuckDBConnection, DuckDBPreparedStatement, StatementType } from '@duckdb/node-api';
import { QueryProblem } from '../lambda/query/archive-query.ts';
import { checkFirstWord, ONE_SELECT } from '../lambda/query/one-select.ts';

import { checkOnlyReads } from './only-reads.ts';

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
  // DuckDB takes others for reading too, such as PRAGMA and SHOW.
  checkFirstWord(sql);
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) throw new QueryProblem(`${ONE_SELECT}, and these are ${statements.count}`);
  // Before it is bound: some functions do then what they do.
  await checkOnlyReads(connection, sql);
  const prepared = await statements.prepare(0);
  if (prepared.statementType !== select) throw new QueryProblem(`${ONE_SELECT} that only reads`);
  if (prepared.parameterCount > 0) throw new QueryProblem('a question has no parameters: write the values into it');
  return prepared;
}
