import type { Cures } from '../cures.ts';
import { type Check, ok, wrong } from './check.ts';

/** Objects under a prefix, of the first 1,000. */
export interface KeptFact {
  count: number;
  isMore: boolean;
}

export function checkKept(quarantined: KeptFact, givenUp: KeptFact, { command }: Cures): Check[] {
  const text = ({ count, isMore }: KeptFact) => `${count}${isMore ? ' or more' : ''}`;
  return [
    quarantined.count === 0
      ? ok('quarantine', 'empty')
      : wrong(
          'quarantine',
          `${text(quarantined)} records that nobody could read`,
          `to see why: ${command('quarantine list')}`,
        ),
    givenUp.count === 0
      ? ok('given up', 'no batch')
      : wrong(
          'given up',
          `${text(givenUp)} batches that Lambda gave up on`,
          'see "Batches given up" in docs/runbook.md',
        ),
  ];
}
