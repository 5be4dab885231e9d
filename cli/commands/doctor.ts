import type { Command } from 'commander';
import { systemClock } from '../../shared/clock.ts';
import { printable } from '../../shared/printable.ts';
import type { Check } from '../doctor/checks.ts';
import { addTargetOptions } from '../options.ts';
import { print, printJson } from '../output.ts';
import { UsageProblem } from '../problem.ts';
import { awsOptions, stackOutputs, type TargetOptions } from '../target.ts';
import { table } from '../terminal.ts';

interface DoctorOptions extends TargetOptions {
  account?: string;
  json?: boolean;
}

const MARK: Record<Check['state'], string> = { ok: 'ok', news: 'news', wrong: 'WRONG' };

/** `doctor` says what to do about each thing that is wrong; `status` is the same on one screen. */
export function addDoctor(program: Command): void {
  const account = ['--account <sid>', 'the Twilio subaccount; default: the one of the credentials'] as const;
  addTargetOptions(program.command('status'))
    .description('whether events arrive, on one screen; exit code 0 only when all is well')
    .option(...account)
    .action((options: DoctorOptions) => run(options, false));
  addTargetOptions(program.command('doctor'))
    .description('every check of both sides, and what to do where one fails; exit code 0 only when all is well')
    .option(...account)
    .action((options: DoctorOptions) => run(options, true));
}

async function run(options: DoctorOptions, withCures: boolean): Promise<void> {
  if (options.local !== undefined) throw new UsageProblem('status and doctor look at a deployed stack, not at --local');
  // Both are large, and no other command needs them.
  const [{ examine }, { openTwilioAs }] = await Promise.all([import('../doctor/examine.ts'), import('../twilio.ts')]);
  const checks = await examine({
    aws: awsOptions(options),
    stack: options.stack,
    outputs: () => stackOutputs(options),
    twilio: () => openTwilioAs(process.env, options.account),
    nowMs: systemClock.now(),
  });
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
