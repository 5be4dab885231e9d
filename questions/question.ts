import type { ArchiveTableName } from '../families/archive/archive-table.ts';

/** A question that operators ask, in SQL that Athena and DuckDB understand alike. */
export interface Question {
  /** `errors-by-country` */
  name: string;
  /** What it answers: one sentence. */
  about: string;
  /** Tables it reads. */
  tables: readonly ArchiveTableName[];
  /** It is about one call: `{call}` stands in it. */
  isOfCall?: true;
  /** A group of fewer calls is left out: one of a single call would be the best or the worst. */
  leastCalls?: number;
  /** How far back it looks where nobody says, in days. One about a call looks at all. @default 30 */
  days?: number;
  /** With `{from}`, `{to}` (days, both included), `{split}` (the day on which the later half begins) and `{call}`. */
  sql: string;
}
