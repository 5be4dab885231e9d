import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const WEB = path.join(import.meta.dirname, '..');
const ICONS = ['icon.svg', 'icon-alarm.svg', 'icon-silent.svg'];
const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The page as it is served: see `lambda/api/web-page.ts`. */
export interface BundledPage {
  html: string;
  assets: Record<string, { type: string; body: string; gzip: string }>;
}

/** Makes one script and one style sheet of the page, and the shell that names them. */
export async function bundlePage(): Promise<BundledPage> {
  const { outputFiles } = await build({
    entryPoints: [path.join(WEB, 'page.tsx'), path.join(WEB, 'page.css')],
    bundle: true,
    minify: true,
    write: false,
    outdir: WEB,
    format: 'esm',
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
  let html = await readFile(path.join(WEB, 'page.html'), 'utf8');
  const assets: BundledPage['assets'] = {};
  for (const [file, body] of files) {
    const { base, name, ext } = path.parse(file);
    const hashed = `${name}-${createHash('sha256').update(body).digest('hex').slice(0, 16)}${ext}`;
    assets[hashed] = { type: TYPES[ext] ?? 'text/plain', body, gzip: gzipSync(body, { level: 9 }).toString('base64') };
    html = html.replaceAll(`/assets/${base}`, `/assets/${hashed}`);
  }
  return { html, assets };
}
