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

/** The question is right: a file that it needs cannot be read, and the message says which and what to do. */
export class DamagedFile extends QueryProblem {}

/** More do not fit into the memory of a terminal's program, or of a page. */
const MOST_ROWS = 100_000;

/** Of texts, in characters: the answer as one text is to be shorter than the longest that there can be. */
const MOST_TEXT = 200_000_000;

/**
 * Counts what an answer has so far.
 * @returns to be called with its next rows; @throws QueryProblem for more rows or text than an answer has room for
 */
export function createAnswerLimit(): (some: readonly (readonly QueryValue[])[]) => void {
  let [rows, text] = [0, 0];
  return (some) => {
    rows += some.length;
    if (rows > MOST_ROWS) {
      throw new QueryProblem(`the answer has more than ${MOST_ROWS} rows: count them, or add a LIMIT`);
    }
    for (const row of some) for (const value of row) text += textIn(value);
    if (text > MOST_TEXT) {
      throw new QueryProblem('the answer has more than 200 MB of text: ask for fewer columns, or add a LIMIT');
    }
  };
}

function textIn(value: QueryValue): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return value.reduce<number>((sum, element) => sum + textIn(element), 0);
}
