import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type QuarantinedRecord,
  type QuarantineReader,
  type QuarantineWriter,
  recordJson,
  recordName,
  unsupportedJsonLines,
  unsupportedName,
} from './quarantine.ts';

const JSON_FILE = '.json';

/** Plain files: `quarantine/<name>.json` and `unsupported/<name>.jsonl` in a folder. */
export function createFileQuarantine({ directory }: { directory: string }): QuarantineWriter & QuarantineReader {
  const quarantine = path.join(directory, 'quarantine');
  const unsupported = path.join(directory, 'unsupported');

  async function* names(): AsyncGenerator<string> {
    const files = await readdir(quarantine).catch(nothingIfMissing);
    for (const file of (files ?? []).sort()) {
      if (file.endsWith(JSON_FILE)) yield file.slice(0, -JSON_FILE.length);
    }
  }

  return {
    putRecord: (record, signal) => put(quarantine, `${recordName(record)}${JSON_FILE}`, recordJson(record), signal),
    putUnsupported: (events, signal) =>
      put(unsupported, `${unsupportedName(events)}.jsonl`, unsupportedJsonLines(events), signal),
    names,
    async get(name) {
      // A name is one of ours, never a path.
      const text = await readFile(path.join(quarantine, `${path.basename(name)}${JSON_FILE}`), 'utf8').catch(
        nothingIfMissing,
      );
      return text === undefined ? undefined : (JSON.parse(text) as QuarantinedRecord);
    },
  };
}

/** Written beside and moved into place: a killed process leaves no half of a file under its name. */
async function put(directory: string, file: string, text: string, signal: AbortSignal): Promise<void> {
  await mkdir(directory, { recursive: true });
  const target = path.join(directory, file);
  await writeFile(`${target}.tmp`, text, { signal });
  await rename(`${target}.tmp`, target);
}

function nothingIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
