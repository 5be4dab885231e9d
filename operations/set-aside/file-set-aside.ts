import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { HALF_WRITTEN, nothingIfMissing, writeWhole } from '../../shared/whole-file.ts';
import type { SetAside } from './set-aside.ts';

/** The folder of a file quarantine: a key is a path in it. */
export function createFileSetAside({ directory }: { directory: string }): SetAside {
  const fileOf = (key: string) => path.join(directory, ...key.split('/'));

  async function* keys(prefix: string, after = ''): AsyncGenerator<string> {
    const found = await readdir(fileOf(prefix), { recursive: true, withFileTypes: true }).catch(nothingIfMissing);
    const files = (found ?? []).filter((entry) => entry.isFile() && !entry.name.endsWith(HALF_WRITTEN));
    const names = files.map(({ parentPath, name }) => path.relative(directory, path.join(parentPath, name)));
    const all = names.map((name) => name.split(path.sep).join('/')).sort();
    yield* all.filter((key) => key > after);
  }

  async function make(key: string): Promise<string> {
    const file = fileOf(key);
    await mkdir(path.dirname(file), { recursive: true });
    return file;
  }

  return {
    keys,
    get: (key) => readFile(fileOf(key), 'utf8').catch(nothingIfMissing),
    put: async (key, text) => writeWhole(await make(key), text),
    move: async (from, to) => rename(fileOf(from), await make(to)),
    remove: (key) => rm(fileOf(key), { force: true }),
  };
}
