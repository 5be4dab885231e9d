import type { ArchiveLayout } from '../../families/archive/archive-table.ts';
import { ARCHIVE_LAYOUTS } from '../../families/archive/layouts.ts';
import type { Clock } from '../../shared/clock.ts';
import { type ArchiveObject, type ArchiveStore, ObjectGone } from '../archive/archive-store.ts';
import { UnreadableObject } from '../archive/unreadable-object.ts';
import { type LockOptions, takeLock } from './lock.ts';
import { type MergedObjects, type MergeObjectsOptions, mergeObjects } from './merge-objects.ts';
import {
  areOfOneRun,
  inTurn,
  isFinal,
  listAfter,
  type MergeGroup,
  type MergePlan,
  type MergeThresholds,
  objectsToMerge,
  planMerge,
} from './merge-plan.ts';
import { placeOf } from './object-place.ts';

export interface MergeOptions extends Pick<LockOptions, 'holder' | 'isAlive'> {
  store: ArchiveStore;
  clock: Pick<Clock, 'now'>;
  /** Days before today that are kept; 0 for all. */
  archiveDays: number;
  thresholds: MergeThresholds;
  /** @default ARCHIVE_LAYOUTS */
  layouts?: readonly ArchiveLayout[];
  /** @see MergeObjectsOptions */
  limits?: Pick<MergeObjectsOptions, 'maxRows' | 'maxHeld'>;
}

export interface MergeReport extends MergedObjects {
  /** Somebody else merges or erases: nothing was done. */
  isLocked: boolean;
  /** Objects deleted since their day is kept no longer. */
  expired: number;
  /** Objects that are left alone, and why. */
  unreadable: { key: string; problem: string }[];
  /** Days of which something vanished meanwhile: they are looked at again the next time. */
  overtaken: number;
  /** Days of a table that the time did not suffice for, or not for all of it. */
  left: number;
}

/** @param deadlineMs when nothing is begun any more, epoch ms @throws LockLost, and what the store throws */
export type Merge = (deadlineMs?: number) => Promise<MergeReport>;

/** Small objects into large ones, each row once, and days deleted that are kept no longer. */
export function createMerge({
  store,
  clock,
  archiveDays,
  thresholds,
  limits,
  layouts = ARCHIVE_LAYOUTS,
  ...whose
}: MergeOptions): Merge {
  return async (deadlineMs = Number.POSITIVE_INFINITY) => {
    const report: MergeReport = {
      isLocked: false,
      ...{ objects: 0, written: 0, rows: 0, dropped: 0 },
      ...{ expired: 0, unreadable: [], overtaken: 0, left: 0 },
    };
    const lock = await takeLock({ store, clock, ...whose });
    if (lock === undefined) return { ...report, isLocked: true };
    const runMs = clock.now();
    const planOptions = { now: runMs, archiveDays, thresholds };
    const isTimeUp = () => clock.now() >= deadlineMs;

    async function planned(): Promise<MergePlan> {
      const plan: MergePlan = { groups: [], expired: [] };
      for (const { folder } of layouts) {
        for await (const day of daysOf(store.list(`${folder}/`, listAfter(folder, runMs, thresholds)))) {
          const { groups, expired } = planMerge(day, planOptions);
          plan.groups.push(...groups);
          plan.expired.push(...expired);
        }
      }
      plan.groups.sort(inTurn);
      return plan;
    }

    async function merge({ prefix, objects }: MergeGroup): Promise<void> {
      const layout = layouts.find(({ folder }) => prefix.startsWith(`${folder}/`));
      if (layout === undefined || lock === undefined || objects.length === 0) return;
      // Those of several runs may have rows alike, and are all written again, so that they are of one.
      const isOneRun = areOfOneRun(objects.filter((object) => isFinal(object, thresholds)));
      const final = (object: ArchiveObject) => isOneRun && isFinal(object, thresholds);
      try {
        const merging = { layout, store, lock, runMs, isFinal: final, isTimeUp, ...limits };
        if (!(await mergeObjects(prefix, objects, merging, report))) report.left += 1;
      } catch (error) {
        if (error instanceof ObjectGone) report.overtaken += 1;
        else if (error instanceof UnreadableObject) {
          report.unreadable.push({ key: error.key, problem: error.problem });
          // The others need not wait for somebody to look at it.
          const others: ArchiveObject[] = [];
          for await (const object of store.list(prefix)) if (!isUnreadable(object)) others.push(object);
          await merge({ prefix, objects: objectsToMerge(others, planOptions) });
        } else throw error;
      }
    }

    const isUnreadable = ({ key }: ArchiveObject) => report.unreadable.some((object) => object.key === key);
    try {
      await store.tidy?.(runMs);
      const { groups, expired } = await planned();
      for (const group of groups) {
        if (isTimeUp()) report.left += 1;
        else await merge(group);
      }
      await lock.keep();
      await store.remove(expired);
      report.expired = expired.length;
    } finally {
      await lock.release();
    }
    return report;
  };
}

/** A listing by day: it is in the order of keys. */
async function* daysOf(listing: AsyncIterable<ArchiveObject>): AsyncGenerator<ArchiveObject[]> {
  let day: ArchiveObject[] = [];
  let prefix: string | undefined;
  for await (const object of listing) {
    const next = placeOf(object.key)?.prefix;
    if (next !== prefix && day.length > 0) yield day;
    if (next !== prefix) day = [];
    prefix = next;
    day.push(object);
  }
  if (day.length > 0) yield day;
}
