import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '../lambda/api/web-page.ts';

/** Beside the function that serves it; there is one in the package only. */
const MADE_AT_RELEASE = path.join(import.meta.dirname, '../functions/api/page.json');

let page: Promise<Page> | undefined;

/** The page: as it was released or, in a clone, of what is there now, which takes less than a second. */
export function webPage(): Promise<Page> {
  page ??= existsSync(MADE_AT_RELEASE) ? readPage(MADE_AT_RELEASE) : bundle();
  return page;
}

async function readPage(file: string): Promise<Page> {
  return JSON.parse(await readFile(file, 'utf8'));
}

async function bundle(): Promise<Page> {
  const { bundlePage } = await import('../web/bundle/bundle-page.ts');
  return bundlePage();
}
