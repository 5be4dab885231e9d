import { expect, it } from 'vitest';
import type { FleetGroup } from '../../../web/fleet/fleet-answer.ts';
import { measureOf, orderedGroups } from '../../../web/fleet/fleet-order.ts';

function group(value: string, calls: number, members: Partial<FleetGroup> = {}): FleetGroup {
  const none = { failed: null, failed_share: null, with_errors: null, with_warnings: null, mos: null, volume: [] };
  return { value, calls, ...none, ...members };
}

const valuesOf = (groups: readonly FleetGroup[]) => groups.map(({ value }) => value);

it('the worst group is first, but one of few calls, and one of which nothing is known', () => {
  const groups = [
    group('unknown', 500),
    group('few', 12, { failed_share: 0.5, mos: 1 }),
    group('good', 100, { failed_share: 0.01, mos: 4.3 }),
    group('bad', 90, { failed_share: 0.2, mos: 3.1 }),
  ];
  expect(valuesOf(orderedGroups(groups, 'failed'))).toEqual(['bad', 'good', 'unknown', 'few']);
  expect(valuesOf(orderedGroups(groups, 'mos'))).toEqual(['bad', 'good', 'unknown', 'few']);
  expect(valuesOf(orderedGroups(groups, 'calls'))).toEqual(['unknown', 'good', 'bad', 'few']);
});

it('versions are ordered as people count them', () => {
  const groups = [group('2.18.3', 30), group('2.9.0', 30), group('2.18.10', 30)];
  expect(valuesOf(orderedGroups(groups, 'value'))).toEqual(['2.9.0', '2.18.3', '2.18.10']);
});

it('shares are of the calls of the group', () => {
  expect(measureOf(group('a', 200, { with_errors: 50 }), 'errors')).toBe(0.25);
  expect(measureOf(group('a', 0, { with_errors: 0 }), 'errors')).toBeUndefined();
  expect(measureOf(group('a', 200), 'warnings')).toBeUndefined();
});
