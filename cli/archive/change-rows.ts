import { type Change, lookThenDo } from '../look-then-do.ts';
import { countedRows, printRows, type Rows, sumOf } from './counted-rows.ts';

/** A change of rows, by table. */
export interface RowsChange<Report> extends Omit<Change<Report>, 'isNothing' | 'show' | 'question'> {
  json: boolean | undefined;
  /** Those that are changed, or would be. */
  rowsOf(report: Report): Rows;
  /** Above them before the question, such as `WOULD RESTORE`. */
  head: string;
  /** @param rows such as `3 rows` */
  question(rows: string): string;
}

/** Shows the rows of a change, asks about them, and does it. */
export function changeRows<Report>({ json, rowsOf, head, question, ...change }: RowsChange<Report>): Promise<void> {
  return lookThenDo({
    ...change,
    isNothing: (report) => sumOf(rowsOf(report)) === 0,
    show(report) {
      if (!json) printRows(head, rowsOf(report));
    },
    question: (report) => question(countedRows(rowsOf(report))),
  });
}
