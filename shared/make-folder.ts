import { mkdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a folder and those above it that are missing. Not mkdir's own `recursive`: where the file system never has the
 * folder, such as /proc, that goes on for ever.
 */
export async function makeFolder(directory: string): Promise<void> {
  const { code } = await mkdir(directory).then(
    () => ({ code: undefined }),
    (error: NodeJS.ErrnoException) => error,
  );
  if (code === undefined || code === 'EEXIST') return;
  const parent = path.dirname(directory);
  if (code === 'ENOENT' && parent !== directory) await makeFolder(parent);
  await mkdir(directory);
}
