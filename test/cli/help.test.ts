import type { Command } from 'commander';
import stringWidth from 'string-width';
import { describe, expect, it, vi } from 'vitest';
import { CALLED, helpEndOf, WHERE } from '../../cli/help.ts';
import { spellOutLocal } from '../../cli/options.ts';
import { refuseDoubtfulOptions } from '../../cli/strict-options.ts';
import { byDay } from '../nightly.ts';
import { doers, nameOf, wholeProgram } from './every-command.ts';
import { runCli } from './run-cli.ts';

vi.setConfig({ testTimeout: 60_000 });

const program = await wholeProgram();
const commands = doers(program);
const GROUPS = program.commands.filter((command) => command.commands.length > 0);
const NAMES = [...commands, ...GROUPS].map(nameOf);
const ALL = ['', ...NAMES];

const help = async (name: string, columns = 80) => {
  const words = [...(name === '' ? [] : name.split(' ')), '--help'];
  return runCli(words, { COLUMNS: `${columns}` });
};

/** What a help has under a heading. */
const under = (heading: string, text: string) => text.split(`\n${heading}\n`)[1]?.split(/\n\n|\n$/)[0] ?? '';

describe('the help of a command', () => {
  it.each(ALL.flatMap((name) => byDay(1, [40, 80]).map((columns) => [name, columns] as const)))(
    'fits: "%s" in %i columns',
    async (name, columns) => {
      const { code, out, notes } = await help(name, columns);
      expect({ code, notes }).toEqual({ code: 0, notes: [] });
      expect(out.split('\n').filter((line) => stringWidth(line) > columns)).toEqual([]);
      expect(out).not.toContain('\u001b');
      expect(out).not.toMatch(/ \n|\n\n\n|\n\n$/);
    },
  );

  it('says the same in any width', async () => {
    const words = (text: string) => text.replace(/ \\\n/g, '\n').split(/\s+/).join(' ');
    for (const name of ['', 'errors', 'quarantine show']) {
      expect(words((await help(name, 40)).out)).toBe(words((await help(name, 200)).out));
    }
  });

  it.each(ALL)('has an example: "%s"', async (name) => {
    expect(under('Examples:', (await help(name)).out)).toMatch(new RegExp(`^  ${CALLED} ${name}`));
  });

  it.each(commands.map(nameOf))('has where it looks behind its own options: %s', async (name) => {
    const command = commands.find((one) => nameOf(one) === name);
    const where = command?.options.filter(({ helpGroupHeading }) => helpGroupHeading === WHERE) ?? [];
    expect(where.map(({ long }) => long)).toEqual(
      name === 'start' ? [] : ['--local', '--stack', '--region', '--profile'],
    );
    const { out } = await help(name);
    const headings = [...out.matchAll(/^(\w+):$/gm)].map(([, heading]) => heading);
    const options = ['Options', ...(name === 'start' ? [] : ['Where']), 'Examples'];
    expect(headings.filter((heading) => heading !== 'Arguments')).toEqual(options);
    // What it does first, then how, then the two of every command.
    const own = [...under('Options:', out).matchAll(/^ {2}(?:-h, )?(--[\w-]+)/gm)].map(([, long]) => long);
    const last = ['--dry-run', '--yes', '--json', '--help'].filter((long) => own.includes(long));
    expect(own.slice(-last.length)).toEqual(last);
  });

  it('has the commands by what they are for, and start first of those to try', async () => {
    const { out } = await help('');
    const groups = ['Ask', 'Connect', 'Operate', 'Try', 'More'];
    expect([...out.matchAll(/^(\w+):$/gm)].map(([, heading]) => heading)).toEqual(['Options', ...groups, 'Examples']);
    const listed = (heading: string) =>
      [...under(`${heading}:`, out).matchAll(/^ {2}(\w+)/gm)].map(([, command]) => command);
    expect(listed('Try')).toEqual(['start', 'send']);
    expect(listed('More')).toEqual(['help']);
    const names = program.commands.map((command) => command.name());
    expect(groups.slice(0, -1).flatMap(listed)).toEqual(names);
  });

  it('says of --json what a program gets: one document, or of tail one a line', () => {
    const lines = commands.filter(({ options }) =>
      options.some(({ long, description }) => long === '--json' && !/^print one JSON document$/.test(description)),
    );
    expect(lines.map(nameOf)).toEqual(['tail']);
    const [tail] = lines;
    expect(tail?.options.find(({ long }) => long === '--json')?.description).toMatch(/document a line/);
  });

  it('is the same by the command help', async () => {
    for (const name of ['errors', 'quarantine', 'quarantine list']) {
      expect(await runCli(['help', ...name.split(' ')])).toEqual(await help(name));
    }
    expect(await runCli(['help'])).toEqual(await help(''));
  });

  it('begins with a verb in lower case and ends without a full stop, as a list reads', () => {
    for (const command of [...commands, ...GROUPS]) {
      expect(command.description()).toMatch(/^[a-z]+ .*[^.]$/);
      for (const { description } of command.options) expect(description).not.toMatch(/[.;]$/);
    }
  });
});

