import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { referencePages } from './pages.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

for (const [name, text] of Object.entries(await referencePages())) {
  writeFileSync(path.join(ROOT, name), text);
  process.stdout.write(`${name}\n`);
}
