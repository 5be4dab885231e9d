import { createHash } from 'node:crypto';

/** Of those who may read every account. */
const ALL = 'all';
const LENGTH = 16;

/** A short text for a set of accounts, the same in whatever order they stand: who may read these sees what it names. */
export function scopeOf(accounts: readonly string[] | undefined): string {
  if (accounts === undefined) return ALL;
  const known = JSON.stringify([...new Set(accounts)].sort());
  return createHash('sha256').update(known).digest('hex').slice(0, LENGTH);
}
