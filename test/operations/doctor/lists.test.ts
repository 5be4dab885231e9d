import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const FOLDER = path.join(import.meta.dirname, '../../../operations/doctor');
const textOf = (file: string) => readFileSync(path.join(FOLDER, file), 'utf8');

it('every check that a file brings is in a list of checks', () => {
  const brought = readdirSync(FOLDER).flatMap((file) =>
    [...textOf(file).matchAll(/^export const (\w+): (?:Aws|Twilio)Check\b/gm)].map(([, name = '']) => name),
  );
  const lists = ['examine-aws.ts', 'examine-twilio.ts'].map(
    (file) => /^const CHECKS: .*? = \[(.*?)\];/ms.exec(textOf(file))?.[1] ?? '',
  );
  const listed = lists.flatMap((list) => list.match(/\w+/g) ?? []);
  expect(listed.length).toBeGreaterThan(10);
  expect(brought.toSorted()).toEqual(listed.toSorted());
});
