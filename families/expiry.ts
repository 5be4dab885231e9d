import type { RowContext } from './family.ts';
import type { LifetimeSetting } from './family-facts.ts';

const DAY_MS = 86_400_000;

/** When a row's lifetime ends, epoch seconds: whole days after its arrival, so that a replay changes nothing. */
export function expiresAt(
  { arrivalMs, config }: RowContext,
  lifetime: LifetimeSetting = 'retentionDays',
): number | undefined {
  return expiryOf(arrivalMs, config[lifetime]);
}

/** The same for what is no event's row. @param fromMs epoch ms @param days 0 for ever */
export function expiryOf(fromMs: number, days: number): number | undefined {
  if (days === 0) return undefined;
  return ((Math.floor(fromMs / DAY_MS) + days + 1) * DAY_MS) / 1000;
}
