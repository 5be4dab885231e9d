import { writeFile } from 'node:fs/promises';
import { bundlePage } from './bundle-page.ts';

/** Writes the page into the file it is given, for a function's asset. */
const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('which file?');
await writeFile(file, JSON.stringify(await bundlePage()));
