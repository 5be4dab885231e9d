import { isJsonObject, type JsonObject } from '../../shared/json.ts';

/** A question to the archive with its answer, as the page reads it. */
export interface TrendTable {
  /** First and last day, in UTC. */
  from: string;
  to: string;
  answeredMs: number;
  /** By column. */
  rows: readonly JsonObject[];
}

/** The answer, where it is one. */
export function trendOf(answer: JsonObject | undefined): TrendTable | undefined {
  const { from, to, answered_at: answeredAt, columns, rows } = answer ?? {};
  const answeredMs = Date.parse(String(answeredAt));
  if (!Array.isArray(columns) || !Array.isArray(rows) || Number.isNaN(answeredMs)) return undefined;
  const named = rows.map((row: unknown) =>
    Object.fromEntries(columns.map((column, index) => [String(column), Array.isArray(row) ? row[index] : undefined])),
  );
  return { from: String(from), to: String(to), answeredMs, rows: named };
}

/** A number of an answer; undefined where there is none. */
export function numberIn(row: JsonObject, column: string): number | undefined {
  const value = row[column];
  // A large one is text.
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** A text of an answer; undefined where there is none. */
export function textIn(row: JsonObject, column: string): string | undefined {
  const value = row[column];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Of earlier days the table may have lost rows; undefined where it keeps them for ever, or nobody knows. */
export function keptSinceOf(list: JsonObject | undefined): string | undefined {
  const since = isJsonObject(list) ? list.kept_since : undefined;
  return typeof since === 'string' ? since : undefined;
}
