import { Command, CommanderError } from 'commander';
import { UsageProblem } from '../shared/trouble.ts';
import { version } from '../shared/version.ts';
import { COMMAND_FILES, COMMAND_GROUPS } from './commands.ts';
import { explainHere } from './explain-here.ts';
import { addHelpEnd, CALLED, HELP_LAYOUT, helpColumns } from './help.ts';
import { DEFAULT_PORT, spellOutLocal } from './options.ts';
import { note, printableLines } from './output.ts';
import { PROGRAM_HELP_END } from './program-help.ts';
import { refuseDoubtfulOptions } from './strict-options.ts';

const TROUBLE = 1;
const WRONG_USAGE = 2;

/**
 * Does what a command line says.
 * @param words those after the program's name
 * @returns the exit code, where the command has not set one
 */
export async function run(words: readonly string[]): Promise<number | undefined> {
  try {
    const said = spellOutHelp(words);
    const asked = commandIn(said);
    const program = await createProgram((name) => name === asked);
    refuseDoubtfulOptions(program, said);
    requireCommandOf(program, said);
    await program.parseAsync(spellOutLocal(said), { from: 'user' });
    return undefined;
  } catch (error) {
    // Commander has said it already, help and version among it.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE;
    note(await explainHere(error, DEFAULT_PORT));
    return error instanceof UsageProblem ? WRONG_USAGE : TROUBLE;
  }
}

/** All commands by name; those that `isAsked` tells by what they do too, with their options. */
export async function createProgram(isAsked: (name: string) => boolean): Promise<Command> {
  const isGroupAsked = (command: Command) => isAsked(command.name()) && command.commands.length > 0;
  const program = new Command('voice-insights')
    .description('Query Twilio call events and summaries, and operate the pipeline that stores them.')
    .version(version(), '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .commandsGroup('More:')
    .helpCommand('help [command]', 'show the help of a command')
    .configureHelp(HELP_LAYOUT)
    .configureOutput({
      outputError: (text, write) => write(printableLines(whereCommandsAre(text, program.commands.find(isGroupAsked)))),
      getOutHelpWidth: () => helpColumns(process.stdout),
      getErrHelpWidth: () => helpColumns(process.stderr),
    })
    .exitOverride();
  addHelpEnd(program, PROGRAM_HELP_END);
  for (const [heading, files] of Object.entries(COMMAND_GROUPS)) {
    for (const { descriptions, load } of files) {
      if (Object.keys(descriptions).some(isAsked)) (await load())(program);
      for (const [name, description] of Object.entries(descriptions)) {
        const command = program.commands.find((known) => known.name() === name) ?? program.command(name);
        command.description(description).helpGroup(heading);
      }
    }
  }
  return program;
}

function commandIn(words: readonly string[]): string | undefined {
  return words.find((word) => !word.startsWith('-'));
}

/**
 * `help errors` is `errors --help`. Of a command that there is none, commander would show the help of all: it is to be
 * refused like without help.
 */
function spellOutHelp(words: readonly string[]): readonly string[] {
  const [first, ...rest] = words;
  const said = first === 'help' && commandIn(rest) !== undefined ? [...rest, '--help'] : words;
  const asked = commandIn(said) ?? 'help';
  const isKnown = asked === 'help' || COMMAND_FILES.some(({ descriptions }) => Object.hasOwn(descriptions, asked));
  return isKnown ? said : said.filter((word) => word !== '--help' && word !== '-h');
}

/** `archive --local`: commander would know no such option, and not say that a command is missing. */
function requireCommandOf(program: Command, words: readonly string[]): void {
  const name = commandIn(words);
  const group = program.commands.find((command) => command.name() === name && command.commands.length > 0);
  const next = group === undefined ? undefined : words[words.indexOf(group.name()) + 1];
  if (group === undefined || next === undefined || !next.startsWith('-') || ['-h', '--help'].includes(next)) return;
  const names = group.commands.map((command) => `${group.name()} ${command.name()}`).join(', ');
  throw new UsageProblem(`say which command, before its options: ${names}`);
}

/** A command that is like none is said to where the list is. */
function whereCommandsAre(text: string, group?: Command): string {
  const isLikeNone = text.startsWith('error: unknown command') && !text.includes('Did you mean');
  const listed = group === undefined ? CALLED : `${CALLED} ${group.name()}`;
  return isLikeNone ? `${text.trimEnd()}: ${listed} --help lists them\n` : text;
}
