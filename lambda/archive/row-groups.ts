import { parquetMetadataAsync, parquetRead } from 'hyparquet';
import type { ArchiveLayout } from '../../families/archive/archive-table.ts';
import type { ArchiveRow, ArchiveValue } from '../../families/archive/column.ts';
import type { ObjectBytes } from './archive-store.ts';
import { READING } from './parquet.ts';

/**
 * The rows of a file, however large: one row group's columns are held at a time, and its rows made as they are asked for.
 * @param columns those that are wanted; all of the layout without them
 * @throws ObjectGone where it is not there any more
 */
export async function* rowsInGroups(
  layout: ArchiveLayout,
  file: ObjectBytes,
  columns: readonly string[] = layout.columns.map(({ name }) => name),
): AsyncGenerator<ArchiveRow> {
  const metadata = await parquetMetadataAsync(file);
  const inFile = new Set(metadata.schema.map(({ name }) => name));
  const wanted = columns.filter((name) => inFile.has(name));
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const start = rowStart;
    const rows = Number(group.num_rows);
    const values = new Map<string, ArchiveValue[]>(wanted.map((name) => [name, new Array(rows).fill(null)]));
    await parquetRead({
      ...READING,
      file,
      metadata,
      columns: wanted,
      rowStart,
      rowEnd: rowStart + rows,
      onChunk({ columnName, columnData, rowStart: at }) {
        const column = values.get(columnName);
        for (let index = 0; column !== undefined && index < columnData.length; index += 1)
          column[at - start + index] = columnData[index] ?? null;
      },
    });
    for (let index = 0; index < rows; index += 1)
      yield Object.fromEntries(wanted.map((name) => [name, values.get(name)?.[index] ?? null]));
    rowStart += rows;
  }
}
