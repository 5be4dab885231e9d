import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';

const WEB = path.join(import.meta.dirname, '..');
const ICONS = ['icon.svg', 'icon-alarm.svg', 'icon-silent.svg'];
/** What esbuild has named by its content. */
const CHUNK = /-[A-Z0-9]{8}\.js$/;
const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** What is loaded later, of which each is a piece of its own. */
const LATER = /\/web\/(?:later\.ts|trends\/trends-view\.tsx)$/;

/**
 * What is loaded later says that it needs all of the page, which is there by then. So the page stays one piece: otherwise
 * it is cut by who needs what of it, and small pieces are a kilobyte more once compressed.
 */
const pageInOnePiece: Plugin = {
  name: 'page in one piece',
  setup({ onLoad }) {
    onLoad({ filter: LATER }, async ({ path: file }) => ({
      contents: `${await readFile(file, 'utf8')}\nimport ${JSON.stringify(path.join(WEB, 'app.tsx'))};`,
      loader: 'tsx',
    }));
  },
};

/** The page as it is served: see `lambda/api/web-page.ts`. */
export interface BundledPage {
  html: string;
  assets: Record<string, { type: string; body: string; gzip: string }>;
}

/**
 * Makes the script of the page, what it has in common with the parts that are loaded later, these parts, and one style
 * sheet; and the shell that names what is loaded at once.
 */
export async function bundlePage(): Promise<BundledPage> {
  const { outputFiles, metafile } = await build({
    entryPoints: [path.join(WEB, 'page.tsx'), path.join(WEB, 'page.css')],
    bundle: true,
    minify: true,
    write: false,
    outdir: WEB,
    format: 'esm',
    splitting: true,
    // Scripts name each other: what is loaded later has its name from its content at once.
    chunkNames: '[name]-[hash]',
    metafile: true,
    plugins: [pageInOnePiece],
    // light-dark(), popover and the like are of 2024.
    target: ['chrome123', 'firefox125', 'safari17.5'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    mainFields: ['module', 'main'],
    logLevel: 'silent',
  });
  const icons = await Promise.all(
    ICONS.map(async (file) => [file, await readFile(path.join(WEB, file), 'utf8')] as const),
  );
  const files = [...outputFiles.map((file) => [file.path, file.text] as const), ...icons];
  const chunks = files.map(([file]) => path.basename(file)).filter((base) => CHUNK.test(base));
  const atOnce = Object.entries(metafile.outputs)
    .filter(([file]) => path.basename(file) === 'page.js')
    .flatMap(([, { imports }]) => imports.filter(({ kind }) => kind === 'import-statement'))
    .map(({ path: file }) => `<link rel="modulepreload" href="/assets/${path.basename(file)}">`);
  let html = (await readFile(path.join(WEB, 'page.html'), 'utf8')).replace(
    '<script',
    [...atOnce, '<script'].join('\n    '),
  );
  const assets: BundledPage['assets'] = {};
  for (const [file, body] of files) {
    const { base, name, ext } = path.parse(file);
    const hashed = chunks.includes(base)
      ? base
      : `${name}-${createHash('sha256').update(body).digest('hex').slice(0, 16)}${ext}`;
    assets[hashed] = { type: TYPES[ext] ?? 'text/plain', body, gzip: gzipSync(body, { level: 9 }).toString('base64') };
    html = html.replaceAll(`/assets/${base}`, `/assets/${hashed}`);
  }
  return { html, assets };
}
