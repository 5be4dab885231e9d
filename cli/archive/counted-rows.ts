import type { ArchiveTableName } from '../../families/archive/archive-table.ts';
import { printable } from '../../shared/printable.ts';
import { print } from '../output.ts';
import { table } from '../terminal.ts';

export type Rows = ReadonlyMap<ArchiveTableName, number>;

export function sumOf(rows: Rows): number {
  return [...rows.values()].reduce((sum, count) => sum + count, 0);
}

export function countedRows(rows: Rows): string {
  const count = sumOf(rows);
  return count === 1 ? '1 row' : `${count} rows`;
}

/** Rows by table, where there are any. @param head what is said of them, such as `RESTORED` */
export function printRows(head: string, rows: Rows): void {
  if (sumOf(rows) === 0) return;
  print(
    table(
      ['TABLE', head],
      [...rows].map(([name, count]) => [printable(name), String(count)]),
    ),
  );
}
