import { existsSync } from 'node:fs';

/** Debian's Chromium; undefined on a machine without, where tests of the page are skipped. */
export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => existsSync(file));

export const CHROMIUM_MISSING = 'skipped: no Chromium at /usr/bin/chromium (apt-get install chromium)';
