import type { IngestConfig } from '../families/ingest-config.ts';
import type { FilledArchive } from '../operations/archive/filled-archive.ts';
import { explain } from '../operations/explain.ts';
import { systemClock } from '../shared/clock.ts';
import { storeIfAny } from './of-archive.ts';
import type { Target } from './target.ts';

/** What archives the rows that a command writes; undefined where no archive is kept. */
export async function filledArchive(target: Target, config: IngestConfig): Promise<FilledArchive | undefined> {
  const store = await storeIfAny(target);
  if (store === undefined) return undefined;
  const { createFilledArchive } = await import('../operations/archive/filled-archive.ts');
  return createFilledArchive({ store, config, clock: systemClock });
}

/** Archives what is not archived yet. @returns what went wrong before, else what goes wrong now */
export async function flushed(
  archive: FilledArchive | undefined,
  error: string | undefined,
): Promise<string | undefined> {
  try {
    await archive?.flush();
    return error;
  } catch (failure) {
    return error ?? `what was written is not archived: ${explain(failure)}`;
  }
}