describe('an example of a help', () => {
  const examples = [program, ...commands, ...GROUPS].flatMap((command) =>
    Object.keys(helpEndOf(command).examples).map((line) => [line, nameOf(command)] as const),
  );

  it.each(examples)('is a command line: %s', async (line, name) => {
    if (name !== program.name()) expect(line.startsWith(name)).toBe(true);
    // What a shell would take for itself, and for one word.
    const [said = ''] = line.split(/ [|<>] /);
    const whole = said.replace(/([CD][AG]|AC)…/g, (_sid, kind) => `${kind}${'0'.repeat(32)}`);
    const words = (whole.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''));
    const fresh = await wholeProgram();
    const ran: string[] = [];
    for (const command of doers(fresh)) command.action(() => void ran.push(nameOf(command)));
    refuseDoubtfulOptions(fresh, words);
    if (words.at(-1) === '--help') {
      const { code } = await runCli(words);
      expect(code).toBe(0);
      return;
    }
    await fresh.parseAsync(spellOutLocal(words), { from: 'user' });
    expect(ran).toEqual([words.slice(0, ran[0]?.split(' ').length).join(' ')]);
  });
});

/** A command line that lacks nothing, but for options. */
function enoughOf(command: Command): string[] {
  const needed = command.registeredArguments.filter(({ required, variadic }) => required && !variadic);
  return [...nameOf(command).split(' '), ...needed.map(() => `CA${'0'.repeat(32)}`)];
}

describe('wrong usage', () => {
  const wrong = commands.flatMap((command) => {
    const words = enoughOf(command);
    const twice = command.options.find(({ long }) => long === '--stack') && ['--stack', 'A', '--stack', 'B'];
    const needs = words.length > nameOf(command).split(' ').length;
    return [
      [[...words, '--nonsense'], "unknown option '--nonsense'"],
      [[...words, '--hlep'], '(Did you mean --help?)'],
      ...(twice ? [[[...words, ...twice], "'--stack <name>' is said more than once: it takes one value"]] : []),
      ...(twice ? [[[...words, '--local=none'], 'Expected a port.']] : []),
      ...(command.registeredArguments.some(({ variadic }) => variadic)
        ? []
        : [[[...words, 'more', 'than', 'it takes'], /too many arguments|Expected a|A sink SID is/]]),
      ...(needs ? [[nameOf(command).split(' '), 'missing required argument']] : []),
    ] as [string[], string | RegExp][];
  });

  it.each(wrong)('ends with 2 and says what is wrong: %j', async (words, says) => {
    const { code, out, notes } = await runCli(words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(notes.join('\n')).toMatch(says);
    expect(notes.join('\n')).not.toMatch(/^\s+at |node:internal|\.ts:\d/m);
  });

  it.each([
    [['erors'], "error: unknown command 'erors'\n(Did you mean errors?)"],
    [['quarantine', 'lst'], "error: unknown command 'lst'\n(Did you mean list?)"],
    [['errors', '--sinse', '1h'], "error: unknown option '--sinse'\n(Did you mean --since?)"],
    [['frobnicate'], `error: unknown command 'frobnicate': ${CALLED} --help lists them`],
    [['--frobnicate'], "error: unknown option '--frobnicate'"],
    [['help', 'erors'], "error: unknown command 'erors'\n(Did you mean errors?)"],
    [['erors', '--help'], "error: unknown command 'erors'\n(Did you mean errors?)"],
  ])('is told what was meant: %j', async (words, says) => {
    expect(await runCli(words)).toEqual({ code: 2, out: '', notes: says.split('\n') });
  });

  it.each([
    [[], 'Operate:'],
    [['quarantine'], 'Commands:'],
  ])('of nothing to do is told what there is: %j', async (words, heading) => {
    const { code, out, notes } = await runCli(words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(notes).toContain(heading);
  });
});
