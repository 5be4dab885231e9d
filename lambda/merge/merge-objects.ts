import type { ArchiveLayout } from '../../families/archive/archive-table.ts';
import type { ArchiveObject, ArchiveStore } from '../archive/archive-store.ts';
import type { HeldLock } from './lock.ts';
import { mergedFile } from './merged-file.ts';
import { mergedKey, placeOf } from './object-place.ts';
import { type LookedObject, rowsThatStay } from './rows-that-stay.ts';
import { openSources } from './source-object.ts';

export interface MergeObjectsOptions {
  layout: ArchiveLayout;
  store: Pick<ArchiveStore, 'open' | 'put' | 'remove'>;
  lock: Pick<HeldLock, 'keep'>;
  /** When the run began, epoch ms. */
  runMs: number;
  /** Whether an object need not be written again where it would stay as it is. */
  isFinal(object: ArchiveObject): boolean;
  /** Nothing is begun any more once it is true. */
  isTimeUp(): boolean;
  /** @default MAX_ROWS */
  maxRows?: number;
  /** @see RowsThatStayOptions */
  maxHeld?: number;
}

export interface MergedObjects {
  /** Objects that are gone for others. */
  objects: number;
  /** Objects written, and rows in them. */
  written: number;
  rows: number;
  /** Rows that were there twice, or in an earlier version. */
  dropped: number;
}

/** The most rows of a merged object: it is 7 MB then. */
const MAX_ROWS = 250_000;

/**
 * Merges objects of one day: of rows alike the newest, sorted. An object is written before its sources are removed, so a
 * kill between the two leaves rows twice, which the next run merges, and loses none.
 * @param merged told of what is done, as it is done
 * @returns false where the time was up before all was done
 * @throws UnreadableObject, ObjectGone, LockLost; what was merged before that stays merged
 */
export async function mergeObjects(
  prefix: string,
  objects: readonly ArchiveObject[],
  options: MergeObjectsOptions,
  merged: MergedObjects,
): Promise<boolean> {
  const { isTimeUp, isFinal } = options;
  // Two runs never have the same number, whatever the clock says: by it is known which objects have no row alike.
  const runMs = Math.max(options.runMs, ...objects.map(({ key }) => (placeOf(key)?.runMs ?? 0) + 1));
  let left = [...objects].sort((one, other) => Number(isFinal(other)) - Number(isFinal(one)));
  while (left.length > 0) {
    const looked = await rowsThatStay(left, { ...options, settled: settledOf(left, isFinal) });
    if (looked === undefined) return false;
    const those = new Set(looked.map(({ object }) => object));
    left = left.filter((object) => !those.has(object));
    const packs = packed(looked, options);
    // What stays instead of a row of an object that is gone before must be readable as a whole.
    if (packs.length > 1) await readWhole(looked, options);
    for (const pack of packs) {
      if (isTimeUp()) return false;
      await mergePack(prefix, pack, { ...options, runMs }, merged);
    }
  }
  return true;
}

/** Final objects of one run: no two of them have a row alike. Of several runs, those of the one with the most bytes. */
function settledOf(
  objects: readonly ArchiveObject[],
  isFinal: MergeObjectsOptions['isFinal'],
): ReadonlySet<ArchiveObject> {
  const runs = new Map<number, ArchiveObject[]>();
  for (const object of objects.filter(isFinal)) {
    const runMs = placeOf(object.key)?.runMs ?? 0;
    runs.set(runMs, [...(runs.get(runMs) ?? []), object]);
  }
  const bytesOf = (some: readonly ArchiveObject[]) => some.reduce((sum, { bytes }) => sum + bytes, 0);
  const [largest = []] = [...runs.values()].sort((one, other) => bytesOf(other) - bytesOf(one));
  return new Set(largest);
}

async function mergePack(
  prefix: string,
  pack: readonly LookedObject[],
  { layout, store, lock, runMs, isFinal }: MergeObjectsOptions,
  merged: MergedObjects,
): Promise<void> {
  const [first, ...others] = pack;
  const objects = pack.map(({ object }) => object);
  const rows = pack.reduce((sum, { count }) => sum + count, 0);
  const all = pack.reduce((sum, looked) => sum + looked.all, 0);
  if (first !== undefined && others.length === 0 && isFinal(first.object) && rows === all) return;
  if (rows > 0) {
    const kept = pack.map((looked) => ({ object: looked.object, rows: looked.rows() }));
    const body = await mergedFile(kept, layout, store);
    await lock.keep();
    await store.put(
      mergedKey(
        prefix,
        objects.map(({ key }) => key),
        runMs,
      ),
      body,
    );
    merged.written += 1;
    merged.rows += rows;
  }
  for (const final of [true, false]) {
    const some = objects.filter((object) => isFinal(object) === final);
    if (some.length === 0) continue;
    await lock.keep();
    await store.remove(some);
  }
  merged.objects += objects.length;
  merged.dropped += all - rows;
}

/** As many after each other as make one object. */
function packed(looked: readonly LookedObject[], { maxRows = MAX_ROWS }: MergeObjectsOptions): LookedObject[][] {
  const packs: LookedObject[][] = [];
  let rows = Number.POSITIVE_INFINITY;
  for (const one of looked) {
    rows += one.count;
    if (rows > maxRows) {
      packs.push([]);
      rows = one.count;
    }
    packs.at(-1)?.push(one);
  }
  return packs;
}

async function readWhole(looked: readonly LookedObject[], { layout, store }: MergeObjectsOptions): Promise<void> {
  const winners = looked.filter(({ isWinner }) => isWinner).map(({ object }) => object);
  for await (const source of openSources(winners, layout, store)) {
    for (const { name } of layout.columns) await source.column(name);
  }
}
