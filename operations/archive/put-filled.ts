import type { ArchiveWriter } from '../../lambda/archive/archive-store.ts';
import type { DayRows } from '../../lambda/archive/batch-rows.ts';
import { filledObjectKey } from '../../lambda/archive/object-name.ts';
import { writeRows } from '../../lambda/archive/parquet.ts';

/** Puts rows that a command brought as an object that is named after them: the same rows again are the same object. */
export async function putFilled(store: ArchiveWriter, { prefix, layout, rows }: DayRows): Promise<void> {
  const columns = [...new Set([...layout.key, 'event_id', layout.newest])];
  const keys = rows.map((row) => JSON.stringify(columns.map((name) => row[name] ?? null)));
  await store.put(filledObjectKey(prefix, keys), writeRows(layout, rows));
}
