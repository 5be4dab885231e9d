import type { ArchiveLayout } from '../families/archive/archive-table.ts';
import type { ColumnType } from '../families/archive/column.ts';
import { ARCHIVE } from '../shared/archive.ts';

/** What DuckDB calls a column's type. */
export const DUCKDB_TYPES: Readonly<Record<ColumnType, string>> = {
  string: 'VARCHAR',
  int: 'INTEGER',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
  doubles: 'DOUBLE[]',
  strings: 'VARCHAR[]',
};

/** Functions of Athena's that the questions use, by DuckDB's names for them. */
export const MACROS = [
  'CREATE MACRO approx_percentile(value, share) AS approx_quantile(value, share)',
  'CREATE MACRO array_max(list) AS list_max(list)',
  'CREATE MACRO cardinality(list) AS len(list)',
  'CREATE MACRO json_extract_scalar(document, path) AS json_extract_string(document, path)',
];

/** A text of SQL. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A path in which no character stands for others. */
export function globOf(file: string): string {
  return file.replace(/[[*?]/g, '[$&]');
}

/** The path that stands for every object of a table. @param directory that of the archive */
export function objectsOf(directory: string, { folder }: ArchiveLayout): string {
  return `${globOf(directory)}/${folder}/${ARCHIVE.dayPrefix}*/*${ARCHIVE.ending}`;
}

/** What reads objects as rows, the day of each from its path; columns are found by their names. */
export function rowsOf(objects: string): string {
  const options = "hive_partitioning = true, hive_types = {'day': VARCHAR}, union_by_name = true";
  return `read_parquet(${quoted(objects)}, ${options})`;
}

/**
 * The statement that makes a table of the archive a view: its columns in their order, then `day`.
 * @param from what reads its objects; undefined where there are none
 * @param held types of the columns that the objects have: another one is null, one of another type is cast
 */
export function viewOf({ name, columns }: ArchiveLayout, from?: string, held: ReadonlyMap<string, string> = new Map()) {
  const selected = [...columns, { name: 'day', type: 'string' as const }].map(({ name: column, type }) => {
    const wanted = DUCKDB_TYPES[type];
    if (held.get(column) === wanted) return `"${column}"`;
    return `CAST(${held.has(column) ? `"${column}"` : 'NULL'} AS ${wanted}) AS "${column}"`;
  });
  return `CREATE OR REPLACE TEMP VIEW ${name} AS SELECT ${selected.join(', ')} ${from === undefined ? 'WHERE false' : `FROM ${from}`}`;
}
