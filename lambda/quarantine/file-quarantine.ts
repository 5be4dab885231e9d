import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  createQuarantineWriter,
  type Entry,
  parseRecord,
  type QuarantineReader,
  type QuarantineWriter,
} from './quarantine.ts';

const JSON_FILE = '.json';

/** Plain files: `quarantine/<name>.json` and `unsupported/<name>.jsonl` in a folder. */
export function createFileQuarantine({ directory }: { directory: string }): QuarantineWriter & QuarantineReader {
  const quarantine = path.join(directory, 'quarantine');

  async function put({ kind, name, ending, text }: Entry, signal: AbortSignal): Promise<void> {
    const folder = path.join(directory, kind);
    const file = path.join(folder, `${name}${ending}`);
    await mkdir(folder, { recursive: true });
    await writeWhole(file, text, signal);
  }

  async function* names(): AsyncGenerator<string> {
    const files = ((await readdir(quarantine).catch(nothingIfMissing)) ?? []).filter((file) =>
      file.endsWith(JSON_FILE),
    );
    const stored = await Promise.all(
      files.map(async (file) => ({ file, at: (await stat(path.join(quarantine, file))).mtimeMs })),
    );
    for (const { file } of stored.sort((one, other) => other.at - one.at)) yield file.slice(0, -JSON_FILE.length);
  }

  return {
    ...createQuarantineWriter(put),
    names,
    async get(name) {
      // A name is one of ours, never a path.
      const file = path.join(quarantine, `${path.basename(name)}${JSON_FILE}`);
      const text = await readFile(file, 'utf8').catch(nothingIfMissing);
      return text === undefined ? undefined : parseRecord(text);
    },
  };
}

/** How names of files end that are not whole yet. */
export const HALF_WRITTEN = '.tmp';

/**
 * Written beside and moved into place: a killed process leaves no half of a file under its name. The name beside is
 * always the same, so that the next one writes over what a killed one left. Of two that write one file at once, the
 * second finds that it was moved, and writes again.
 */
export async function writeWhole(file: string, text: string, signal?: AbortSignal): Promise<void> {
  const beside = `${file}${HALF_WRITTEN}`;
  do await writeFile(beside, text, { signal });
  while (!(await moved(beside, file)));
}

/** False where there is nothing to move. */
async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    nothingIfMissing(error as NodeJS.ErrnoException);
    return false;
  }
}

/** For `catch`: a file that is not there is no trouble. */
export function nothingIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
