import { rename, rm, writeFile } from 'node:fs/promises';

/** How names of files end that are not whole yet. */
export const HALF_WRITTEN = '.tmp';

/**
 * Written beside and moved into place: a killed process leaves no half of a file under its name, and neither does a power
 * cut. The name beside is always the same, so that the next one writes over what a killed one left. Of two that write one
 * file at once, the second finds that it was moved, and writes again.
 */
export async function writeWhole(file: string, content: string | Uint8Array, signal?: AbortSignal): Promise<void> {
  const beside = `${file}${HALF_WRITTEN}`;
  try {
    do await writeFile(beside, content, { signal, flush: true });
    while (!(await moved(beside, file)));
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
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
