import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ArchiveLayout, ArchiveTableName } from '../../families/archive/archive-table.ts';
import type { ArchiveRow, ArchiveValue } from '../../families/archive/column.ts';
import { ARCHIVE_LAYOUTS } from '../../families/archive/layouts.ts';
import { createFileArchive } from '../../lambda/archive/file-archive.ts';
import { batchObjectKey, dayPrefix } from '../../lambda/archive/object-name.ts';
import { writeRows } from '../../lambda/archive/parquet.ts';

/** A row by column, with its day; a timestamp is text. What is left out is null. */
export type DayRow = Readonly<Record<string, ArchiveValue>> & { day: string };

/** Rows by table. */
export type Tables = Partial<Record<ArchiveTableName, readonly DayRow[]>>;

const BATCH = { shardId: 'shardId-000000000000', firstSequenceNumber: '1', lastSequenceNumber: '2' };

/** A folder of the archive with an object for each table and day. */
export async function archiveFolder(tables: Tables) {
  const directory = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-archive-'));
  const store = createFileArchive({ directory });
  for (const layout of ARCHIVE_LAYOUTS) {
    const rows = tables[layout.name] ?? [];
    for (const day of new Set(rows.map((row) => row.day))) {
      const ofDay = rows.filter((row) => row.day === day).map((row) => archived(layout, row));
      await store.put(batchObjectKey(dayPrefix(layout.folder, day), BATCH), writeRows(layout, ofDay));
    }
  }
  return { directory, remove: () => rm(directory, { recursive: true }) };
}

function archived({ name, columns }: ArchiveLayout, { day: _day, ...row }: DayRow): ArchiveRow {
  const types = new Map(columns.map((column) => [column.name, column.type]));
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      const type = types.get(column);
      if (type === undefined) throw new Error(`${name} has no column ${column}`);
      return [column, type === 'timestamp' && typeof value === 'string' ? Date.parse(`${value}Z`) : value];
    }),
  );
}
