import { type ColumnData, parquetMetadataAsync, parquetRead, parquetSchema, type SchemaTree } from 'hyparquet';
import type { ArchiveLayout } from '../../families/archive/archive-table.ts';
import type { ArchiveValue, ColumnType } from '../../families/archive/column.ts';
import type { ArchiveObject, ArchiveStore, ObjectBytes } from '../archive/archive-store.ts';
import { READING } from '../archive/parquet.ts';

/** How Parquet has the values of a type; a list has none itself. */
const PHYSICAL: Readonly<Record<ColumnType, string | undefined>> = {
  string: 'BYTE_ARRAY',
  int: 'INT32',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  timestamp: 'INT64',
  doubles: undefined,
  strings: undefined,
};

/** An object that is no Parquet, or none that this version can write again without losing anything. It is left alone. */
export class UnreadableObject extends Error {
  readonly key: string;
  /** Without its key. */
  readonly problem: string;

  constructor(key: string, problem: string, options?: ErrorOptions) {
    super(`${key}: ${problem}`, options);
    this.key = key;
    this.problem = problem;
  }
}

/**
 * Reads a part of an object as Parquet.
 * @throws UnreadableObject where it is none, and what the store throws as it is
 */
export async function readParquet<Value>(
  object: ArchiveObject,
  store: Pick<ArchiveStore, 'open'>,
  read: (file: ObjectBytes) => Promise<Value>,
): Promise<Value> {
  const bytes = store.open(object);
  let isStoreAtFault = false;
  const slice = async (...range: Parameters<ObjectBytes['slice']>) => {
    try {
      return await bytes.slice(...range);
    } catch (error) {
      isStoreAtFault = true;
      throw error;
    }
  };
  try {
    return await read({ byteLength: bytes.byteLength, slice });
  } catch (error) {
    throw isStoreAtFault || error instanceof UnreadableObject ? error : unreadable(object, error);
  }
}

function unreadable({ key }: ArchiveObject, error: unknown): UnreadableObject {
  return new UnreadableObject(key, error instanceof Error ? error.message : String(error), { cause: error });
}

/** An object that is read by column. */
export interface SourceObject {
  object: ArchiveObject;
  rows: number;
  /** Undefined for a column that a newer version added. @throws UnreadableObject */
  column(name: string): Promise<readonly (ArchiveValue | undefined)[] | undefined>;
}

/** Reads an object whole: no object is larger than a few megabytes. @throws UnreadableObject, ObjectGone */
export async function openSource(
  object: ArchiveObject,
  layout: ArchiveLayout,
  store: Pick<ArchiveStore, 'open'>,
): Promise<SourceObject> {
  const bytes = await store.open(object).slice(0, object.bytes);
  const file = { byteLength: bytes.byteLength, slice: async (start: number, end?: number) => bytes.slice(start, end) };
  const whole = { open: () => file };
  const metadata = await readParquet(object, whole, (parquet) => parquetMetadataAsync(parquet));
  const { children } = parquetSchema(metadata);
  const problem = problemWith(children, layout);
  if (problem !== undefined) throw new UnreadableObject(object.key, problem);
  const rows = Number(metadata.num_rows);
  return {
    object,
    rows,
    async column(name) {
      if (!children.some(({ element }) => element.name === name)) return undefined;
      const values: ArchiveValue[] = [];
      const onChunk = ({ columnData, rowStart }: ColumnData) => {
        for (let row = 0; row < columnData.length; row += 1) values[rowStart + row] = columnData[row];
      };
      await readParquet(object, whole, () => parquetRead({ ...READING, file, metadata, columns: [name], onChunk }));
      if (values.length === rows) return values;
      throw new UnreadableObject(object.key, `column ${name} has ${values.length} values for ${rows} rows`);
    },
  };
}

/** What would be lost if it were written again; undefined where nothing would be. */
function problemWith(columns: readonly SchemaTree[], layout: ArchiveLayout): string | undefined {
  const types = new Map(layout.columns.map(({ name, type }) => [name, PHYSICAL[type]]));
  const other = columns.find(({ element: { name, type } }) => !types.has(name) || types.get(name) !== type);
  if (other === undefined) return undefined;
  const { name } = other.element;
  return types.has(name)
    ? `its column ${name} is of another type`
    : `its column ${name} is none that this version knows: deploy the version that wrote it`;
}

const OPENED_AT_ONCE = 8;

/** Objects one after the other, some of which are fetched ahead. */
export async function* openSources(
  objects: readonly ArchiveObject[],
  layout: ArchiveLayout,
  store: Pick<ArchiveStore, 'open'>,
): AsyncGenerator<SourceObject> {
  for (let start = 0; start < objects.length; start += OPENED_AT_ONCE) {
    const some = objects.slice(start, start + OPENED_AT_ONCE);
    // All are settled, so that no failure is nobody's.
    const opened = await Promise.allSettled(some.map((object) => openSource(object, layout, store)));
    for (const one of opened) {
      if (one.status === 'rejected') throw one.reason;
      yield one.value;
    }
  }
}
