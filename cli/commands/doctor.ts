import type { Command } from 'commander';
import type { Said } from '../../operations/cures.ts';
import type { Check } from '../../operations/doctor/check.ts';
import { systemClock } from '../../shared/clock.ts';
import { printable } from '../../shared/printable.ts';
import { UsageProblem } from '../../shared/trouble.ts';
import { addHelpEnd } from '../help.ts';
import { addTargetOptions, addTwilioOptions, eventTypes, schemaVersion } from '../options.ts';
import { print, printJson } from '../output.ts';
import { listOption } from '../strict-options.ts';
import { table } from '../terminal.ts';
import { noteUnused } from '../twilio-environment.ts';

interface DoctorOptions extends Said {
  types?: string[];
  schemaVersion?: number;
  json?: boolean;
}

const MARK: Record<Check['state'], string> = { ok: 'ok', news: 'news', wrong: 'WRONG' };

/** `doctor` says what to do about each thing that is wrong; `status` is the same on one screen. */
export function addDoctor(program: Command): void {
  const status = addLook(program.command('status'));
  addHelpEnd(status, {
    examples: {
      status: 'whether events arrive at the stack',
      'status --stack Second --json': 'the same of a second stack, for a program',
    },
  }).action((options: DoctorOptions) => run(options, false));
  const doctor = addLook(program.command('doctor'));
  addHelpEnd(doctor, {
    examples: {
      doctor: 'every check of the stack, and how to cure what fails',
      'doctor --types gateway': 'the same where attach was given --types gateway',
      'doctor --json': 'the report to add to a bug report',
    },
  }).action((options: DoctorOptions) => run(options, true));
}

function addLook(command: Command): Command {
  command
    .addOption(
      listOption('--types <types>', 'event types that attach was given (default: all but metrics)', eventTypes),
    )
    .option('--schema-version <n>', 'schema version that attach was given', schemaVersion);
  return addTargetOptions(addTwilioOptions(command), { onlyAws: true });
}

async function run(options: DoctorOptions, withCures: boolean): Promise<void> {
  if (options.local !== undefined) throw new UsageProblem('status and doctor look at a deployed stack, not at --local');
  noteUnused(process.env);
  // Large, and no other command needs all of it.
  const { examine } = await import('../../operations/doctor/examine.ts');
  const checks = await examine(options, process.env, systemClock.now());
  if (options.json) printJson({ checks });
  else print(withCures ? diagnosis(checks) : overview(checks));
  if (checks.some(({ state }) => state === 'wrong')) process.exitCode = 1;
}

function overview(checks: readonly Check[]): string {
  return table(
    ['CHECK', 'STATE', 'SAYS'],
    checks.map(({ name, state, says }) => [name, MARK[state], printable(says)]),
  );
}

function diagnosis(checks: readonly Check[]): string {
  const lines = checks.flatMap(({ name, state, says, cure }) => [
    `${MARK[state].padEnd(5)}  ${name}: ${printable(says)}`,
    ...(cure === undefined ? [] : [`       → ${printable(cure)}`]),
  ]);
  const wrong = checks.filter(({ state }) => state === 'wrong').length;
  return [...lines, '', wrong === 0 ? 'All is well.' : `${wrong} of ${checks.length} checks failed.`].join('\n');
}
