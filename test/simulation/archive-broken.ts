import type { ArchiveStore } from '../../lambda/archive/archive-store.ts';
import { placeOf } from '../../lambda/merge/object-place.ts';
import { ARCHIVE } from '../../shared/archive.ts';
import type { ArchiveProperty } from './archive-account.ts';
import type { ArchiveScenario } from './archive-scenario.ts';
import { ARCHIVE_AS_IT_IS, type ArchiveParts } from './archive-simulation.ts';

/** Code with a mistake in it that somebody could make, and the property that must find it. */
export interface BrokenArchive {
  property: ArchiveProperty;
  mistake: string;
  parts: ArchiveParts;
  /** What scenarios are like that meet it. @default as they are drawn */
  where?: Partial<ArchiveScenario>;
}

const broken = (
  property: ArchiveProperty,
  mistake: string,
  parts: Partial<ArchiveParts>,
  where?: Partial<ArchiveScenario>,
): BrokenArchive => ({
  property,
  mistake,
  parts: { ...ARCHIVE_AS_IT_IS, ...parts },
  where,
});

/** An object is named by the first record of its batch alone. */
const namedByTheFirst: Pick<ArchiveParts, 'archiveStore'> = {
  archiveStore: (store) => ({
    ...store,
    put: (key, body) => store.put(key.replace(/-\d+\.parquet$/, ARCHIVE.ending), body),
  }),
};

/** Whatever is under the key is removed, also what was put there since. */
const whateverIsThere = (store: ArchiveStore): ArchiveStore => ({
  ...store,
  async remove(objects) {
    for (const { key } of objects) await store.erase(key);
  },
});

/** Passes over what a merge wrote. */
const asArchivedAlone = (store: ArchiveStore): ArchiveStore => ({
  ...store,
  async *list(prefix, after) {
    for await (const object of store.list(prefix, after)) if (placeOf(object.key)?.level !== 1) yield object;
  },
});

function removesFirst(store: ArchiveStore): ArchiveStore {
  let written: [key: string, body: Uint8Array][] = [];
  return {
    ...store,
    async put(key, body) {
      written.push([key, body]);
    },
    async remove(objects) {
      await store.remove(objects);
      for (const put of written) await store.put(...put);
      written = [];
    },
  };
}

export const ARCHIVE_BROKEN_VARIANTS: readonly BrokenArchive[] = [
  broken('archived', 'a merge removes before it writes', { mergeStore: removesFirst }),
  broken('once', 'a merge keeps of a summary the version that came last', {
    layouts: ARCHIVE_AS_IT_IS.layouts.map((layout) => ({ ...layout, newest: 'arrived_at' })),
  }),
  broken('immutable', 'an object is named by the first record of its batch alone', namedByTheFirst),
  broken('forgotten', 'a call is forgotten in objects as they were archived alone', { forgetStore: asArchivedAlone }),
  broken(
    'archived',
    'a merge removes what was put under the name of a source since',
    { ...namedByTheFirst, mergeStore: whateverIsThere },
    {
      shards: 1,
      reshards: [],
      // The day is over, so that each object is merged at once.
      startMs: 13 * 3_600_000,
      kills: Array.from({ length: 20 }, (_kill, index) => 8 + 4 * index),
      batchSize: 6,
      maximumBatchingWindowMs: 2_000,
      minObjects: 1,
      mergeEveryMs: 2_000,
      forgets: [],
      mergeKills: [],
    },
  ),
  broken('end', 'nobody takes over the lock of a merge that was killed', {
    mergeStore: (store) => ({ ...store, replace: async () => undefined }),
    forgetStore: (store) => ({ ...store, replace: async () => undefined }),
  }),
];
