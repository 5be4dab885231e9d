import pLimit from 'p-limit';
import type { ArchiveLayout } from '../../families/archive/archive-table.ts';
import { ARCHIVE_LAYOUTS } from '../../families/archive/layouts.ts';
import { type ArchiveObject, type ArchiveStore, noneIfGone } from '../../lambda/archive/archive-store.ts';
import { readParquet } from '../../lambda/archive/unreadable-object.ts';
import { type HeldLock, type LockOptions, takeLock } from '../../lambda/merge/lock.ts';
import { mergedFile } from '../../lambda/merge/merged-file.ts';
import { placeOf, rewrittenKey } from '../../lambda/merge/object-place.ts';
import { callsNaming, rowsOfSids, type WhoseRows } from '../../lambda/merge/rows-of-sids.ts';
import { openSource } from '../../lambda/merge/source-object.ts';
import { ARCHIVE } from '../../shared/archive.ts';
import type { Clock } from '../../shared/clock.ts';
import { Trouble } from '../../shared/trouble.ts';
import type { Unread } from '../set-aside/each-object.ts';
import { orUnread } from './or-unread.ts';

export interface ArchiveEraserOptions extends Pick<LockOptions, 'holder' | 'isAlive'> {
  store: ArchiveStore;
  clock: Pick<Clock, 'now' | 'sleep'>;
  /** @default ARCHIVE_LAYOUTS */
  layouts?: readonly ArchiveLayout[];
  /** Told once where somebody else holds the lock, before it is waited for. */
  onWait?: () => void;
}

/** Rows of the archive that are meant, and objects of which it is not known. */
export interface ArchivedRows {
  rows: number;
  unread: Unread[];
}

/** Deletes rows out of the archive, for good. */
export interface ArchiveEraser {
  count(whose: WhoseRows, onProgress?: Progress): Promise<ArchivedRows>;
  /**
   * Writes each object that has such rows again without them, and deletes the old one with its versions; then looks again,
   * until none is left. No merge is at work meanwhile. It can be killed anywhere and run again.
   */
  erase(whose: WhoseRows, onProgress?: Progress): Promise<ArchivedRows>;
  /** Calls that a summary, a participant or a sample names a party for. */
  callsOf(parties: ReadonlySet<string>, onProgress?: Progress): Promise<ReadonlySet<string>>;
}

/** @param done objects that were looked at, of `total` */
type Progress = (done: number, total: number) => void | Promise<void>;

const OBJECTS_IN_FLIGHT = 16;
const LOCK_AGAIN_MS = 5_000;
/** A merge takes a quarter of an hour at most. */
const LOCK_WITHIN_MS = 25 * 60_000;

export function createArchiveEraser({
  store,
  clock,
  onWait,
  layouts = ARCHIVE_LAYOUTS,
  ...whose
}: ArchiveEraserOptions): ArchiveEraser {
  /** Objects of all tables, and of audits. */
  async function objects(): Promise<ArchiveObject[]> {
    const found: ArchiveObject[] = [];
    for (const { folder } of layouts) {
      for (const prefix of [`${folder}/`, `${ARCHIVE.audit}/${folder}/`]) {
        for await (const object of store.list(prefix)) if (object.key.endsWith(ARCHIVE.ending)) found.push(object);
      }
    }
    return found;
  }

  /** Looks at objects, several at a time. @returns those that cannot be read */
  async function each(
    some: readonly ArchiveObject[],
    look: (object: ArchiveObject, layout: ArchiveLayout) => Promise<void>,
    onProgress: Progress = () => undefined,
  ): Promise<Unread[]> {
    const unread: Unread[] = [];
    let done = 0;
    const inFlight = pLimit(OBJECTS_IN_FLIGHT);
    const one = async (object: ArchiveObject) => {
      const folder = placeOf(object.key)?.folder ?? folderOf(object.key);
      const layout = layouts.find((other) => other.folder === folder);
      // What a merge made of it is in the next listing.
      if (layout !== undefined) await orUnread(unread, () => look(object, layout)).catch(noneIfGone);
      done += 1;
      await onProgress(done, some.length);
    };
    await inFlight.map(some, one).finally(() => inFlight.clearQueue());
    return unread;
  }

  async function find(some: readonly ArchiveObject[], rowsOf: WhoseRows, onProgress?: Progress) {
    const found = new Map<ArchiveObject, ReadonlySet<number>>();
    const unread = await each(
      some,
      async (object, layout) => {
        const rows = await readParquet(object, store, (file) => rowsOfSids(rowsOf, layout, file));
        if (rows.size > 0) found.set(object, rows);
      },
      onProgress,
    );
    return { found, unread };
  }

  async function eraseFrom(object: ArchiveObject, rows: ReadonlySet<number>, lock: HeldLock): Promise<Unread[]> {
    return each([object], async (_, layout) => {
      const source = await openSource(object, layout, store);
      const kept = Array.from({ length: source.rows }, (_row, row) => row).filter((row) => !rows.has(row));
      const body = kept.length === 0 ? undefined : await mergedFile([{ object, rows: kept }], layout, store);
      await lock.keep();
      if (body !== undefined) await store.put(rewrittenKey(object, [...rows]), body);
      await lock.keep();
      await store.erase(object.key);
    });
  }

  async function locked(): Promise<HeldLock> {
    const untilMs = clock.now() + LOCK_WITHIN_MS;
    let isTold = false;
    for (;;) {
      const lock = await takeLock({ store, clock, ...whose });
      if (lock !== undefined) return lock;
      if (clock.now() >= untilMs) {
        throw new Trouble('another merge or forget is at work on the archive', 'run forget again when it is done');
      }
      if (!isTold) onWait?.();
      isTold = true;
      await clock.sleep(LOCK_AGAIN_MS);
    }
  }

  return {
    async count(rowsOf, onProgress) {
      const { found, unread } = await find(await objects(), rowsOf, onProgress);
      return { rows: [...found.values()].reduce((sum, rows) => sum + rows.size, 0), unread };
    },
    async erase(rowsOf, onProgress) {
      const erased: ArchivedRows = { rows: 0, unread: [] };
      const lock = await locked();
      try {
        await store.tidy?.(clock.now());
        const looked = new Set<string>();
        for (;;) {
          const identity = ({ key, etag }: ArchiveObject) => `${key} ${etag}`;
          const some = (await objects()).filter((object) => !looked.has(identity(object)));
          if (some.length === 0) return erased;
          // Many objects take longer than a lock may be silent.
          const watched: Progress = (...progress) => {
            onProgress?.(...progress);
            return lock.keep();
          };
          const { found, unread } = await find(some, rowsOf, watched);
          erased.unread.push(...unread);
          for (const object of some) looked.add(identity(object));
          for (const [object, rows] of found) {
            const left = await eraseFrom(object, rows, lock);
            erased.unread.push(...left);
            if (left.length === 0) erased.rows += rows.size;
          }
        }
      } finally {
        await lock.release();
      }
    },
    async callsOf(parties, onProgress) {
      const calls = new Set<string>();
      await each(
        await objects(),
        async (object, layout) => {
          const named = await readParquet(object, store, (file) => callsNaming(parties, layout, file));
          for (const call of named) calls.add(call);
        },
        onProgress,
      );
      return calls;
    },
  };
}

/** Of an object that is none of ours: somebody's copy, in which a call is all the same. */
function folderOf(key: string): string | undefined {
  const [first, second] = key.split('/');
  return first === ARCHIVE.audit ? second : first;
}
