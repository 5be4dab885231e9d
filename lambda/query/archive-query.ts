/** A value of an answer. Times are ISO 8601 text in UTC, dates `yyyy-mm-dd`; a number past 2⁵³ is text. */
export type QueryValue = string | number | boolean | null | readonly QueryValue[];

/** What a question was answered with. */
export interface QueryAnswer {
  columns: readonly string[];
  rows: readonly (readonly QueryValue[])[];
  /** Bytes of Parquet that were read for it, which Athena charges for; undefined where nobody counts them. */
  scannedBytes?: number;
}

/** Something that answers SQL over the archive: Athena where it is deployed, DuckDB on one machine. */
export interface ArchiveQuery {
  /** @throws QueryProblem where the question is wrong */
  run(sql: string, signal?: AbortSignal): Promise<QueryAnswer>;
  close(): Promise<void>;
}

/** The question is wrong, and the message says what: `Column 'x' cannot be resolved`. */
export class QueryProblem extends Error {}

/** More do not fit into the memory of a terminal's program, or of a page. */
const MOST_ROWS = 100_000;

/** @throws QueryProblem for more rows than an answer has room for */
export function checkRows(rows: number): void {
  if (rows <= MOST_ROWS) return;
  throw new QueryProblem(`the answer has more than ${MOST_ROWS} rows: count them, or add a LIMIT`);
}
