import { existsSync } from 'node:fs';

/** Debian's Chromium; undefined on a machine without, where the tests of the page are skipped. */
export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => existsSync(file));

/** Tests that are skipped leave no trace in a summary but a number. */
export function sayIfMissing(file: string): void {
  if (CHROMIUM === undefined)
    process.stderr.write(`${file} is skipped: no /usr/bin/chromium (apt-get install chromium)\n`);
}
