import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { BUNDLED_INSTEAD, BUNDLING } from '../infra/bundling.ts';

const ROOT = path.join(import.meta.dirname, '..');
const { format, target, mainFields, minify } = BUNDLING;
const BUNDLED: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  format,
  target,
  mainFields,
  minify,
  sourcemap: true,
  sourcesContent: false,
};

/** Handlers as Lambda would load them. `naive-unbundled` imports its packages from `node_modules`, as zipped. */
export type BundleName = 'ingest' | 'read-api' | 'naive' | 'naive-unbundled' | 'careful' | 'lean' | 'empty';

export function bundleFile(folder: string, name: BundleName): string {
  return path.join(folder, `${name}.mjs`);
}

/** Builds all of them into a folder: ours as they are deployed, the rivals the same way, but for what our build replaces. */
export async function buildBundles(folder: string): Promise<void> {
  const into = (name: BundleName, entry: string, options: BuildOptions = {}) =>
    build({ ...BUNDLED, ...options, entryPoints: [entry], outfile: bundleFile(folder, name) });
  await Promise.all([
    into('ingest', 'lambda/ingest/handler.ts', { alias: BUNDLED_INSTEAD }),
    into('read-api', 'lambda/api/handler.ts', { alias: BUNDLED_INSTEAD }),
    into('naive', 'bench/rivals/naive.ts'),
    into('naive-unbundled', 'bench/rivals/naive.ts', { packages: 'external', sourcemap: false }),
    into('careful', 'bench/rivals/careful.ts'),
    into('lean', 'bench/rivals/lean.ts'),
    into('empty', 'bench/rivals/empty.ts'),
  ]);
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
}
