import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import type { FunctionName } from '../infra/function-names.ts';
import { bundlePage } from '../web/bundle/bundle-page.ts';

const ROOT = path.join(import.meta.dirname, '..');

/** How the code of a function is bundled; its size is most of a cold start. */
export const BUNDLING = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  // The ES modules of packages that have both kinds: only those can be stripped of what is not used.
  mainFields: ['module', 'main'],
  minify: true,
  sourcemap: true,
  // A stack trace needs names and lines, not the source text a second time.
  sourcesContent: false,
} satisfies BuildOptions;

/**
 * What the bundle has in the place of a package: Lambda hands credentials to a function in its environment, always; one
 * endpoint needs no cache that throws the least used away; no function reads an answer of AWS event by event.
 */
const BUNDLED_INSTEAD = {
  '@aws-sdk/credential-provider-node': path.join(ROOT, 'lambda/bundled/environment-credentials.ts'),
  '@smithy/core/event-streams': path.join(ROOT, 'lambda/bundled/no-event-streams.ts'),
  'mnemonist/lru-cache': path.join(ROOT, 'lambda/bundled/endpoint-cache.ts'),
};

/** The same for one function. */
const BUNDLED_INSTEAD_IN: Partial<Record<FunctionName, Record<string, string>>> = {
  archive: { 'zod/mini': path.join(ROOT, 'lambda/bundled/zod-without-compiler.ts') },
};

/**
 * Puts the code of a function into a folder, as Lambda gets it: `index.mjs`, beside it what that loads only when it is
 * needed, and for the API its page.
 */
export async function bundleFunction(name: FunctionName, folder: string): Promise<void> {
  await build({
    ...BUNDLING,
    alias: { ...BUNDLED_INSTEAD, ...BUNDLED_INSTEAD_IN[name] },
    // The SDK asks it for the name of a browser, in browsers only.
    external: ['bowser'],
    entryPoints: { index: `lambda/${name}/handler.ts` },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'part-[hash]',
    splitting: true,
  });
  if (name === 'api') writeFileSync(path.join(folder, 'page.json'), JSON.stringify(await bundlePage()));
}
