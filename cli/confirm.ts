import { createInterface } from 'node:readline/promises';
import { type Command, Option } from 'commander';
import { UsageProblem } from '../shared/trouble.ts';
import { formerOption } from './former-options.ts';

/** How a command that changes something was told to go about it. */
export interface ChangeOptions {
  /** Says what it would do, and changes nothing. */
  dryRun?: boolean;
  /** Does it without a question. */
  yes?: boolean;
}

/** What these options were called before. */
interface FormerNames {
  dryRun?: string;
  yes?: string;
}

/**
 * Options of every command that changes something.
 * @param says what a dry run shows, as help
 */
export function addChangeOptions(command: Command, says: string, former: FormerNames = {}): Command {
  command
    .addOption(new Option('--dry-run', `only show ${says}`))
    .addOption(new Option('--yes', 'do it without asking; required where there is no terminal').conflicts('dryRun'));
  if (former.dryRun !== undefined) command.addOption(formerOption(former.dryRun).implies({ dryRun: true }));
  if (former.yes !== undefined) {
    command.addOption(formerOption(former.yes).implies({ yes: true }).conflicts('dryRun'));
  }
  return command;
}

/** True where the person who was asked agrees. */
export type Ask = (question: string) => Promise<boolean>;

/**
 * How a command asks before something is changed: on standard error, for standard output is the answer's. A dry run asks nothing.
 * @throws UsageProblem, before anything is looked up, where there is no terminal to ask on and `--yes` was not said
 */
export function confirm(
  command: string,
  { dryRun = false, yes = false }: ChangeOptions,
  input: NodeJS.ReadableStream & { isTTY?: boolean } = process.stdin,
  output: NodeJS.WritableStream = process.stderr,
): Ask {
  if (dryRun || yes) return async () => yes;
  if (!input.isTTY) {
    throw new UsageProblem(
      `${command} changes something, and there is no terminal to ask on: say --yes to do it, or --dry-run to see what it would do`,
    );
  }
  return async (question) => {
    const lines = createInterface({ input, output });
    try {
      return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
    } catch (error) {
      // Ctrl-C and Ctrl-D are an answer too.
      if (error instanceof Error && error.name === 'AbortError') return false;
      throw error;
    } finally {
      lines.close();
    }
  };
}
