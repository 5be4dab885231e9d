import { globSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { beforeAll, describe, expect, it } from 'vitest';
import { COMMAND_FILES } from '../cli/commands.ts';
import { StackConfig } from '../infra/config.ts';
import { NAMES_FILE } from '../infra/settings-file.ts';
import { TOLD_FILTERS } from '../lambda/api/cause-parameters.ts';
import { CONFERENCE_FILTERS } from '../lambda/api/conference-parameters.ts';
import { FILTERS } from '../lambda/api/event-parameters.ts';
import { METRIC_FILTERS } from '../lambda/api/metric-parameters.ts';
import { PAGING } from '../lambda/api/paging.ts';
import { SUMMARY_FILTERS } from '../lambda/api/summary-parameters.ts';
import packageJson from '../package.json' with { type: 'json' };
import { METRIC, METRIC_NAMESPACE } from '../shared/metrics.ts';

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
        'npx voice-insights errors --json | jq -r .events[].name',
        'npx voice-insights errors --json | jq -cr .events[] | sort',
        'aws logs filter-log-events | jq --raw-output .events[]',
        'jq -ac .events[] page.json',
        'next=$(jq -r .NextShardIterator page.json)',
        'jq -r .Records[].Data page.json >> records.jsonl',
      ].map(printsRaw),
    ).toEqual([true, true, true, false, false, false]);
  });
});

