import type { DuckDBValue } from '@duckdb/node-api';
import type { QueryValue } from '../lambda/query/archive-query.ts';
import { decimalNumber, doubleNumber, wholeNumber } from '../lambda/query/exact-number.ts';

/** What no date of JavaScript's reaches, among it what DuckDB calls infinity. */
const MOST_MS = 8.64e15;

/**
 * What turns a value of DuckDB's into one of an answer. What JSON has no form for is text: `NaN`, `Infinity`, a struct.
 * @param api the package, which is loaded only where a question is asked
 */
export function createValueReader(api: typeof import('@duckdb/node-api')) {
  return function read(value: DuckDBValue): QueryValue {
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
    if (typeof value === 'number') return doubleNumber(value);
    if (typeof value === 'bigint') return wholeNumber(value);
    if (value instanceof api.DuckDBDecimalValue) return decimalNumber(String(value));
    if (value instanceof api.DuckDBListValue || value instanceof api.DuckDBArrayValue) return value.items.map(read);
    const micros = microsOf(value, api);
    return (micros === undefined ? undefined : timestamp(micros)) ?? String(value);
  };
}

function microsOf(value: DuckDBValue, api: typeof import('@duckdb/node-api')): bigint | undefined {
  if (value instanceof api.DuckDBTimestampValue || value instanceof api.DuckDBTimestampTZValue) return value.micros;
  if (value instanceof api.DuckDBTimestampMillisecondsValue) return value.millis * 1_000n;
  if (value instanceof api.DuckDBTimestampSecondsValue) return value.seconds * 1_000_000n;
  return undefined;
}

/** ISO 8601, its microseconds where it has any. */
function timestamp(micros: bigint): string | undefined {
  const rest = ((micros % 1_000n) + 1_000n) % 1_000n;
  const ms = Number((micros - rest) / 1_000n);
  if (Math.abs(ms) > MOST_MS) return undefined;
  const text = new Date(ms).toISOString();
  return rest === 0n ? text : text.replace('Z', `${String(rest).padStart(3, '0')}Z`);
}
