import { describe, expect, it } from 'vitest';
import type { ArchiveObject } from '../../../lambda/archive/archive-store.ts';
import { HOURLY, listAfter, type MergePlanOptions, planMerge } from '../../../lambda/merge/merge-plan.ts';
import { mergedKey, placeOf, rewrittenKey } from '../../../lambda/merge/object-place.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const HOUR_MS = 3_600_000;

const object = (key: string, ageMs = HOUR_MS): ArchiveObject => ({ key, bytes: 1, etag: key, modifiedMs: NOW - ageMs });
const archived = (day: string, place: number, ageMs?: number, folder = 'events') =>
  object(`${folder}/day=${day}/0-shardId-000000000000-${place}-${place}.parquet`, ageMs);
const merged = (day: string, place: number, run: string) =>
  object(mergedKey(`events/day=${day}/`, [String(place)], Date.parse(run)));
const many = (day: string, count: number, ageMs?: number) =>
  Array.from({ length: count }, (_, place) => archived(day, place, ageMs));

function plan(objects: readonly ArchiveObject[], options: Partial<MergePlanOptions> = {}) {
  const { groups, expired } = planMerge(objects, { now: NOW, archiveDays: 1095, thresholds: HOURLY, ...options });
  const keys = (some: readonly ArchiveObject[]) => some.map(({ key }) => key);
  return { groups: groups.map((group) => ({ ...group, objects: keys(group.objects) })), expired: keys(expired) };
}

const NOTHING = { groups: [], expired: [] };

