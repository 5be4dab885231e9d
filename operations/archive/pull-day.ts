import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { ArchiveLayout } from '../../families/archive/archive-table.ts';
import { type ArchiveObject, type ArchiveStore, ObjectGone } from '../../lambda/archive/archive-store.ts';
import { placeOf } from '../../lambda/merge/object-place.ts';
import { ARCHIVE } from '../../shared/archive.ts';
import { makeFolder } from '../../shared/make-folder.ts';
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

const REMOVE = 'remove them, or name another folder';

/**
 * Copies the objects of a day into a folder.
 * @throws Trouble where a file of one of them is there already, or the folder is a file: nothing is written then
 * @throws Trouble where a merge removed one meanwhile
 */
export async function pullDay(options: PullOptions): Promise<PullReport> {
  const { store, day, tables, directory, onStart, onProgress, signal } = options;
  const objects: ArchiveObject[] = [];
  for (const { folder } of tables) {
    for await (const object of store.list(`${folder}/${ARCHIVE.dayPrefix}${day}/`)) {
      if (placeOf(object.key) !== undefined) objects.push(object);
    }
  }
  const fileOf = ({ key }: ArchiveObject) => path.join(directory, ...key.split('/'));
  await requireFolder(directory);
  for (const object of objects) {
    if (existsSync(fileOf(object))) throw new Trouble(`${directory} has files of ${day} already`, REMOVE);
  }
  onStart?.(objects.reduce((sum, { bytes }) => sum + bytes, 0));
  let bytes = 0;
  for (const object of objects) {
    const file = fileOf(object);
    await makeFolder(path.dirname(file));
    await writeWhole(file, new Uint8Array(await wholeOf(object, store)), signal);
    bytes += object.bytes;
    onProgress?.(bytes);
  }
  return { objects: objects.length, bytes };
}

async function requireFolder(directory: string): Promise<void> {
  const found = await stat(directory).catch(() => undefined);
  if (found?.isDirectory() === false) throw new Trouble(`${directory} is a file`, 'name a folder');
}

async function wholeOf(object: ArchiveObject, store: Pick<ArchiveStore, 'open'>): Promise<ArrayBuffer> {
  try {
    return await store.open(object).slice(0, object.bytes);
  } catch (error) {
    if (!(error instanceof ObjectGone)) throw error;
    throw new Trouble(`${object.key} was merged meanwhile`, 'empty the folder, and run the command again');
  }
}
