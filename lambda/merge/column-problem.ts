import type { SchemaElement, SchemaTree } from 'hyparquet';
import type { ArchiveLayout } from '../../families/archive/archive-table.ts';
import type { ArchiveColumn, ColumnType } from '../../families/archive/column.ts';

type Leaf = Pick<SchemaElement, 'type' | 'converted_type' | 'logical_type'>;

/** What would be lost of columns if they were written again; undefined where nothing would be. */
export function problemWith(columns: readonly SchemaTree[], layout: ArchiveLayout): string | undefined {
  const known = new Map(layout.columns.map((column) => [column.name, column]));
  for (const column of columns) {
    const { name } = column.element;
    const expected = known.get(name);
    if (expected === undefined) {
      return `its column ${name} is none that this version knows: deploy the version that wrote it`;
    }
    if (isAs(expected, column)) continue;
    const hint = expected.type === 'timestamp' ? ': a time is an INT64 of milliseconds' : '';
    return `its column ${name} is of another type${hint}`;
  }
  return undefined;
}

function isAs({ type }: ArchiveColumn, { element, children }: SchemaTree): boolean {
  if (element.repetition_type === 'REPEATED') return false;
  if (type === 'doubles') return isListOf('double', element, children);
  if (type === 'strings') return isListOf('string', element, children);
  return children.length === 0 && LEAF[type](element);
}

/**
 * Three levels, as our own files have them.
 * @see https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#lists
 */
function isListOf(
  type: 'double' | 'string',
  { converted_type: converted }: SchemaElement,
  [repeated, ...others]: readonly SchemaTree[],
): boolean {
  const [value, ...more] = repeated?.children ?? [];
  return (
    converted === 'LIST' &&
    others.length + more.length === 0 &&
    repeated?.element.repetition_type === 'REPEATED' &&
    value !== undefined &&
    value.element.repetition_type !== 'REPEATED' &&
    value.children.length === 0 &&
    LEAF[type](value.element)
  );
}

/** Whether values of a column are read as what they are in a row: another unit or meaning would be read as another value. */
const LEAF: Readonly<Record<Exclude<ColumnType, 'doubles' | 'strings'>, (leaf: Leaf) => boolean>> = {
  string: (leaf) => leaf.type === 'BYTE_ARRAY' && isOnly(leaf, 'UTF8', 'STRING'),
  int: (leaf) => leaf.type === 'INT32' && isOnly(leaf, 'INT_32', 'INTEGER') && isSigned(leaf),
  double: (leaf) => leaf.type === 'DOUBLE' && isOnly(leaf),
  boolean: (leaf) => leaf.type === 'BOOLEAN' && isOnly(leaf),
  timestamp: ({ type, converted_type: converted, logical_type: logical }) =>
    type === 'INT64' &&
    (converted === 'TIMESTAMP_MILLIS' ||
      (converted === undefined && logical?.type === 'TIMESTAMP' && logical.unit === 'MILLIS')),
};

function isOnly(
  { converted_type: converted, logical_type: logical }: Leaf,
  convertedType?: SchemaElement['converted_type'],
  logicalType?: string,
): boolean {
  return (
    (converted === undefined || converted === convertedType) && (logical === undefined || logical.type === logicalType)
  );
}

function isSigned({ logical_type: logical }: Leaf): boolean {
  return logical?.type !== 'INTEGER' || logical.isSigned;
}
