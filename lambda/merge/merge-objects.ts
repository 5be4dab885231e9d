import type { ArchiveLayout } from '../../families/archive/archive-table.ts';
import type { ArchiveObject, ArchiveStore } from '../archive/archive-store.ts';
import type { HeldLock } from './lock.ts';
import { type KeptRows, mergedFile } from './merged-file.ts';
import { createNewestRows } from './newest-rows.ts';
import { mergedKey } from './object-place.ts';
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
  /** @default MAX_LOOKED */
  maxLooked?: number;
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
/** The most rows of which keys are held at once. Of a day with more, rows alike stay where they are far apart. */
const MAX_LOOKED = 1_000_000;

/**
 * Merges objects of one day: of rows alike the newest, sorted. An object is written before its sources are removed, so a
 * kill between the two leaves rows twice, which the next run merges, and loses none.
 * @param merged told of what is done, as it is done
 * @throws UnreadableObject, ObjectGone, LockLost; what was merged before that stays merged
 */
export async function mergeObjects(
  prefix: string,
  objects: readonly ArchiveObject[],
  options: MergeObjectsOptions,
  merged: MergedObjects,
): Promise<void> {
  const { layout, store, isTimeUp, maxLooked = MAX_LOOKED } = options;
  let left = [...objects].sort((one, other) => Number(options.isFinal(other)) - Number(options.isFinal(one)));
  while (left.length > 0 && !isTimeUp()) {
    const newest = createNewestRows(layout);
    const sources: Omit<KeptRows, 'rows'>[] = [];
    for await (const source of openSources(left, layout, store)) {
      if (sources.length > 0 && newest.looked() + source.rows > maxLooked) break;
      await newest.look(source);
      sources.push({ object: source.object, all: source.rows });
    }
    left = left.slice(sources.length);
    const packs = packed(
      sources.map((source, place) => ({ ...source, rows: newest.kept(place) })),
      options,
    );
    // What stays instead of a row of an object that is gone before must be readable as a whole.
    if (packs.length > 1)
      await readWhole(
        [...newest.winners()].flatMap((place) => sources[place]?.object ?? []),
        options,
      );
    for (const pack of packs) {
      if (isTimeUp()) break;
      await mergePack(prefix, pack, options, merged);
    }
  }
}

async function mergePack(
  prefix: string,
  pack: readonly KeptRows[],
  { layout, store, lock, runMs, isFinal }: MergeObjectsOptions,
  merged: MergedObjects,
): Promise<void> {
  const [first, ...others] = pack;
  const objects = pack.map(({ object }) => object);
  const rows = pack.reduce((sum, kept) => sum + kept.rows.length, 0);
  const all = pack.reduce((sum, kept) => sum + kept.all, 0);
  if (first !== undefined && others.length === 0 && isFinal(first.object) && rows === all) return;
  if (rows > 0) {
    const body = await mergedFile(pack, layout, store);
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
function packed(sources: readonly KeptRows[], { maxRows = MAX_ROWS }: MergeObjectsOptions): KeptRows[][] {
  const packs: KeptRows[][] = [];
  let rows = Number.POSITIVE_INFINITY;
  for (const source of sources) {
    rows += source.rows.length;
    if (rows > maxRows) {
      packs.push([]);
      rows = source.rows.length;
    }
    packs.at(-1)?.push(source);
  }
  return packs;
}

async function readWhole(objects: readonly ArchiveObject[], options: MergeObjectsOptions): Promise<void> {
  const { layout, store } = options;
  for await (const source of openSources(objects, layout, store)) {
    for (const { name } of layout.columns) await source.column(name);
  }
}
