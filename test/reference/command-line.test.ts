import { Command, Option } from 'commander';
import { expect, it } from 'vitest';
import { addHelpEnd, WHERE } from '../../cli/help.ts';
import { commandLinePage } from '../../reference/command-line.ts';

const stack = () => new Option('--stack <name>', 'the stack').default('A').helpGroup(WHERE);
const json = () => new Option('--json', 'as JSON');

function program(): Command {
  const program = new Command('tool').description('ask');
  const list = program
    .command('list')
    .description('list a|b')
    .helpGroup('Ask:')
    .argument('<sid>', 'the <call>')
    .option('--limit <n>', 'at most', '100')
    .addOption(new Option('--old', 'as before').hideHelp())
    .addOption(stack())
    .addOption(json());
  addHelpEnd(list, { examples: { 'list CA…': 'a <call>' }, notes: ['A <call> is a SID.'] });
  const kept = program.command('kept').description('what was kept').helpGroup('Look after:');
  kept.command('show').description('show one').addOption(stack());
  return program;
}

const page = commandLinePage(program());

function sectionOf(heading: string): string {
  const [, section = ''] = page.split(`\n${heading}\n`);
  return section.split(/\n##+ /, 1)[0] ?? '';
}

it('lists the commands by what they are for, in a table that a | does not break', () => {
  expect(page).toContain('| ask | [`list`](#list) | list a\\|b |\n| look after | [`kept`](#kept) | what was kept |\n');
});

it('says of a command its usage, its arguments, its own options with their defaults, and what stands below them', () => {
  expect(sectionOf('## list')).toBe(`
List a|b.

\`\`\`text
tool list [options] <sid>
\`\`\`

| argument | what it is |
|---|---|
| \`sid\` | the \\<call> |

| option | what it does |
|---|---|
| \`--limit <n>\` | at most (default: "100") |

It takes the [options of every command](#options-of-every-command).

A \\<call> is a SID.

\`\`\`sh
# a <call>
npx voice-insights list CA…
\`\`\`
`);
});

it('says once what every command has, and of a command which of these it lacks', () => {
  expect(sectionOf('## Options of every command')).toContain('| `--stack <name>` | the stack (default: "A") |');
  expect(sectionOf('### kept show')).toContain(
    'It takes the [options of every command](#options-of-every-command) but `--json`.',
  );
  expect(sectionOf('## kept')).not.toContain('every command');
  expect(page.match(/`--json` \|/g)).toHaveLength(1);
});

it('says nothing of an option that the help hides', () => {
  expect(page).not.toContain('--old');
});
