import { readFileSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type BundleName, bundleFile } from '../bundles.ts';
import type { Figure } from '../figure.ts';

/** What Lambda loads, minified. */
export async function measure(folder: string): Promise<Figure[]> {
  const kilobytes = (name: BundleName) => statSync(bundleFile(folder, name)).size / 1024;
  const zipped = gzipSync(readFileSync(bundleFile(folder, 'ingest'))).length / 1024;
  return [
    { name: 'bundle: ingest', value: kilobytes('ingest'), unit: 'KB', mustHold: { atMost: 510 } },
    { name: 'bundle: ingest, gzipped', value: zipped, unit: 'KB' },
    { name: 'bundle: read API', value: kilobytes('read-api'), unit: 'KB' },
    { name: 'bundle: naive rival', value: kilobytes('naive'), unit: 'KB' },
  ];
}
