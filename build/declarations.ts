import { globSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

/** As tsc writes them, with the endings of the sources. */
const IMPORT = /(?:from |import\()['"](\.[^'"]+)\.ts['"]/g;

/** Deletes the declarations in a folder that nobody needs who imports this file of it, such as `infra/sink.d.ts`. */
export function keepDeclarationsOf(file: string, folder: string): void {
  const needed = new Set([file]);
  // It grows while it is walked.
  for (const one of needed) {
    const text = readFileSync(path.join(folder, one), 'utf8');
    for (const [, name = ''] of text.matchAll(IMPORT)) needed.add(`${path.join(path.dirname(one), name)}.d.ts`);
  }
  for (const one of globSync('**/*.d.ts', { cwd: folder })) {
    if (!needed.has(one)) rmSync(path.join(folder, one));
  }
}
