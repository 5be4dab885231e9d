import type { ArchiveLayout } from '../../families/archive/archive-table.ts';
import type { ArchiveValue } from '../../families/archive/column.ts';
import type { ArchiveObject, ArchiveStore } from '../archive/archive-store.ts';
import { writeColumns } from '../archive/parquet.ts';
import { type ColumnBuffer, createColumnBuffer } from './column-buffer.ts';
import { openSources } from './source-object.ts';

/** Rows of an object that stay. */
interface KeptRows {
  object: ArchiveObject;
  rows: readonly number[];
}

/**
 * Rows of several objects as one Parquet file, sorted as their table says. A column that an object lacks is null in its
 * rows.
 * @throws UnreadableObject, ObjectGone
 */
export async function mergedFile(
  kept: readonly KeptRows[],
  layout: ArchiveLayout,
  store: Pick<ArchiveStore, 'open'>,
): Promise<Uint8Array> {
  const length = kept.reduce((sum, { rows }) => sum + rows.length, 0);
  const columns = layout.columns.map(({ name, type }) => ({ name, values: createColumnBuffer(type, length) }));
  const rowsOf = new Map(kept.map(({ object, rows }) => [object, rows]));
  const objects = kept.filter(({ rows }) => rows.length > 0).map(({ object }) => object);
  for await (const source of openSources(objects, layout, store)) {
    // One column at a time, so that one at a time is held as it was read.
    for (const { name, values } of columns) values.add(await source.column(name), rowsOf.get(source.object) ?? []);
  }
  const valuesOf = new Map(columns.map(({ name, values }) => [name, values]));
  const order = sorted(
    length,
    layout.order.flatMap((name) => valuesOf.get(name) ?? []),
  );
  const slices = columns.map(({ name, values }) => [name, slicesOf(values, order)] as const);
  return writeColumns(layout, Object.fromEntries(slices), length);
}

/**
 * The values of a column in order, as an array of which the writer takes a part at a time: nothing else of one does it
 * use, and no more than that part is held.
 */
function slicesOf(values: ColumnBuffer, order: Uint32Array): readonly ArchiveValue[] {
  const slice = (start: number, end: number) => {
    const rows = order.subarray(start, end);
    const part = new Array<ArchiveValue>(rows.length);
    for (let place = 0; place < rows.length; place += 1) part[place] = values.at(rows[place] ?? 0);
    return part;
  };
  return { length: order.length, slice } as unknown as readonly ArchiveValue[];
}

/** The rows in the order of columns, the first one first; rows alike stay in their order. */
function sorted(length: number, by: readonly ColumnBuffer[]): Uint32Array {
  return Uint32Array.from({ length }, (_, row) => row).sort((one, other) => {
    for (const values of by) {
      const order = values.compare(one, other);
      if (order !== 0) return order;
    }
    return one - other;
  });
}
