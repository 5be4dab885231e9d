import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { referencePages } from '../../reference/pages.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const pages = await referencePages();

it.each(Object.keys(pages))('%s is what npm run docs makes of the code', (name) => {
  const advice = `${name} is older than the code: npm run docs`;
  expect(readFileSync(path.join(ROOT, name), 'utf8'), advice).toBe(pages[name]);
});
