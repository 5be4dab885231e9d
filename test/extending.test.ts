import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { REASONS } from '../shared/rejection.ts';

const ROOT = path.join(import.meta.dirname, '..');
const textOf = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

const FOLDERS = readdirSync(ROOT, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? one.name : []));

/** Files and folders of the project that a text names in backticks; not those whose name is for the reader to choose. */
function namedIn(text: string): string[] {
  const names = [...text.matchAll(/`([\w.-]+\/[\w./-]*)`/g)].map(([, name = '']) => name);
  return names.filter((name) => FOLDERS.includes(name.split('/', 1)[0] ?? '') && !name.includes('NAME'));
}

it.each(['docs/extending.md', 'docs/architecture.md', 'CONTRIBUTING.md'])(
  'the files that %s names are there',
  (page) => {
    const names = namedIn(textOf(page));
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !existsSync(path.join(ROOT, name)))).toEqual([]);
  },
);

it('the runbook explains every reason for which a record is quarantined', () => {
  const runbook = textOf('docs/runbook.md');
  expect(REASONS.filter((reason) => !runbook.includes(`\`${reason}\``))).toEqual([]);
});
