import { ARCHIVE_LAYOUTS } from '../../families/archive/layouts.ts';
import type { ArchiveObject } from '../../lambda/archive/archive-store.ts';
import { createS3Archive } from '../../lambda/archive/s3-archive.ts';
import { placeOf } from '../../lambda/merge/object-place.ts';
import { ARCHIVE } from '../../shared/archive.ts';
import { DAY_MS, utcDay } from '../../shared/utc-day.ts';
import type { AwsCheck } from './at-aws.ts';
import { type Check, ok, wrong } from './check.ts';

/** What the archive has of the last days, and whether the merge follows. */
export const archiveCheck: AwsCheck = {
  name: 'archive',
  async look({ clients: { s3 }, outputs: { archiveBucketName }, nowMs }) {
    if (archiveBucketName === undefined) return [];
    const store = createS3Archive({ client: s3, bucketName: archiveBucketName });
    const objects: ArchiveObject[] = [];
    for (const { folder } of ARCHIVE_LAYOUTS) {
      const prefix = `${folder}/`;
      for await (const object of store.list(prefix, firstKeyOf(prefix, nowMs))) objects.push(object);
    }
    return checkArchive(objects, nowMs);
  },
};

const HOUR_MS = 3_600_000;
/** Of days before, objects are merged, or were late already when they were looked at. */
export const LOOKED_AT_DAYS = 7;
/** A day is merged when it is over for six hours, by an hourly function, which may miss two runs. */
const MERGED_AFTER_MS = 9 * HOUR_MS;
/** An object that came late is merged in the hour after. */
const MAX_UNMERGED_MS = 3 * HOUR_MS;

/** What the keys of a folder that are looked at come behind. */
export function firstKeyOf(prefix: string, nowMs: number): string {
  return `${prefix}${ARCHIVE.dayPrefix}${utcDay(nowMs - LOOKED_AT_DAYS * DAY_MS)}`;
}

/** @param objects of the last days */
export function checkArchive(objects: readonly ArchiveObject[], nowMs: number): Check[] {
  const newestMs = Math.max(...objects.map(({ modifiedMs }) => modifiedMs));
  if (objects.length === 0) {
    const says = `no object of the last ${LOOKED_AT_DAYS} days`;
    const cure = 'correct if no call was made; the first comes five minutes after an event';
    return [{ name: 'archive', state: 'news', says, cure }];
  }
  const says = `${objects.length} objects of the last ${LOOKED_AT_DAYS} days, the newest ${minutes(nowMs - newestMs)} min old`;
  return [ok('archive', says), checkMerge(objects, nowMs)];
}

function checkMerge(objects: readonly ArchiveObject[], nowMs: number): Check {
  const late = objects.filter(({ key, modifiedMs }) => {
    const place = placeOf(key);
    if (place?.level !== 0) return false;
    return nowMs - (Date.parse(place.day) + DAY_MS) > MERGED_AFTER_MS && nowMs - modifiedMs > MAX_UNMERGED_MS;
  });
  if (late.length === 0) return ok('merge', 'every day that is over is merged');
  const days = new Set(late.map(({ key }) => placeOf(key)?.day));
  return wrong('merge', `${days.size} days that are over are not merged`, 'see "Merge late" in docs/runbook.md');
}

function minutes(ms: number): number {
  return Math.max(0, Math.round(ms / 60_000));
}
