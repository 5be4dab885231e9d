import type { ArchiveTable } from '../../families/archive/archive-table.ts';
import type { ArchiveRow } from '../../families/archive/column.ts';
import type { Row, RowContext } from '../../families/family.ts';
import { type Result, rejected } from '../../shared/rejection.ts';

/**
 * The rows of the tables that an archived row stands for. Of a row that the archive did not write, such as one of a file
 * that was put there by hand, nothing can be made: that is said of it, and no other row waits for it.
 */
export function tableRowsOf(
  table: ArchiveTable,
  row: ArchiveRow,
  config: RowContext['config'],
): Result<readonly Row[]> {
  try {
    return table.tableRows(row, config);
  } catch {
    return rejected('unreadable', `a row of ${table.layout.name} is none that the archive wrote`);
  }
}
