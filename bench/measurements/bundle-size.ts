import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type BundleName, bundleFile } from '../bundles.ts';
import type { Figure } from '../figure.ts';

/** What is deployed, minified. */
export async function measure(folder: string): Promise<Figure[]> {
  const kilobytes = (name: BundleName) => codeOf(folder, name).length / 1024;
  const zipped = gzipSync(codeOf(folder, 'ingest')).length / 1024;
  return [
    { name: 'bundle: ingest', value: kilobytes('ingest'), unit: 'KB', mustHold: { atMost: 510 } },
    { name: 'bundle: ingest, gzipped', value: zipped, unit: 'KB' },
    { name: 'bundle: read API', value: kilobytes('read-api'), unit: 'KB' },
    { name: 'bundle: naive rival', value: kilobytes('naive'), unit: 'KB' },
  ];
}

/** All code that is deployed, whenever it is loaded. */
function codeOf(folder: string, name: BundleName): Buffer {
  const root = path.dirname(bundleFile(folder, name));
  return Buffer.concat(globSync('*.mjs', { cwd: root }).map((file) => readFileSync(path.join(root, file))));
}
