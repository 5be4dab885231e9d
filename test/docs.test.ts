import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..');
const PAGES = ['README.md', ...readdirSync(path.join(ROOT, 'docs')).map((file) => `docs/${file}`)].filter((file) =>
  file.endsWith('.md'),
);

const textOf = (page: string) => readFileSync(path.join(ROOT, page), 'utf8');

/** The commands of a page, each on one line. */
function commandsOf(page: string): string[] {
  return [...textOf(page).matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, code = '']) =>
    code.replace(/(\\|\|)\n\s*/g, (joined) => (joined.startsWith('|') ? '| ' : ' ')).split('\n'),
  );
}

/** Whether a command prints on the terminal, unescaped, what `jq` made of somebody's text. */
function printsRaw(command: string): boolean {
  const [, options = ''] = /\bjq((?: --?[\w-]+)+)/.exec(command) ?? [];
  const isRaw = options.split(' ').some((option) => /^(?:-[a-z]*[rj][a-z]*|--(?:raw|join)-output)$/i.test(option));
  const intoVariable = /^\s*\w+=\$\([^)]*\bjq /.test(command);
  const intoFile = / >>? ?\S+$/.test(command);
  return isRaw && !intoVariable && !intoFile;
}

describe('a command of the docs', () => {
  it.each(PAGES)('of %s prints nothing that a caller wrote without escaping it', (page) => {
    expect(commandsOf(page).filter(printsRaw)).toEqual([]);
  });

  it('that would is found', () => {
    expect(
      [
        'npm run -s cli -- errors --json | jq -r .events[].name',
        'npm run -s cli -- errors --json | jq -cr .events[] | sort',
        'aws logs filter-log-events | jq --raw-output .events[]',
        'jq -ac .events[] page.json',
        'next=$(jq -r .NextShardIterator page.json)',
        'jq -r .Records[].Data page.json >> records.jsonl',
      ].map(printsRaw),
    ).toEqual([true, true, true, false, false, false]);
  });
});

describe('a link of the docs', () => {
  it.each(PAGES)('of %s leads to a section that is there', (page) => {
    const links = [...textOf(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([\w-]+))?\)/g)];
    for (const [, file = '', anchor] of links) {
      const target = file === '' ? page : path.join(path.dirname(page), file);
      const there = readFileSync(path.join(ROOT, target), 'utf8');
      if (anchor !== undefined) expect(`${target}#${anchor}`).toBe(anchorsOf(target, there).get(anchor));
    }
  });
});

function anchorsOf(page: string, text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/^#{2,4} (.*)$/gm)].map(([, heading = '']) => {
      const anchor = heading
        .toLowerCase()
        .replace(/[^\w\s-]/g, '')
        .trim()
        .replace(/\s+/g, '-');
      return [anchor, `${page}#${anchor}`];
    }),
  );
}
