import type { BigIntStats } from 'node:fs';
import { link, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ARCHIVE } from '../../shared/archive.ts';
import { HALF_WRITTEN, nothingIfMissing, writeWhole } from '../../shared/whole-file.ts';
import { type ArchiveObject, type ArchiveStore, ObjectGone } from './archive-store.ts';

/** Names beside those of objects and of the lock. */
const LEFT = new RegExp(`(${ARCHIVE.ending}|(^|[\\/])${ARCHIVE.lock}\\..+)${HALF_WRITTEN}$`);
/** No file is written for so long. */
const LEFT_AFTER_MS = 3 * 60_000;

/** A folder: a key is a path in it. Whoever reads a file sees all of it, whatever was killed. */
export function createFileArchive({ directory }: { directory: string }): ArchiveStore {
  const fileOf = (key: string) => path.join(directory, ...key.split('/'));

  async function* filesIn(folder: string, wanted: (key: string) => boolean): AsyncGenerator<ArchiveObject> {
    const found = (await readdir(fileOf(folder), { withFileTypes: true }).catch(nothingIfMissing)) ?? [];
    // With the slash that follows them in a key, since a store lists whole keys in order.
    const names = found.flatMap((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.isFile() ? entry.name : []));
    for (const name of names.sort()) {
      const key = `${folder}${name}`;
      if (key.endsWith(HALF_WRITTEN) || !wanted(key)) continue;
      if (key.endsWith('/')) yield* filesIn(key, wanted);
      else yield* [await objectAt(key)].filter((object) => object !== undefined);
    }
  }

  async function objectAt(key: string): Promise<ArchiveObject | undefined> {
    const stats = await stat(fileOf(key), { bigint: true }).catch(nothingIfMissing);
    return stats && { key, bytes: Number(stats.size), etag: etagOf(stats), modifiedMs: Number(stats.mtimeMs) };
  }

  /** Writes a text beside, under a name that is nobody else's. */
  async function beside(key: string, text: string): Promise<string> {
    const file = `${fileOf(key)}.${crypto.randomUUID()}${HALF_WRITTEN}`;
    await mkdir(path.dirname(file), { recursive: true });
    await orRemoved(file, () => writeFile(file, text));
    return file;
  }

  /** @returns its ETag; undefined where there is a file already */
  async function linkTo(key: string, file: string): Promise<string | undefined> {
    const stats = await stat(file, { bigint: true });
    const isThere = await orRemoved(file, () => link(file, fileOf(key)).then(() => false, trueIfThere));
    await rm(file, { force: true });
    return isThere ? undefined : etagOf(stats);
  }

  return {
    async put(key, body, signal) {
      await mkdir(path.dirname(fileOf(key)), { recursive: true });
      await writeWhole(fileOf(key), body, signal);
    },
    list: (prefix, after = '') =>
      filesIn('', (key) =>
        key.endsWith('/')
          ? (key.startsWith(prefix) || prefix.startsWith(key)) && (key > after || after.startsWith(key))
          : key.startsWith(prefix) && key > after,
      ),
    open: ({ key, bytes }) => ({ byteLength: bytes, slice: (start, end = bytes) => bytesOf(fileOf(key), start, end) }),
    async remove(objects) {
      for (const { key, etag } of objects) {
        if ((await objectAt(key))?.etag === etag) await rm(fileOf(key), { force: true });
      }
    },
    erase: (key) => rm(fileOf(key), { force: true }),
    async tidy(now) {
      for (const name of (await readdir(directory, { recursive: true }).catch(nothingIfMissing)) ?? []) {
        const file = path.join(directory, name);
        const modifiedMs = LEFT.test(name) ? (await stat(file).catch(nothingIfMissing))?.mtimeMs : undefined;
        if (modifiedMs !== undefined && now - modifiedMs >= LEFT_AFTER_MS) await rm(file, { force: true });
      }
    },
    create: async (key, text) => linkTo(key, await beside(key, text)),
    async replace(key, text, etag) {
      if ((await objectAt(key))?.etag !== etag) return undefined;
      // Of several at once, one moves it away. Killed here, there is none, and `create` makes it anew.
      const away = `${fileOf(key)}.${crypto.randomUUID()}${HALF_WRITTEN}`;
      await rename(fileOf(key), away).catch(nothingIfMissing);
      const stats = await stat(away, { bigint: true }).catch(nothingIfMissing);
      if (stats === undefined) return undefined;
      if (etagOf(stats) !== etag) {
        await linkTo(key, away);
        return undefined;
      }
      await rm(away, { force: true });
      return linkTo(key, await beside(key, text));
    },
    async read(key) {
      const [object, text] = [await objectAt(key), await readFile(fileOf(key), 'utf8').catch(nothingIfMissing)];
      return object === undefined || text === undefined ? undefined : { text, etag: object.etag };
    },
  };
}

/** No two files have been the same one at the same nanosecond. */
function etagOf({ ino, size, mtimeNs }: BigIntStats): string {
  return `${ino}-${size}-${mtimeNs}`;
}

async function orRemoved<Value>(file: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    await rm(file, { force: true }).catch(() => undefined);
    throw error;
  }
}

function trueIfThere(error: NodeJS.ErrnoException): boolean {
  if (error.code !== 'EEXIST') throw error;
  return true;
}

async function bytesOf(file: string, start: number, end: number): Promise<ArrayBuffer> {
  const handle = await open(file).catch(nothingIfMissing);
  if (handle === undefined) throw new ObjectGone(`${file} is not there any more`);
  try {
    const bytes = new Uint8Array(end - start);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
    if (bytesRead < bytes.length) throw new ObjectGone(`${file} is another one by now`);
    return bytes.buffer;
  } finally {
    await handle.close();
  }
}
