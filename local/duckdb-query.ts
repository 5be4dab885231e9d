import path from 'node:path';
import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';
import type { ArchiveLayout } from '../families/archive/archive-table.ts';
import { ARCHIVE_LAYOUTS } from '../families/archive/layouts.ts';
import {
  type ArchiveQuery,
  createAnswerLimit,
  DamagedFile,
  type QueryAnswer,
  QueryProblem,
  type QueryValue,
} from '../lambda/query/archive-query.ts';
import { damagedFile } from './damaged-file.ts';
import { openDuckDb } from './duckdb-open.ts';
import { plainProblem } from './duckdb-problem.ts';
import { createValueReader } from './duckdb-value.ts';
import { objectsOf, quoted, rowsOf, viewOf } from './duckdb-views.ts';
import { prepareSelect } from './one-select.ts';
import { type ReadTable, scannedBytes } from './scanned-bytes.ts';

/** Such as of a file that a merge has removed since it was listed. */
const OF_FILES = /^IO Error/;

const INTERRUPT_MS = 100;

/** A DuckDB over the archive in a folder; it is opened at the first question, which may ask what the folder has then. */
export function createDuckDbQuery({ directory }: { directory: string }): ArchiveQuery {
  const folder = path.resolve(directory);
  let opened: ReturnType<typeof openDuckDb> | undefined;

  async function answer(sql: string, signal?: AbortSignal): Promise<QueryAnswer> {
    opened ??= openDuckDb(folder);
    const { api, instance } = await opened;
    const connection = await instance.connect();
    // Again and again: what has not begun yet does not hear the first one.
    let again: NodeJS.Timeout | undefined;
    const interrupt = () => {
      connection.interrupt();
      again ??= setInterval(() => connection.interrupt(), INTERRUPT_MS);
    };
    signal?.addEventListener('abort', interrupt);
    try {
      signal?.throwIfAborted();
      const tables = await makeViews(connection, folder, sql);
      const prepared = await prepareSelect(connection, sql, api.StatementType.SELECT);
      const { columns, rows } = await readAll(prepared, createValueReader(api));
      // What was asked is answered all the same where a merge has removed a file since.
      const bytes = await scannedBytes(connection, sql, tables).catch(() => undefined);
      return { columns, rows, ...(bytes !== undefined && { scannedBytes: bytes }) };
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', interrupt);
      clearInterval(again);
      connection.closeSync();
    }
  }

  async function findDamaged(error: unknown, sql: string, signal?: AbortSignal): Promise<string | undefined> {
    const connection = await (await opened)?.instance.connect();
    if (connection === undefined) return undefined;
    const objects = tablesIn(sql).map((layout) => objectsOf(folder, layout));
    return damagedFile(error, { connection, objects, signal }).finally(() => connection.closeSync());
  }

  return {
    async run(sql, signal) {
      try {
        return await answer(sql, signal).catch((error: unknown) => {
          if (error instanceof QueryProblem || !(error instanceof Error) || !OF_FILES.test(error.message)) throw error;
          return answer(sql, signal);
        });
      } catch (error) {
        signal?.throwIfAborted();
        const damaged = error instanceof QueryProblem ? undefined : await findDamaged(error, sql, signal);
        if (damaged !== undefined) throw new DamagedFile(damaged);
        const problem = plainProblem(error);
        throw problem === undefined ? error : new QueryProblem(problem);
      }
    },
    async close() {
      const { instance } = (await opened?.catch(() => undefined)) ?? {};
      instance?.closeSync();
    },
  };
}

/** Those that a question may name: each look at the objects takes its time. */
function tablesIn(sql: string): readonly ArchiveLayout[] {
  return ARCHIVE_LAYOUTS.filter(({ name }) => sql.toLowerCase().includes(name));
}

async function makeViews(connection: DuckDBConnection, folder: string, sql: string): Promise<ReadTable[]> {
  const tables: ReadTable[] = [];
  for (const layout of tablesIn(sql)) {
    const objects = objectsOf(folder, layout);
    const [[first] = []] = (
      await connection.runAndReadAll(`SELECT file FROM glob(${quoted(objects)}) LIMIT 1`)
    ).getRowsJson();
    if (first === undefined) await connection.run(viewOf(layout));
    else {
      const from = rowsOf(objects);
      const held = await connection.prepare(`SELECT * FROM ${from}`);
      const types = Array.from(
        { length: held.columnCount },
        (_column, index) => [held.columnName(index), String(held.columnType(index))] as const,
      );
      await connection.run(viewOf(layout, from, new Map(types)));
      tables.push({ layout, objects });
    }
  }
  return tables;
}

/** @throws QueryProblem for more than an answer has room for */
async function readAll(prepared: DuckDBPreparedStatement, read: ReturnType<typeof createValueReader>) {
  const result = await prepared.stream();
  const rows: QueryValue[][] = [];
  const check = createAnswerLimit();
  for await (const chunk of result.yieldRows()) {
    const some = chunk.map((row) => row.map(read));
    check(some);
    rows.push(...some);
  }
  return { columns: result.columnNames(), rows };
}
