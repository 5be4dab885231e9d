import { build } from 'esbuild';

/**
 * Writes a module of the package once more, as one file that CommonJS can load: test runners of CDK apps do, and know no
 * other way on Node.js 20. What the package depends on stays outside.
 * @param module path of what tsc made of it, such as `dist/infra/sink.js`
 */
export async function writeCommonJs(module: string, file: string): Promise<void> {
  await build({
    entryPoints: [module],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    packages: 'external',
    define: { 'import.meta.dirname': '__dirname' },
  });
}
