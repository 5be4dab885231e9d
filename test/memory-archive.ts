import { type ArchiveObject, type ArchiveStore, ObjectGone } from '../lambda/archive/archive-store.ts';

interface Stored {
  bytes: Uint8Array;
  etag: string;
  modifiedMs: number;
}

/** The store's contract in a Map. */
export function createMemoryArchive({ now = () => 0 }: { now?: () => number } = {}): ArchiveStore & {
  objects: Map<string, Stored>;
} {
  const objects = new Map<string, Stored>();
  let writes = 0;

  function write(key: string, bytes: Uint8Array): string {
    writes += 1;
    const etag = `etag-${writes}`;
    objects.set(key, { bytes: bytes.slice(), etag, modifiedMs: now() });
    return etag;
  }

  return {
    objects,
    async put(key, body, signal) {
      signal?.throwIfAborted();
      write(key, body);
    },
    async *list(prefix, after = '') {
      const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
      for (const key of keys) {
        const found = objects.get(key);
        if (found === undefined) continue;
        const { bytes, etag, modifiedMs } = found;
        yield { key, bytes: bytes.length, etag, modifiedMs } satisfies ArchiveObject;
      }
    },
    open: ({ key, bytes }) => ({
      byteLength: bytes,
      async slice(start, end = bytes) {
        const found = objects.get(key)?.bytes.slice(start, end);
        if (found?.length !== end - start) throw new ObjectGone(`${key} is not there any more`);
        return found.buffer;
      },
    }),
    async remove(listed) {
      for (const { key, etag } of listed) if (objects.get(key)?.etag === etag) objects.delete(key);
    },
    async erase(key) {
      objects.delete(key);
    },
    create: async (key, text) => (objects.has(key) ? undefined : write(key, new TextEncoder().encode(text))),
    replace: async (key, text, etag) =>
      objects.get(key)?.etag === etag ? write(key, new TextEncoder().encode(text)) : undefined,
    async read(key) {
      const found = objects.get(key);
      return found && { text: new TextDecoder().decode(found.bytes), etag: found.etag };
    },
  };
}
