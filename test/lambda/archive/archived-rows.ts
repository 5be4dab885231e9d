import type { ArchiveTable } from '../../../families/archive/archive-table.ts';
import type { ArchiveRow } from '../../../families/archive/column.ts';
import { ARCHIVE_LAYOUTS } from '../../../families/archive/layouts.ts';
import { ARRIVAL_MS } from '../../../samples/builders.ts';
import { archivedOf } from '../../families/archive/rows-in-archive.ts';
import { CONFIGS, recordsOfEveryKind } from '../../families/records-of-every-kind.ts';

/** Rows of every table, of good events and of hostile ones, with every column of the layout. */
export function rowsOfEveryTable(): [layout: ArchiveTable['layout'], rows: ArchiveRow[]][] {
  const archived = [...recordsOfEveryKind()].flatMap(([, data]) => archivedOf(data, CONFIGS.usual, ARRIVAL_MS));
  return ARCHIVE_LAYOUTS.map((layout) => {
    const rows = archived.flatMap(({ table, archived: made }) => (table.layout === layout ? made : []));
    return [layout, rows.map((row) => inLayout(layout, row))];
  });
}

/** The row as a file has it: a column that is absent is null. */
export function inLayout({ columns }: ArchiveTable['layout'], row: ArchiveRow): ArchiveRow {
  return Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null]));
}
