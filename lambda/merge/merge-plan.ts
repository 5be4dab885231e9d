import { ARCHIVE } from '../../shared/archive.ts';
import { DAY_MS, utcDay } from '../../shared/utc-day.ts';
import type { ArchiveObject } from '../archive/archive-store.ts';
import { type ObjectPlace, placeOf } from './object-place.ts';

/** Objects that become one, or a few where they have many rows, and the day that they are of. */
export interface MergeGroup {
  /** `events/day=2026-11-20/` */
  prefix: string;
  objects: readonly ArchiveObject[];
}

/** When objects are merged. */
export interface MergeThresholds {
  /** A day is over so long after its midnight: events come late. */
  graceMs: number;
  /** Of a day that is not over, as many objects that were archived so long ago are merged. */
  minObjects: number;
  minAgeMs: number;
  /** Days before today whose objects are listed each time; older ones in the first hour of a day. */
  lookBackDays: number;
}

/** Twilio tries an event again for four hours; a batch comes again after seconds. */
export const HOURLY: MergeThresholds = {
  graceMs: 6 * 3_600_000,
  minObjects: 24,
  minAgeMs: 15 * 60_000,
  lookBackDays: 40,
};

/** What a folder is listed after, so that days before it are left out; undefined where the whole folder is listed. */
export function listAfter(folder: string, now: number, { lookBackDays }: MergeThresholds): string | undefined {
  if (!Number.isFinite(lookBackDays) || new Date(now).getUTCHours() === 0) return undefined;
  return `${folder}/${ARCHIVE.dayPrefix}${utcDay(now - lookBackDays * DAY_MS)}`;
}

export interface MergePlanOptions {
  /** Epoch ms. */
  now: number;
  /** Days before today that are kept; 0 for all. */
  archiveDays: number;
  thresholds: MergeThresholds;
}

export interface MergePlan {
  /** The oldest day first, of one day the smaller ones. */
  groups: MergeGroup[];
  /** Of days that are kept no longer. */
  expired: ArchiveObject[];
}

/** What is to be done with the objects of a listing. Those that are none of ours are left alone. Pure. */
export function planMerge(objects: Iterable<ArchiveObject>, options: MergePlanOptions): MergePlan {
  const { now, archiveDays } = options;
  const firstDay = archiveDays === 0 ? '' : utcDay(now - archiveDays * DAY_MS);
  const expired: ArchiveObject[] = [];
  const days = new Map<string, ArchiveObject[]>();
  for (const object of objects) {
    const place = placeOf(object.key);
    if (place === undefined) continue;
    if (place.day < firstDay) expired.push(object);
    else if (days.get(place.prefix)?.push(object) === undefined) days.set(place.prefix, [object]);
  }
  const groups = [...days].flatMap(([prefix, ofDay]) => {
    const toMerge = objectsToMerge(ofDay, options);
    return toMerge.length === 0 ? [] : [{ prefix, objects: toMerge }];
  });
  return { groups: groups.sort(inTurn), expired };
}

/** For `sort`: the oldest day first, whatever the table; of one day the smaller ones, which need not wait for the largest. */
export function inTurn(one: MergeGroup, other: MergeGroup): number {
  const [day, otherDay] = [one, other].map(({ prefix }) => prefix.slice(prefix.indexOf('/'))) as [string, string];
  return day === otherDay ? bytesOf(one) - bytesOf(other) : day < otherDay ? -1 : 1;
}

function bytesOf({ objects }: MergeGroup): number {
  return objects.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Those of the objects of one day that are to be merged now: none, or all, or those archived a while ago. */
export function objectsToMerge(ofDay: readonly ArchiveObject[], options: MergePlanOptions): readonly ArchiveObject[] {
  const { now, thresholds } = options;
  const placed = ofDay.map((object) => ({ object, place: placeOf(object.key) }));
  const isOver = placed.every(({ place }) => place !== undefined && now >= overMs(place, thresholds));
  if (isOver) {
    // What forget left of an object as it was archived can have rows alike, also alone.
    const isUnmerged = placed.some(({ place }) => place?.runMs === 0);
    const isOpen = placed.some(({ object }) => !isFinal(object, thresholds)) || !areOfOneRun(ofDay);
    return isUnmerged || (isOpen && ofDay.length > 1) ? ofDay : [];
  }
  const archived = placed.filter(
    ({ object, place }) => place?.level === 0 && now - object.modifiedMs >= thresholds.minAgeMs,
  );
  return archived.length >= thresholds.minObjects ? archived.map(({ object }) => object) : [];
}

/** Two runs may have been at work at once where their clocks differ: each may have written the same rows. */
export function areOfOneRun(objects: readonly Pick<ArchiveObject, 'key'>[]): boolean {
  return new Set(objects.map(({ key }) => placeOf(key)?.runMs)).size <= 1;
}

/**
 * Whether an object was merged when its day was over. No two such ones of one run have a row alike: of a day that has no
 * others, nothing is left to do. An object that is not final is removed after those that are, so that a merge that is killed
 * leaves one for the next to see.
 */
export function isFinal({ key }: ArchiveObject, thresholds: MergeThresholds): boolean {
  const place = placeOf(key);
  return place !== undefined && place.level === 1 && place.runMs >= overMs(place, thresholds);
}

/** When the day of an object is over, epoch ms. */
function overMs({ day }: ObjectPlace, { graceMs }: MergeThresholds): number {
  return Date.parse(day) + DAY_MS + graceMs;
}
