import { access, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { ArchiveLayout } from '../../families/archive/archive-table.ts';
import { type ArchiveObject, type ArchiveStore, ObjectGone } from '../../lambda/archive/archive-store.ts';
import { placeOf } from '../../lambda/merge/object-place.ts';
import { ARCHIVE } from '../../shared/archive.ts';
import { Trouble } from '../../shared/trouble.ts';
import { writeWhole } from '../../shared/whole-file.ts';

export interface PullOptions {
  store: Pick<ArchiveStore, 'list' | 'open'>;
  /** `yyyy-mm-dd` */
  day: string;
  tables: readonly Pick<ArchiveLayout, 'folder'>[];
  /** Where the files go, under the keys of the objects: what reads the archive reads this folder, too. */
  directory: string;
  /** Of bytes. */
  onStart?(total: number): void;
  onProgress?(done: number): void;
  signal: AbortSignal;
}

export interface PullReport {
  objects: number;
  bytes: number;
}

/**
 * Copies the objects of a day into a folder.
 * @throws Trouble where a file of one of them is there already: nothing is written then
 * @throws Trouble where a merge removed one meanwhile
 */
export async function pullDay(options: PullOptions): Promise<PullReport> {
  const { store, day, tables, directory, onStart, onProgress, signal } = options;
  const objects: ArchiveObject[] = [];
  for (const { folder } of tables) {
    for await (const object of store.list(`${folder}/${ARCHIVE.dayPrefix}${day}/`)) {
      if (isOfDay(object)) objects.push(object);
    }
  }
  const fileOf = ({ key }: ArchiveObject) => path.join(directory, ...key.split('/'));
  for (const object of objects) await requireNone(fileOf(object));
  onStart?.(objects.reduce((sum, { bytes }) => sum + bytes, 0));
  let bytes = 0;
  for (const object of objects) {
    const file = fileOf(object);
    await mkdir(path.dirname(file), { recursive: true });
    await writeWhole(file, new Uint8Array(await wholeOf(object, store)), signal);
    bytes += object.bytes;
    onProgress?.(bytes);
  }
  return { objects: objects.length, bytes };
}

/** An object of ours, whose name leads to no other folder. */
function isOfDay({ key }: ArchiveObject): boolean {
  const place = placeOf(key);
  return place !== undefined && !key.slice(place.prefix.length).includes('/');
}

async function requireNone(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw new Trouble(`${file} is there already`, 'remove it, or name another folder');
}

async function wholeOf(object: ArchiveObject, store: Pick<ArchiveStore, 'open'>): Promise<ArrayBuffer> {
  try {
    return await store.open(object).slice(0, object.bytes);
  } catch (error) {
    if (!(error instanceof ObjectGone)) throw error;
    throw new Trouble(`${object.key} was merged meanwhile`, 'empty the folder, and run the command again');
  }
}
