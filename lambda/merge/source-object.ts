import { type ColumnData, parquetMetadataAsync, parquetRead, parquetSchema } from 'hyparquet';
import type { ArchiveLayout } from '../../families/archive/archive-table.ts';
import type { ArchiveValue } from '../../families/archive/column.ts';
import type { ArchiveObject, ArchiveStore } from '../archive/archive-store.ts';
import { READING } from '../archive/parquet.ts';
import { readParquet, UnreadableObject } from '../archive/unreadable-object.ts';
import { problemWith } from './column-problem.ts';

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