describe('the plan of a merge', () => {
  it('merges a day that is over, also a single object as it was archived', () => {
    const one = archived('2026-11-18', 1);
    expect(plan([one]).groups).toEqual([{ prefix: 'events/day=2026-11-18/', objects: [one.key] }]);
  });

  it('takes a day for over six hours after its midnight', () => {
    const yesterday = [archived('2026-11-19', 1)];
    const at = (time: string) => plan(yesterday, { now: Date.parse(time) });
    expect(at('2026-11-20T05:59:59.999Z')).toEqual(NOTHING);
    expect(at('2026-11-20T06:00:00Z').groups).toHaveLength(1);
  });

  it('leaves a day alone that was merged when it was over, however many objects it has', () => {
    const whole = [1, 2, 3].map((place) => merged('2026-11-18', place, '2026-11-19T06:00:00Z'));
    expect(plan(whole)).toEqual(NOTHING);
  });

  it('merges a day again that two runs merged, since both may have written the same rows', () => {
    const twice = [1, 2].map((place) => merged('2026-11-18', place, `2026-11-19T0${place + 5}:00:00Z`));
    expect(plan(twice).groups[0]?.objects).toHaveLength(2);
  });

  it('merges a merged day again that an event came late for', () => {
    const late = [merged('2026-11-18', 1, '2026-11-19T06:00:00Z'), archived('2026-11-18', 2)];
    expect(plan(late).groups[0]?.objects).toHaveLength(2);
  });

  it('merges objects of a day that were merged before it was over, but not one alone', () => {
    const [morning, noon] = [1, 2].map((place) => merged('2026-11-18', place, `2026-11-18T1${place}:00:00Z`));
    if (morning === undefined || noon === undefined) throw new Error('no objects');
    expect(plan([morning])).toEqual(NOTHING);
    expect(plan([morning, noon]).groups[0]?.objects).toHaveLength(2);
    expect(plan([morning, merged('2026-11-18', 3, '2026-11-19T06:00:00Z')]).groups[0]?.objects).toHaveLength(2);
  });

  it('merges what forget left of an object, also alone: rows alike can be in it', () => {
    const left = object(rewrittenKey(archived('2026-11-18', 1), [0]));
    expect(plan([left]).groups[0]?.objects).toEqual([left.key]);
  });

  it('merges of today what was archived a quarter of an hour ago, from 24 objects on, and nothing merged', () => {
    expect(plan(many('2026-11-20', 23))).toEqual(NOTHING);
    const objects = [...many('2026-11-20', 24), merged('2026-11-20', 99, '2026-11-20T10:00:00Z')];
    expect(plan(objects).groups[0]?.objects).toEqual(many('2026-11-20', 24).map(({ key }) => key));
    expect(plan(many('2026-11-20', 24, 14 * 60_000))).toEqual(NOTHING);
    expect(plan([...many('2026-11-20', 24), archived('2026-11-20', 99, 0)]).groups[0]?.objects).toHaveLength(24);
  });

  it('takes tomorrow, where a clock is ahead, for a day that is not over', () => {
    expect(plan(many('2026-11-21', 23))).toEqual(NOTHING);
    expect(plan(many('2026-11-21', 24)).groups).toHaveLength(1);
  });

  it('begins with the oldest day, whatever the table', () => {
    const objects = [
      archived('2026-11-18', 1),
      archived('2026-11-17', 1, HOUR_MS, 'summaries'),
      archived('2026-11-16', 1, HOUR_MS, 'metrics'),
    ];
    expect(plan(objects).groups.map(({ prefix }) => prefix)).toEqual([
      'metrics/day=2026-11-16/',
      'summaries/day=2026-11-17/',
      'events/day=2026-11-18/',
    ]);
  });

  it('takes of one day the smaller ones first, so that they need not wait for the largest', () => {
    const bytes = (some: ArchiveObject, size: number) => ({ ...some, bytes: size });
    const objects = [
      ...[bytes(archived('2026-11-18', 1), 20), bytes(archived('2026-11-18', 2), 20)],
      bytes(archived('2026-11-18', 1, HOUR_MS, 'summaries'), 30),
      bytes(archived('2026-11-18', 1, HOUR_MS, 'metrics'), 50),
    ];
    expect(plan(objects).groups.map(({ prefix }) => prefix)).toEqual([
      'summaries/day=2026-11-18/',
      'events/day=2026-11-18/',
      'metrics/day=2026-11-18/',
    ]);
  });

  it('deletes days before those that are kept, and merges them no more', () => {
    const objects = [archived('2026-11-09', 1), merged('2026-11-09', 1, '2026-11-10T06:00:00Z')];
    expect(plan([...objects, archived('2026-11-10', 1)], { archiveDays: 10 })).toEqual({
      groups: [expect.objectContaining({ prefix: 'events/day=2026-11-10/' })],
      expired: objects.map(({ key }) => key),
    });
    expect(plan(objects, { archiveDays: 0 }).expired).toEqual([]);
  });

  it('touches nothing that the archive did not write', () => {
    const others = [
      'events/day=2026-11-01/copy.parquet',
      'events/day=2026-11-01/0-a.csv',
      'events/0-a.parquet',
      'merge.lock',
      'events/day=soon/0-a.parquet',
      'events/day=2026-11-01/0-copies/a.parquet',
      'mine/events/day=2026-11-01/0-a.parquet',
    ];
    expect(
      plan(
        others.map((key) => object(key)),
        { archiveDays: 1 },
      ),
    ).toEqual(NOTHING);
  });

  it('lists forty days, and all of them in the first hour of a day', () => {
    expect(listAfter('events', NOW, HOURLY)).toBe('events/day=2026-10-11');
    expect(listAfter('events', Date.parse('2026-11-20T00:59:00Z'), HOURLY)).toBeUndefined();
    expect(listAfter('events', NOW, { ...HOURLY, lookBackDays: Number.POSITIVE_INFINITY })).toBeUndefined();
  });
});

describe('the key of a merged object', () => {
  it('says its day, its level and its run, and is another one for other sources or another run', () => {
    const prefix = 'events/day=2026-11-18/';
    const key = mergedKey(prefix, ['a', 'b'], NOW);
    expect(placeOf(key)).toEqual({ prefix, folder: 'events', day: '2026-11-18', level: 1, runMs: NOW });
    expect(key).toMatch(/^events\/day=2026-11-18\/1-[0-9a-f]{32}-1795176000000\.parquet$/);
    expect(new Set([key, mergedKey(prefix, ['ab'], NOW), mergedKey(prefix, ['a', 'b'], NOW + 1)]).size).toBe(3);
    expect(placeOf(mergedKey(prefix, ['a'], 0))?.runMs).toBe(0);
  });

  it('is also known under the prefix of audits', () => {
    expect(placeOf('audit/events/day=2026-11-18/0-a.parquet')).toMatchObject({ folder: 'events', level: 0 });
  });
});
