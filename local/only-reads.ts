import type { DuckDBConnection } from '@duckdb/node-api';
import { QueryProblem } from '../lambda/query/archive-query.ts';
import { ONE_SELECT } from '../lambda/query/one-select.ts';
import { isJsonObject } from '../shared/json.ts';
import { quoted } from './duckdb-views.ts';

/**
 * Functions that may stand where a table does. DuckDB has many more, and some of them write files, run other SQL, or read
 * memory that is not theirs: `enable_logging`, `query`, `arrow_scan`. What a later version adds is refused too.
 */
const TABLE_FUNCTIONS: ReadonlySet<unknown> = new Set([
  'range',
  'generate_series',
  'unnest',
  'json_each',
  'json_tree',
  'read_parquet',
  'parquet_schema',
]);
/** Of the others those that do more than compute. */
const NO_QUESTION: ReadonlySet<unknown> = new Set(['write_log', 'nextval', 'currval', 'setseed', 'sleep_ms']);

/**
 * Refuses a SELECT that does more than read the archive: for DuckDB it reads, whatever its functions do.
 * @throws QueryProblem that names the function
 */
export async function checkOnlyReads(connection: DuckDBConnection, sql: string): Promise<void> {
  const reader = await connection.runAndReadAll(`SELECT json_serialize_sql(${quoted(sql)})`);
  const tree: unknown = JSON.parse(asJson(String(reader.getRows()[0]?.[0])));
  // What cannot be read, DuckDB says better where it is prepared.
  if (!isJsonObject(tree) || (tree.error === true && tree.error_type !== 'not implemented')) return;
  if (tree.error === true) throw new QueryProblem(`${ONE_SELECT} that only reads`);
  const wrong = wrongFunction(tree, false);
  if (wrong !== undefined) throw new QueryProblem(`${ONE_SELECT} that only reads: ${wrong} is no function for it`);
}

/** A number past the greatest, such as 1e400, is written as JavaScript writes it. */
function asJson(text: string): string {
  return text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:Infinity|NaN)\b/g, (part) =>
    part.startsWith('"') ? part : 'null',
  );
}

/** The first function in a part of the tree that is not allowed there. @param isTable where a table stands */
function wrongFunction(part: unknown, isTable: boolean): string | undefined {
  if (Array.isArray(part)) return firstOf(part, (element) => wrongFunction(element, false));
  if (!isJsonObject(part)) return undefined;
  const name = typeof part.function_name === 'string' ? part.function_name.toLowerCase() : undefined;
  const isWrong = name !== undefined && (isTable ? !TABLE_FUNCTIONS.has(name) : NO_QUESTION.has(name));
  if (isWrong) return name;
  const isFunctionTable = part.type === 'TABLE_FUNCTION';
  return firstOf(Object.entries(part), ([member, value]) =>
    wrongFunction(value, isFunctionTable && member === 'function'),
  );
}

function firstOf<Element>(elements: readonly Element[], find: (element: Element) => string | undefined) {
  for (const element of elements) {
    const found = find(element);
    if (found !== undefined) return found;
  }
  return undefined;
}
