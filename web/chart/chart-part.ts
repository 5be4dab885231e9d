/** How many there were in a part of the span. */
export interface ChartPart {
  startMs: number;
  endMs: number;
  errors: number;
  warnings: number;
  /** Events of the same part of the span before; undefined where that is not known. */
  before: number | undefined;
}
