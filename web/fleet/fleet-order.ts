import type { FleetGroup } from './fleet-answer.ts';

/** Of fewer calls, a share says nothing. */
export const MIN_CALLS = 20;

export type FleetColumn = 'value' | 'calls' | 'failed' | 'errors' | 'warnings' | 'mos';

/** What a group is ordered by; a text, or a number that is unknown where nothing is told. */
export function measureOf(group: Omit<FleetGroup, 'value'> & { value?: string }, column: FleetColumn) {
  const share = (count: number | null) => (count === null || group.calls === 0 ? undefined : count / group.calls);
  switch (column) {
    case 'value':
      return group.value;
    case 'calls':
      return group.calls;
    case 'failed':
      return group.failed_share ?? share(group.failed);
    case 'errors':
      return share(group.with_errors);
    case 'warnings':
      return share(group.with_warnings);
    case 'mos':
      return group.mos ?? undefined;
  }
}

/** The worst first; groups of few calls behind the others, since their shares are chance, and unknown ones last. */
export function orderedGroups(groups: readonly FleetGroup[], column: FleetColumn): FleetGroup[] {
  return groups.toSorted((one, other) => {
    if (column === 'value') return one.value.localeCompare(other.value, undefined, { numeric: true });
    const isFew = (group: FleetGroup) => Number(column !== 'calls' && group.calls < MIN_CALLS);
    const [a, b] = [measureOf(one, column), measureOf(other, column)].map((value) => Number(value ?? Number.NaN));
    if (isFew(one) !== isFew(other)) return isFew(one) - isFew(other);
    if (a === undefined || b === undefined || Number.isNaN(a) || Number.isNaN(b)) {
      return Number(Number.isNaN(a)) - Number(Number.isNaN(b)) || other.calls - one.calls;
    }
    // Of MOS, little is bad.
    return (column === 'mos' ? a - b : b - a) || other.calls - one.calls;
  });
}
