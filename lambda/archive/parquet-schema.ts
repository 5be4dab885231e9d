import type { SchemaElement } from 'hyparquet';
import type { ArchiveColumn, ColumnType } from '../../families/archive/column.ts';

/** Each value may be null: a column that a file has not is null, too. */
const OPTIONAL = { repetition_type: 'OPTIONAL' } as const;

const LEAF: Readonly<Record<Exclude<ColumnType, 'doubles' | 'strings'>, Omit<SchemaElement, 'name'>>> = {
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  int: { type: 'INT32' },
  double: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  timestamp: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
};

/**
 * The schema of a table's files, as Athena, DuckDB and Spark read it: times are INT64 of milliseconds in UTC, lists have
 * three levels.
 * @see https://github.com/apache/parquet-format/blob/master/LogicalTypes.md
 */
export function parquetSchema(columns: readonly ArchiveColumn[]): SchemaElement[] {
  return [{ name: 'row', num_children: columns.length }, ...columns.flatMap(elementsOf)];
}

function elementsOf({ name, type }: ArchiveColumn): SchemaElement[] {
  if (type === 'doubles' || type === 'strings') {
    return [
      { name, ...OPTIONAL, converted_type: 'LIST', logical_type: { type: 'LIST' }, num_children: 1 },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'element', ...OPTIONAL, ...LEAF[type === 'doubles' ? 'double' : 'string'] },
    ];
  }
  return [{ name, ...OPTIONAL, ...LEAF[type] }];
}
