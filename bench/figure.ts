import { percentile } from '../shared/percentile.ts';

/** A number the bench prints. `value` is in `unit`; `x` is a ratio. */
export interface Figure {
  /** What was measured, and over what. */
  name: string;
  value: number;
  unit: string;
  /** The run fails where it is missed. */
  mustHold?: Bound;
  /** Reported where it is missed, no more. */
  aim?: Bound;
}

type Bound = { atLeast: number } | { atMost: number };

/** Whether a figure is within a bound; true where there is none. */
export function holds(value: number, bound: Bound | undefined): boolean {
  if (bound === undefined) return true;
  return 'atLeast' in bound ? value >= bound.atLeast : value <= bound.atMost;
}

/** `≥ 6` or `≤ 1.35`. */
export function boundText(bound: Bound): string {
  return 'atLeast' in bound ? `≥ ${bound.atLeast}` : `≤ ${bound.atMost}`;
}

/** Three digits that say something, and no more zeros than there are. */
export function valueText(value: number): string {
  if (value >= 1_000) return Math.round(value).toLocaleString('en-US');
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of an even count, what is between the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (low === undefined || high === undefined) throw new Error('nothing was measured');
  return (low + high) / 2;
}

/** @param share 0 to 1 */
export function quantile(values: readonly number[], share: number): number {
  const value = percentile(values, share);
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}
