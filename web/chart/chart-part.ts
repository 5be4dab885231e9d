/** How many there were in a part of the span. */
export interface ChartPart {
  startMs: number;
  endMs: number;
  errors: number;
  warnings: number;
  /** Of levels that only somebody who asks for them sees. */
  others: number;
  /** Events of the same part of the span before; undefined where that is not known. */
  before: number | undefined;
}
