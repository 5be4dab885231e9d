import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { BUNDLING, bundleFunction } from '../build/bundle-function.ts';

const ROOT = path.join(import.meta.dirname, '..');

/** Handlers as Lambda would load them. `naive-unbundled` imports its packages from `node_modules`, as zipped. */
export type BundleName = 'ingest' | 'read-api' | 'naive' | 'naive-unbundled' | 'careful' | 'lean' | 'empty';

/** The file that Lambda would load, in a folder of its own with all that is deployed with it. */
export function bundleFile(folder: string, name: BundleName): string {
  return path.join(folder, name, 'index.mjs');
}

/** Builds all of them into a folder: ours as they are deployed, the rivals the same way, but for what our build replaces. */
export async function buildBundles(folder: string): Promise<void> {
  const into = (name: BundleName, entry: string, options: BuildOptions = {}) =>
    build({ ...BUNDLING, ...options, entryPoints: [entry], outfile: bundleFile(folder, name) });
  await Promise.all([
    bundleFunction('ingest', path.join(folder, 'ingest')),
    bundleFunction('api', path.join(folder, 'read-api')),
    into('naive', 'bench/rivals/naive.ts'),
    into('naive-unbundled', 'bench/rivals/naive.ts', { packages: 'external', sourcemap: false }),
    into('careful', 'bench/rivals/careful.ts'),
    into('lean', 'bench/rivals/lean.ts'),
    into('empty', 'bench/rivals/empty.ts'),
  ]);
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
}
