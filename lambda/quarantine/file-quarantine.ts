import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { nothingIfMissing, writeWhole } from '../../shared/whole-file.ts';
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
