import type { ArchiveLayout } from '../families/archive/archive-table.ts';
import type { ColumnType } from '../families/archive/column.ts';
import { ARCHIVE_LAYOUTS } from '../families/archive/layouts.ts';
import { DUCKDB_TYPES } from '../local/duckdb-views.ts';
import { GENERATED, markdownTable, page, plain } from './markdown.ts';

const INTRODUCTION = `These tables are in [the archive](archive.md). Athena and DuckDB have them under the same names.

- Every table has a column \`day\`, a text such as \`2026-11-28\`. It is the UTC day of the row's own time. A time that is far from the arrival counts as the day of arrival.
- Times are UTC. A column that is not known is null.
- A column is never renamed and never changes its type. New ones are added, and are null in older files.
- The same value stands in one column only. \`other\` holds what no column does, so nothing of an event is lost.`;

/** The page docs/archive-tables.md: every table of the archive with its columns. */
export function archiveTablesPage(): string {
  return page([
    GENERATED,
    '# Tables of the archive',
    INTRODUCTION,
    markdownTable(
      ['table', 'what is in it'],
      ARCHIVE_LAYOUTS.map(({ name, about }) => [`[\`${name}\`](#${name})`, plain(about)]),
    ),
    ...ARCHIVE_LAYOUTS.flatMap(tableBlocks),
  ]);
}

function tableBlocks({ name, folder, about, key, newest, columns }: ArchiveLayout): string[] {
  return [
    `## ${name}`,
    `${plain(about)} Its objects are under \`${folder}/\`. Rows alike in ${inWords(key)} are one row: a merge keeps that with the greatest \`${newest}\`.`,
    markdownTable(
      ['column', 'type', 'what it says'],
      columns.map(({ name, type, about }) => [`\`${name}\``, typeInWords(type), plain(about)]),
    ),
  ];
}

function inWords(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  return quoted.length === 1 ? (quoted[0] ?? '') : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}

function typeInWords(type: ColumnType): string {
  return DUCKDB_TYPES[type].toLowerCase();
}
