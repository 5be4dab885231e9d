import type { DuckDBConnection } from '@duckdb/node-api';
import { globOf, quoted } from './duckdb-views.ts';

/** Of bytes within a file that are not what they should be, without the file's name. */
const WITHIN_A_FILE = /^Invalid Error: /;
const WHAT_TO_DO = 'move it out of the archive';

export interface Search {
  connection: DuckDBConnection;
  /** Patterns of the files that the question may have read: DuckDB does not always say which one it was. */
  objects: readonly string[];
  signal: AbortSignal | undefined;
}

/** What is to be said of the file that made a question fail; undefined for other trouble. */
export async function damagedFile(
  error: unknown,
  { connection, objects, signal }: Search,
): Promise<string | undefined> {
  if (!(error instanceof Error)) return undefined;
  const [, says = ''] =
    /^(?:Invalid Input|Invalid|IO) Error: (.*\bfile '[^']+\.parquet'.*)$/im.exec(error.message) ?? [];
  if (says !== '') return `${says.replace(/\.$/, '')}: ${WHAT_TO_DO}`;
  if (!WITHIN_A_FILE.test(error.message)) return undefined;
  for (const pattern of objects) {
    const files = await connection.runAndReadAll(`SELECT file FROM glob(${quoted(pattern)}) ORDER BY 1`);
    for (const [file] of files.getRowsJson()) {
      signal?.throwIfAborted();
      const problem = await problemWithin(String(file), connection);
      if (problem !== undefined) return `file '${file}' is damaged (${problem}): ${WHAT_TO_DO}`;
    }
  }
  return undefined;
}

/** Reads all of a file. */
async function problemWithin(file: string, connection: DuckDBConnection): Promise<string | undefined> {
  try {
    await connection.run(`SELECT bit_xor(hash(row)) FROM read_parquet(${quoted(globOf(file))}) AS row`);
    return undefined;
  } catch (error) {
    const { message } = error as Error;
    return WITHIN_A_FILE.test(message) ? message.replace(WITHIN_A_FILE, '').split('\n')[0] : undefined;
  }
}
