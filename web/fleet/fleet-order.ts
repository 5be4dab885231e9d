import type { FleetGroup } from '../../families/call-event/causes/fleet-group.ts';

export type NamedGroup = FleetGroup & { value: string };
export type FleetColumn = 'value' | 'calls' | 'failed' | 'errors' | 'warnings' | 'mos';

/** Of fewer calls, a share says nothing. */
const MIN_CALLS = 20;

/** Whether a group has so few calls that its shares may be chance. */
export function isFew({ calls }: FleetGroup): boolean {
  return calls !== null && calls < MIN_CALLS;
}

/**
 * The number that a group has in a column; undefined where it is not known. Errors and warnings are shares of its calls,
 * and counts where those are not known.
 */
export function measureOf(group: FleetGroup, column: Exclude<FleetColumn, 'value'>): number | undefined {
  switch (column) {
    case 'calls':
      return group.calls ?? undefined;
    case 'failed':
      return group.failed_share ?? undefined;
    case 'errors':
      return group.calls === null ? group.with_errors : (group.errors_share ?? undefined);
    case 'warnings':
      return group.calls === null ? group.with_warnings : (group.warnings_share ?? undefined);
    case 'mos':
      return group.mos ?? undefined;
  }
}

/** The worst first; groups of few calls behind the others, since their shares are chance, and unknown ones last. */
export function orderedGroups(groups: readonly NamedGroup[], column: FleetColumn): NamedGroup[] {
  if (column === 'value') {
    return groups.toSorted((one, other) => one.value.localeCompare(other.value, undefined, { numeric: true }));
  }
  const few = (group: NamedGroup) => Number(column !== 'calls' && isFew(group));
  // Of MOS, little is bad.
  const weight = (group: NamedGroup) => (measureOf(group, column) ?? Number.NaN) * (column === 'mos' ? -1 : 1);
  return groups.toSorted((one, other) => {
    const [a, b] = [weight(one), weight(other)];
    const unknown = Number(Number.isNaN(a)) - Number(Number.isNaN(b));
    return few(one) - few(other) || unknown || b - a || (other.calls ?? 0) - (one.calls ?? 0);
  });
}
