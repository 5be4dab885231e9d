import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command, CommanderError, Help, type Option } from 'commander';
import { explain } from '../operations/explain.ts';
import { UsageProblem } from '../shared/trouble.ts';
import { COMMAND_FILES } from './commands.ts';
import { spellOutLocal } from './options.ts';
import { note, printableLines } from './output.ts';
import { refuseDoubtfulOptions } from './strict-options.ts';

const TROUBLE = 1;
const WRONG_USAGE = 2;

const HELP = `
Examples:
  npm run cli -- errors --since 1h           what went wrong lately, on any call
  npm run cli -- errors --call CA… --legs    on one call, its parent and its children
  npm run cli -- call CA…                    everything that happened on a call
  npm run cli -- errors --local              of a pipeline that runs here, by npm start
  npm run -s cli -- errors --json | jq       for a program: one JSON document
  npm run cli -- errors --help               what else a command can do

Environment:
  AWS_PROFILE, AWS_REGION                    where the stack is, as for the AWS CLI
  TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN      for attach, detach, status, doctor, backfill and --legs
  TWILIO_API_KEY, TWILIO_API_SECRET          instead of the token
  TWILIO_EVENTS_URL, TWILIO_INSIGHTS_URL,
  TWILIO_API_URL, TWILIO_MONITOR_URL         other hosts than Twilio's
  NO_COLOR, FORCE_COLOR                      no colours, or colours also into a pipe

Exit codes: 0 done, 1 trouble, 2 wrong usage.`;

/**
 * Does what a command line says.
 * @param words those after the program's name
 * @returns the exit code, where the command has not set one
 */
export async function run(words: readonly string[]): Promise<number | undefined> {
  try {
    const program = await createProgram(words);
    refuseDoubtfulOptions(program, words);
    await program.parseAsync(spellOutLocal(words), { from: 'user' });
    return undefined;
  } catch (error) {
    // Commander has said it already, help and version among it.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE;
    note(explain(error));
    return error instanceof UsageProblem ? WRONG_USAGE : TROUBLE;
  }
}

/** All commands by name, and what these words ask for by what it does too. */
async function createProgram(words: readonly string[]): Promise<Command> {
  const program = new Command('voice-insights')
    .description('Ask what went wrong on your Twilio calls, and look after the pipeline that knows.')
    .version(version())
    .addHelpText('after', HELP)
    .configureHelp({ groupItems: ownOptionsFirst })
    .configureOutput({ outputError: (text, write) => write(printableLines(text)) })
    .exitOverride();
  const [first, second] = words.filter((word) => !word.startsWith('-'));
  const asked = (first === 'help' ? second : first) ?? '';
  for (const { descriptions, load } of COMMAND_FILES) {
    const isAsked = Object.hasOwn(descriptions, asked);
    if (isAsked) (await load())(program);
    for (const [name, description] of Object.entries(descriptions)) {
      const command = program.commands.find((known) => known.name() === name) ?? program.command(name);
      command.description(description);
    }
  }
  return program;
}

function version(): string {
  return JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../package.json'), 'utf8')).version;
}

/** What a command is about, before what every command has. */
function ownOptionsFirst<Item extends Command | Option>(
  all: Item[],
  visible: Item[],
  groupOf: (item: Item) => string,
): Map<string, Item[]> {
  const groups = [...new Help().groupItems(all, visible, groupOf)];
  const isOwn = ([heading]: [string, Item[]]) => Number(heading === 'Options:');
  return new Map(groups.sort((one, other) => isOwn(other) - isOwn(one)));
}
