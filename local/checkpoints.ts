import { embeddedPackage } from './embedded-package.ts';
import { LocalError } from './local-error.ts';

/** In place of a sequence number: the shard was split or merged, and all of it is safe. */
export const SHARD_END = 'SHARD_END';

/** How far each shard has been acknowledged: the sequence number of its last safe record, or `SHARD_END`. */
export interface Checkpoints {
  load(shardId: string): Promise<string | undefined>;
  save(shardId: string, sequenceNumber: string): Promise<void>;
  close(): Promise<void>;
}

/** All of them, for whoever looks whether they are still true. */
export interface CheckpointStore extends Checkpoints {
  names(): Promise<string[]>;
  forget(shardId: string): Promise<void>;
}

/** Forgotten with the process, as the stream beside it. */
export function createMemoryCheckpoints(): CheckpointStore {
  const sequenceNumbers = new Map<string, string>();
  return {
    load: async (shardId) => sequenceNumbers.get(shardId),
    save: async (shardId, sequenceNumber) => void sequenceNumbers.set(shardId, sequenceNumber),
    names: async () => [...sequenceNumbers.keys()],
    forget: async (shardId) => void sequenceNumbers.delete(shardId),
    close: async () => undefined,
  };
}

/**
 * Kept in a folder. The database's lock is also what keeps a second pipeline out of the folder, and goes with the
 * process however it ends.
 * @throws LocalError where another process has the folder, or it cannot be written
 */
export async function openCheckpoints(directory: string): Promise<CheckpointStore> {
  const { ClassicLevel } = await embeddedPackage('classic-level', () => import('classic-level'));
  const database = new ClassicLevel(directory);
  try {
    await database.open();
  } catch (error) {
    const cause = (error as { cause?: { code?: string; message?: string } }).cause;
    if (cause?.code === 'LEVEL_LOCKED') {
      throw new LocalError(`DATA_DIR is in use by another local pipeline: stop that one, or choose another folder`);
    }
    const why = cause?.message ?? (error as Error).message;
    throw new LocalError(
      `DATA_DIR cannot be used: ${why}. If ${directory} is damaged, move it away: the stream is read again then, and no row changes`,
    );
  }
  return {
    load: (shardId) => database.get(shardId),
    save: (shardId, sequenceNumber) => database.put(shardId, sequenceNumber),
    names: () => database.keys().all(),
    forget: (shardId) => database.del(shardId),
    close: () => database.close(),
  };
}
