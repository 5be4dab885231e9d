import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { ArchiveTableName } from '../../families/archive/archive-table.ts';
import type { ArchiveValue } from '../../families/archive/column.ts';
import { ARCHIVE_LAYOUTS } from '../../families/archive/layouts.ts';
import { DUCKDB_TYPES, quoted } from '../../local/duckdb-views.ts';
import { ARCHIVE } from '../../shared/archive.ts';

/** A row by column, with its day; a timestamp is text. What is left out is null. */
export type DayRow = Readonly<Record<string, ArchiveValue>> & { day: string };

/** Rows by table. */
export type Tables = Partial<Record<ArchiveTableName, readonly DayRow[]>>;

/** A folder of the archive's form with an object for each table and day, written by DuckDB. */
export async function archiveFolder(tables: Tables, { in: parent = tmpdir() } = {}) {
  const directory = await mkdtemp(path.join(parent, 'voice-insights-sink-archive-'));
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  for (const { name, folder, columns } of ARCHIVE_LAYOUTS) {
    const rows = tables[name] ?? [];
    if (rows.length === 0) continue;
    await connection.run(
      `CREATE TABLE ${name} (${columns.map((column) => `"${column.name}" ${DUCKDB_TYPES[column.type]}`)}, day VARCHAR)`,
    );
    const names = [...columns.map((column) => column.name), 'day'];
    const unknown = rows.flatMap((row) => Object.keys(row)).find((column) => !names.includes(column));
    if (unknown !== undefined) throw new Error(`${name} has no column ${unknown}`);
    await connection.run(
      `INSERT INTO ${name} VALUES ${rows.map((row) => `(${names.map((column) => literal(row[column]))})`)}`,
    );
    for (const day of new Set(rows.map((row) => row.day))) {
      const of = path.join(directory, folder, `${ARCHIVE.dayPrefix}${day}`);
      await mkdir(of, { recursive: true });
      const file = quoted(path.join(of, `0-shardId-000000000000-1-2${ARCHIVE.ending}`));
      await connection.run(
        `COPY (SELECT * EXCLUDE (day) FROM ${name} WHERE day = ${quoted(day)}) TO ${file} (FORMAT parquet)`,
      );
    }
  }
  connection.closeSync();
  instance.closeSync();
  return { directory, remove: () => rm(directory, { recursive: true }) };
}

function literal(value: ArchiveValue | undefined): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return quoted(value);
  return typeof value === 'object' ? `[${value.map(literal)}]` : String(value);
}
