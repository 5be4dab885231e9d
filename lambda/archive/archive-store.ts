/** An object of the archive, as a listing has it. */
export interface ArchiveObject {
  /** `events/day=2026-11-20/0-….parquet` */
  key: string;
  bytes: number;
  /** Another one for other bytes. */
  etag: string;
  /** Epoch ms. */
  modifiedMs: number;
}

/** Random access to the bytes of an object, as hyparquet reads files. */
export interface ObjectBytes {
  byteLength: number;
  slice(start: number, end?: number): ArrayBuffer | Promise<ArrayBuffer>;
}

/** All that the archive function needs: it can neither read nor delete. */
export interface ArchiveWriter {
  /** Whole or not at all; an object of that key is replaced. */
  put(key: string, body: Uint8Array, signal?: AbortSignal): Promise<void>;
}

/** A bucket or a folder. @see contract test: every implementation passes the same */
export interface ArchiveStore extends ArchiveWriter {
  /** In the order of keys. @param prefix `events/` @param after keys up to this one are left out */
  list(prefix: string, after?: string): AsyncIterable<ArchiveObject>;
  /** @throws ObjectGone on a read of an object that is not there any more */
  open(object: Pick<ArchiveObject, 'key' | 'bytes'>): ObjectBytes;
  /** Deletes objects that are still the ones listed; another one under the same key stays, and so does no trouble. */
  remove(objects: readonly ArchiveObject[]): Promise<void>;
  /** Deletes an object with all its versions, for good. */
  erase(key: string): Promise<void>;
  /**
   * Removes what writers that were killed minutes ago left of objects, where a store may have such: for who has the lock.
   * @param now epoch ms
   */
  tidy?(now: number): Promise<void>;
  /** Writes a small object where there is none. @returns its ETag; undefined where there is one */
  create(key: string, text: string): Promise<string | undefined>;
  /** Replaces it if it is still that one. @returns its new ETag; undefined where it is another or gone */
  replace(key: string, text: string, etag: string): Promise<string | undefined>;
  /** Undefined where there is none. */
  read(key: string): Promise<{ text: string; etag: string } | undefined>;
}

/** What a reader finds that was overtaken by a merge: list again. */
export class ObjectGone extends Error {}

/** For `catch`: nothing, where a reader was overtaken. */
export function noneIfGone(error: unknown): undefined {
  if (!(error instanceof ObjectGone)) throw error;
}
