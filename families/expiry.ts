import type { RowContext } from './family.ts';

const DAY_MS = 86_400_000;

/** When a row's lifetime ends, epoch seconds: whole days after its arrival, so that a replay changes nothing. */
export function expiresAt({ arrivalMs, config }: RowContext): number | undefined {
  if (config.retentionDays === 0) return undefined;
  const arrivalDay = Math.floor(arrivalMs / DAY_MS);
  return ((arrivalDay + config.retentionDays + 1) * DAY_MS) / 1000;
}
