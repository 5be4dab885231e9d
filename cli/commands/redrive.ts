import { type Command, InvalidArgumentError } from 'commander';
import { sentence } from '../../operations/explain.ts';
import { GIVEN_UP, KEPT_FOR, type KeptFor, UNSUPPORTED } from '../../operations/set-aside/kept-for.ts';
import type { RedriveProblem, RedriveReport } from '../../operations/set-aside/redrive.ts';
import { systemClock } from '../../shared/clock.ts';
import { printable } from '../../shared/printable.ts';
import { Trouble } from '../../shared/trouble.ts';
import { addTargetOptions, since, TIME_IN_WORDS } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { createCountProgress } from '../progress.ts';
import { listOption } from '../strict-options.ts';
import { openTarget, type TargetOptions } from '../target.ts';
import { table } from '../terminal.ts';

interface RedriveCommandOptions extends TargetOptions {
  execute?: boolean;
  reason?: KeptFor[];
  since?: string;
  json?: boolean;
}

export function addRedrive(program: Command): void {
  addTargetOptions(program.command('redrive'))
    .option('--execute', 'write what passes to the table, and move it to redriven/')
    .addOption(
      listOption(
        '--reason <reason>',
        `records kept for this reason only, ${UNSUPPORTED}: events whose type is known by now, or ${GIVEN_UP}: batches; several with commas`,
        keptFor,
      ),
    )
    .option('--since <time>', `records that arrived from this time on: ${TIME_IN_WORDS}`, (text) =>
      since(text, Date.now()),
    )
    .action(run);
}

function keptFor(text: string): KeptFor {
  const known = KEPT_FOR.find((reason) => reason === text.toLowerCase());
  if (known !== undefined) return known;
  throw new InvalidArgumentError(`Allowed: ${KEPT_FOR.join(', ')}.`);
}

async function run({
  execute = false,
  reason: reasons,
  since,
  json,
  ...options
}: RedriveCommandOptions): Promise<void> {
  const { redrive } = await import('../../operations/set-aside/redrive.ts');
  const target = openTarget(options);
  const ingest = await target.ingest();
  const setAside = await target.setAside();
  let progress = createCountProgress(0);
  const report = await redrive({
    ...ingest,
    setAside,
    clock: systemClock,
    execute,
    reasons,
    since,
    onStart: (total) => {
      progress = createCountProgress(total);
    },
    onProgress: (done) => progress.update(done),
    onProblem: (problem) => progress.note(problemLine(problem)),
  }).finally(() => progress.stop());
  if (json) printJson({ executed: execute, ...report, counts: Object.fromEntries(report.counts) });
  else printReport(report, execute);
  conclude(report, { executed: execute, retentionDays: ingest.config.retentionDays });
}

function problemLine({ key, problem, again }: RedriveProblem): string {
  return `${printable(key)}: ${printable(problem)}; it stays${again ? ', run redrive again' : ' as it is'}`;
}

function printReport({ counts }: RedriveReport, executed: boolean): void {
  if (counts.size === 0) return;
  const head = executed ? ['PASSED', 'STAYED'] : ['WOULD PASS', 'WOULD STAY'];
  // Records are read several at a time: the order they came in is none.
  const rows = [...counts]
    .toSorted(byReason)
    .map(([reason, { objects, records, pass, stay, expired, fail, reasons }]) => [
      printable(reason === GIVEN_UP ? `${reason} (${objects} ${objects === 1 ? 'batch' : 'batches'})` : reason),
      ...[records, pass, stay, expired, fail].map(String),
      Object.entries(reasons)
        .map(([now, count]) => `${now} ${count}`)
        .join(', '),
    ]);
  print(table(['KEPT FOR', 'RECORDS', ...head, 'EXPIRED', 'FAILED', 'NOW'], rows));
}

/** By name, batches last. */
function byReason([one]: [string, unknown], [other]: [string, unknown]): number {
  const isLast = Number(one === GIVEN_UP) - Number(other === GIVEN_UP);
  return isLast === 0 ? one.localeCompare(other) : isLast;
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}

/** What is true now, and the exit code: what cannot be read is no trouble, what failed or is no record is. */
function conclude(
  report: RedriveReport,
  { executed, retentionDays }: { executed: boolean; retentionDays: number },
): void {
  const { counts, problems, retentionDaysNeeded, stopped } = report;
  if (stopped !== undefined) {
    throw new Trouble(`stopped: ${sentence(stopped)} What is not moved stays: run redrive again when that is cured`);
  }
  if (problems.length > 0) process.exitCode = 1;
  if (counts.size === 0 && problems.length === 0) note('nothing to redrive');
  const sum = (name: 'pass' | 'expired') => [...counts.values()].reduce((total, count) => total + count[name], 0);
  const pass = sum('pass');
  if (retentionDaysNeeded !== undefined) {
    note(
      `EXPIRED: rows are kept ${days(retentionDays)}, so those of ${sum('expired')} records would be deleted at once; they stay. ` +
        `To have them, set retentionDays to ${retentionDaysNeeded} or more, deploy, and run redrive again`,
    );
  }
  if (!executed && pass > 0) note(`nothing is changed yet: say --execute to write what passes (${pass} records)`);
  if (!executed && counts.has('refused-by-dynamodb')) {
    note('whether DynamoDB still refuses what it refused shows with --execute only');
  }
}