/** Commands of ours in a text, fenced or not: the words behind `npx voice-insights`, and the options said to each. */
function ourCommandsOf(text: string): { words: string[]; options: string[] }[] {
  return [...text.matchAll(/(?:npx voice-insights|npm run (?:-s )?cli --) ([^`|<>\n]+)/g)].map(([, said = '']) => {
    const [words = ''] = said.split(/\s(?:#|&&)/);
    const names = words.trim().split(/\s+/);
    return {
      words: names.filter((word) => /^[a-z]+(-[a-z]+)*$/.test(word)),
      options: names.filter((word) => word.startsWith('--')).map((word) => word.replace(/=.*/, '')),
    };
  });
}

describe('what the docs name', () => {
  const program = new Command();
  beforeAll(async () => {
    for (const { load } of COMMAND_FILES) (await load())(program);
  });
  const TEXTS = [...PAGES, 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'];

  it.each(TEXTS)('as a command in %s is one, and has the options that are said to it', (page) => {
    for (const { words, options } of ourCommandsOf(textOf(page))) {
      const named = program.commands.find((command) => command.name() === words[0]);
      expect(named?.name()).toBe(words[0]);
      const command = named?.commands.find((one) => one.name() === words[1]) ?? named;
      const known = command?.options.map(({ long }) => long) ?? [];
      for (const option of options) expect([...known, '--help']).toContain(option);
    }
  });

  it.each(TEXTS)('as a setting of the stack in %s is one', (page) => {
    const names = [...textOf(page).matchAll(/(?<![\w-])-c (?!name=value)(\w+)=/g)].map(([, name]) => name);
    expect([...Object.keys(StackConfig.shape), NAMES_FILE]).toEqual(expect.arrayContaining(names));
  });

  it('as a metric of ours in the runbook is one', () => {
    const names = [...textOf('docs/runbook.md').matchAll(/^metric (\S+) (\w+)/gm)].flatMap(([, namespace, name]) =>
      namespace === METRIC_NAMESPACE ? name : [],
    );
    expect(names.length).toBeGreaterThan(0);
    expect(Object.values(METRIC)).toEqual(expect.arrayContaining(names));
  });

  it('as settings of the stack are all there are', () => {
    const names = [...textOf('docs/configuration.md').matchAll(/^\| \[?`([a-z]\w*)`/gm)].map(([, name]) => name);
    expect(names.toSorted()).toEqual(Object.keys(StackConfig.shape).toSorted());
  });

  it('as parameters of the read API are all there are', () => {
    const [, table = ''] = textOf('docs/http-api.md').split('\n## Parameters\n');
    const cells = table.split('\n## ')[0]?.matchAll(/^\| (`[^|]*`) \|/gm) ?? [];
    const names = [...cells].flatMap(([, cell = '']) => cell.match(/\w+/g) ?? []);
    expect(names.toSorted()).toEqual(
      [...Object.keys({ ...FILTERS, ...TOLD_FILTERS, ...PAGING }), 'CallSid'].toSorted(),
    );
  });

  it('as parameters of the list of summaries are all there are', () => {
    const [, table = ''] = textOf('docs/http-api.md').split('\n| summary parameter | meaning |\n');
    const cells = table.split('\n\n')[0]?.matchAll(/^\| (`[^|]*`) \|/gm) ?? [];
    const names = [...cells].flatMap(([, cell = '']) => cell.match(/\w+/g) ?? []);
    expect(names.toSorted()).toEqual(Object.keys(SUMMARY_FILTERS).toSorted());
  });

  it('as parameters of the list of samples are all there are', () => {
    const [, table = ''] = textOf('docs/http-api.md').split('\n| metric parameter | meaning |\n');
    const cells = table.split('\n\n')[0]?.matchAll(/^\| (`[^|]*`) \|/gm) ?? [];
    const names = [...cells].flatMap(([, cell = '']) => cell.match(/\w+/g) ?? []);
    expect(names.toSorted()).toEqual(Object.keys({ ...METRIC_FILTERS, ...PAGING }).toSorted());
  });

  it('as parameters of the list of conferences are all there are', () => {
    const [, table = ''] = textOf('docs/http-api.md').split('\n| conference parameter | meaning |\n');
    const cells = table.split('\n\n')[0]?.matchAll(/^\| (`[^|]*`) \|/gm) ?? [];
    const names = [...cells].flatMap(([, cell = '']) => cell.match(/\w+/g) ?? []);
    expect(names.toSorted()).toEqual(Object.keys(CONFERENCE_FILTERS).toSorted());
  });

  it.each(TEXTS)('as a script in %s is one', (page) => {
    const names = [...textOf(page).matchAll(/\bnpm run (?:-s )?([a-z]\w*)/g)].map(([, name]) => name);
    expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(names));
  });
});

describe('a link of the docs', () => {
  it.each([...PAGES, 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'])(
    'of %s leads to a section that is there',
    (page) => {
      const links = [...textOf(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([\w-]+))?\)/g)];
      for (const [, file = '', anchor] of links) {
        const target = file === '' ? page : path.join(path.dirname(page), file);
        const there = readFileSync(path.join(ROOT, target), 'utf8');
        if (anchor !== undefined) expect(`${target}#${anchor}`).toBe(anchorsOf(target, there).get(anchor));
      }
    },
  );
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

it.each(PAGES)('no row of a table in %s is cut', (page) => {
  const isCut = (line: string) => line.startsWith('|') && !line.trimEnd().endsWith('|');
  expect(
    textOf(page)
      .replace(/^```[\s\S]*?^```$/gm, '')
      .split('\n')
      .filter(isCut),
  ).toEqual([]);
});

it('architecture.md has every room of the functions, and names no source that is gone', () => {
  const page = textOf('docs/architecture.md');
  const rooms = readdirSync(path.join(ROOT, 'lambda')).filter((name) => !page.includes(`\n| \`lambda/${name}/\` |`));
  expect(rooms).toEqual([]);
  const sources = globSync('*/**/*.{ts,tsx}', { cwd: ROOT, exclude: (name) => name === 'node_modules' });
  const gone = [...page.matchAll(/`([\w./-]+\.tsx?)`/g)].filter(
    ([, name]) => !sources.some((source) => `/${source}`.endsWith(`/${name}`)),
  );
  expect(gone.map(([, name]) => name)).toEqual([]);
});
