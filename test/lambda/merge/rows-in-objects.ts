import type { ArchiveLayout } from '../../../families/archive/archive-table.ts';
import type { ArchiveRow } from '../../../families/archive/column.ts';
import type { ArchiveStore } from '../../../lambda/archive/archive-store.ts';
import { readRows, writeRows } from '../../../lambda/archive/parquet.ts';

/** Writes an object of rows, a column that is left out being null. */
export async function putRows(
  store: Pick<ArchiveStore, 'put'>,
  layout: ArchiveLayout,
  key: string,
  rows: readonly ArchiveRow[],
): Promise<void> {
  await store.put(key, writeRows(layout, rows));
}

export async function keysIn(store: Pick<ArchiveStore, 'list'>, prefix = ''): Promise<string[]> {
  return (await Array.fromAsync(store.list(prefix))).map(({ key }) => key);
}

/** All rows of the objects that there are, without what is null in them. */
export async function rowsIn(
  store: Pick<ArchiveStore, 'list' | 'open'>,
  layout: ArchiveLayout,
  prefix = `${layout.folder}/`,
): Promise<ArchiveRow[]> {
  const rows: ArchiveRow[] = [];
  for await (const object of store.list(prefix)) {
    if (!object.key.endsWith('.parquet')) continue;
    const found = await readRows(layout, store.open(object)).catch(() => []);
    rows.push(...found.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))));
  }
  return rows;
}
