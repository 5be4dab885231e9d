import { existsSync, rmSync } from 'node:fs';
import { access, constants, mkdir, mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BUCKET_PREFIX } from '../shared/bucket.ts';
import { makeFolder } from '../shared/make-folder.ts';
import { type CheckpointStore, createMemoryCheckpoints, openCheckpoints } from './checkpoints.ts';
import { embeddedPackage } from './embedded-package.ts';
import { LocalError } from './local-error.ts';

/** The folder of what the topic of alarms would send. */
export const ALERTS = 'alerts';
/** The folder of the archive, which the ready line names. */
export const ARCHIVE_FOLDER = 'archive';

/** Each reader of the stream has its own, and a folder of this name. */
export type StreamReader = 'checkpoints' | 'archive-checkpoints';

/** Where a local pipeline keeps its files. */
export interface DataFolder {
  directory: string;
  /**
   * The folder of an embedded database; undefined where it lives in memory.
   * @throws Error that names it, where it is damaged: what the databases say then does not
   */
  database(name: string): Promise<string | undefined>;
  checkpoints(reader: StreamReader): Promise<CheckpointStore>;
  /** Removes a temporary folder, unless there is something in it that somebody may want to read. */
  close(): Promise<void>;
}

/**
 * DATA_DIR, or a fresh temporary folder that holds files only.
 * @throws LocalError where DATA_DIR cannot be made
 */
export async function openDataFolder(dataDir: string | undefined): Promise<DataFolder> {
  if (dataDir === undefined) return openTemporary();
  const directory = path.resolve(dataDir);
  try {
    await makeFolder(path.join(directory, 'quarantine'));
    for (const file of await readdir(directory)) await access(path.join(directory, file), constants.W_OK);
  } catch (error) {
    throw new LocalError(`DATA_DIR=${dataDir} cannot be written: ${(error as Error).message}`);
  }
  return {
    directory,
    database: (name) => requireUndamaged(path.join(directory, name)),
    checkpoints: (reader) => openCheckpoints(path.join(directory, reader)),
    close: async () => undefined,
  };
}

/** Opened once by itself: neither database says which folder it could not open, and both end the process then. */
async function requireUndamaged(directory: string): Promise<string> {
  if (!existsSync(directory)) return directory;
  const { ClassicLevel } = await embeddedPackage('classic-level', () => import('classic-level'));
  const database = new ClassicLevel(directory);
  try {
    await database.open();
    await database.close();
    return directory;
  } catch (error) {
    const { cause, message } = error as { cause?: { message?: string }; message: string };
    const why = cause?.message ?? message;
    throw new Error(`${directory} cannot be read: ${why}. Move it away and start again, which says what is missing`);
  }
}

async function openTemporary(): Promise<DataFolder> {
  const directory = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-'));
  const { quarantine, unsupported, givenUp } = BUCKET_PREFIX;
  const kept = [quarantine, unsupported, givenUp, ALERTS].map((name) => path.join(directory, name));
  await Promise.all(kept.map((folder) => mkdir(folder, { recursive: true })));
  return {
    directory,
    database: async () => undefined,
    checkpoints: async () => createMemoryCheckpoints(),
    async close() {
      const files = await Promise.all(kept.map((folder) => readdir(folder)));
      if (files.flat().length > 0) return;
      // Not beside other work of this process: what still writes would make its folder again. What it had begun is
      // written within a retry.
      rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 10 });
    },
  };
}
