import type { Command, Help, Option } from 'commander';
import { CALLED, helpEndOf, type Meanings, WHERE } from '../cli/help.ts';
import { EXIT_CODES, VARIABLES } from '../cli/program-help.ts';
import { GENERATED, markdownTable, page, plain, sentence } from './markdown.ts';

const COMMON = 'Options of every command';

/**
 * The page docs/cli.md: every command with its options, as the help says them.
 * @param program all of its commands with what they do
 */
export function commandLinePage(program: Command): string {
  const commands = program.commands.flatMap((command) => [command, ...command.commands]);
  const common = new Map(commands.flatMap(commonOptions).map((option) => [option.flags, option]));
  const help = program.createHelp();
  return page([
    GENERATED,
    '# Command line',
    sentence(plain(program.description())),
    `The package and a clone run it as \`${CALLED}\`. Every command has \`--help\`, the program has \`--version\`.`,
    exampleBlock(helpEndOf(program).examples),
    markdownTable(
      ['to', 'command', 'what it does'],
      program.commands.map((command) => [
        command.helpGroup().replace(':', '').toLowerCase(),
        `[\`${command.name()}\`](#${command.name()})`,
        plain(command.description()),
      ]),
    ),
    ...program.commands.flatMap((command) => [
      ...commandBlocks(command, '##', [...common.values()]),
      ...command.commands.flatMap((child) => commandBlocks(child, '###', [...common.values()])),
    ]),
    `## ${COMMON}`,
    optionTable(help, [...common.values()]),
    '## Exit codes',
    markdownTable(['code', 'meaning'], Object.entries(EXIT_CODES)),
    '## Environment variables',
    markdownTable(
      ['variable', 'what it is for'],
      Object.entries(VARIABLES).map(([names, meaning]) => [names.replace(/\w+/g, '`$&`'), meaning]),
    ),
  ]);
}

/** A command by its own: a heading, what it does, how it is said, and its options. */
function commandBlocks(command: Command, heading: '##' | '###', common: readonly Option[]): string[] {
  const help = command.createHelp();
  const own = help.visibleOptions(command).filter((option) => option.long !== '--help' && !isCommon(option));
  const taken = commonOptions(command).map(({ flags }) => flags);
  const lacking = common.filter(({ flags }) => !taken.includes(flags)).map(({ long }) => `\`${long}\``);
  const but = lacking.length === 0 ? '' : ` but ${lacking.join(', ')}`;
  return [
    `${heading} ${heading === '##' ? '' : `${command.parent?.name()} `}${command.name()}`,
    sentence(plain(command.description())),
    fenced(help.commandUsage(command)),
    argumentTable(help, command),
    optionTable(help, own),
    taken.length === 0 ? '' : `It takes the [options of every command](#options-of-every-command)${but}.`,
    ...(helpEndOf(command).notes ?? []).map(plain),
    exampleBlock(helpEndOf(command).examples),
  ];
}

/** Those that say where it looks, and how it answers. */
function commonOptions(command: Command): Option[] {
  return command.createHelp().visibleOptions(command).filter(isCommon);
}

function isCommon({ helpGroupHeading, long }: Option): boolean {
  return helpGroupHeading === WHERE || long === '--json';
}

function argumentTable(help: Help, command: Command): string {
  const all = help.visibleArguments(command);
  if (all.length === 0) return '';
  return markdownTable(
    ['argument', 'what it is'],
    all.map((argument) => [`\`${help.argumentTerm(argument)}\``, plain(help.argumentDescription(argument))]),
  );
}

function optionTable(help: Help, options: readonly Option[]): string {
  if (options.length === 0) return '';
  return markdownTable(
    ['option', 'what it does'],
    options.map((option) => [`\`${help.optionTerm(option)}\``, plain(help.optionDescription(option))]),
  );
}

/** Command lines, each below what it shows. */
function exampleBlock(examples: Meanings): string {
  const lines = Object.entries(examples).map(([words, meaning]) => `# ${meaning}\n${CALLED} ${words}`);
  return lines.length === 0 ? '' : fenced(lines.join('\n'), 'sh');
}

function fenced(text: string, language = 'text'): string {
  return [`\`\`\`${language}`, text, '```'].join('\n');
}
