import { expect, it } from 'vitest';
import { isFew, measureOf, type NamedGroup, orderedGroups } from '../../../web/fleet/fleet-order.ts';

function group(value: string, calls: number | null, members: Partial<NamedGroup> = {}): NamedGroup {
  const none = {
    failed: null,
    failed_share: null,
    with_errors: 0,
    with_warnings: 0,
    errors_share: null,
    warnings_share: null,
    mos: null,
    volume: [],
  };
  return { value, calls, ...none, ...members };
}

const valuesOf = (groups: readonly NamedGroup[]) => groups.map(({ value }) => value);

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

it('shares are of the calls of the group, and counts where those are not known', () => {
  expect(measureOf(group('a', 200, { with_errors: 60, errors_share: 0.25 }), 'errors')).toBe(0.25);
  expect(measureOf(group('a', 0, { with_errors: 3 }), 'errors')).toBeUndefined();
  expect(measureOf(group('a', null, { with_warnings: 7 }), 'warnings')).toBe(7);
  expect([isFew(group('a', 19)), isFew(group('a', 20)), isFew(group('a', null))]).toEqual([true, false, false]);
});
