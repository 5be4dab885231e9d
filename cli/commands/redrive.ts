import { type Command, InvalidArgumentError } from 'commander';
import { LIFETIME_SETTINGS, type LifetimeSetting } from '../../families/family-facts.ts';
import type { IngestConfig } from '../../families/ingest-config.ts';
import { sentence } from '../../operations/explain.ts';
import { GIVEN_UP, KEPT_FOR, type KeptFor, UNSUPPORTED } from '../../operations/set-aside/kept-for.ts';
import type { RedriveOptions, RedriveProblem, RedriveReport } from '../../operations/set-aside/redrive.ts';
import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import { withoutQuotes } from '../../shared/call-sid.ts';
import { systemClock } from '../../shared/clock.ts';
import { printable } from '../../shared/printable.ts';
import { Trouble } from '../../shared/trouble.ts';
import { addChangeOptions, type ChangeOptions, confirm } from '../confirm.ts';
import { filledArchive } from '../filled-archive.ts';
import { addHelpEnd } from '../help.ts';
import { lookThenDo } from '../look-then-do.ts';
import { addTargetOptions } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { createLaterProgress } from '../progress.ts';
import { listOption } from '../strict-options.ts';
import { openTarget, type Target, type TargetOptions } from '../target.ts';
import { table } from '../terminal.ts';
import { addSpanOptions, type SpanOptions } from '../time-options.ts';

interface RedriveCommandOptions extends TargetOptions, ChangeOptions, SpanOptions {
  reason?: KeptFor[];
  force?: boolean;
  json?: boolean;
}

export function addRedrive(program: Command): void {
  const command = program.command('redrive');
  addSpanOptions(command, { what: 'records that arrived', sinceDefault: 'the first one', untilDefault: 'now' });
  command.addOption(
    listOption(
      '--reason <reason>',
      `only records of this reason, or of several with commas: one that quarantine list shows, ${UNSUPPORTED} or ${GIVEN_UP}`,
      keptFor,
    ),
  );
  command.option(
    '--force',
    'also when the stack stores rows in another layout than this version (deploy first, if you can)',
  );
  addChangeOptions(command, 'which records would pass', { yes: '--execute' });
  addHelpEnd(addTargetOptions(command), {
    examples: {
      'redrive --dry-run': 'which records would become rows now',
      redrive: 'write their rows, after a question',
      [`redrive --reason ${GIVEN_UP} --since 2d --yes`]: 'abandoned batches of two days, without a question',
    },
    notes: [
      `${UNSUPPORTED}: events of a type that an earlier version did not know. ${GIVEN_UP}: batches that Lambda abandoned.`,
    ],
  }).action(run);
}

function keptFor(text: string): KeptFor {
  const known = KEPT_FOR.find((reason) => reason === withoutQuotes(text).toLowerCase());
  if (known !== undefined) return known;
  throw new InvalidArgumentError(`Allowed: ${KEPT_FOR.join(', ')}.`);
}

async function run({
  reason: reasons,
  since,
  until,
  force = false,
  json,
  ...options
}: RedriveCommandOptions): Promise<void> {
  const ask = confirm('redrive', options);
  const { redrive } = await import('../../operations/set-aside/redrive.ts');
  const target = openTarget(options);
  const ingest = await target.ingest({ dryRun: options.dryRun ?? false, force });
  const setAside = await target.setAside();
  const archive = await archiveOf(target, ingest.config);
  const look = async (execute: boolean) => {
    const progress = createLaterProgress();
    return redrive({
      ...ingest,
      archive,
      setAside,
      clock: systemClock,
      execute,
      reasons,
      since,
      until,
      onStart: progress.start,
      onProgress: progress.update,
      onProblem: (problem) => progress.note(problemLine(problem)),
    }).finally(progress.stop);
  };
  const say = (report: RedriveReport, executed: boolean) => {
    if (json) printJson({ executed, ...report, counts: Object.fromEntries(report.counts) });
    else printReport(report, executed);
    conclude(report, { executed, kept: ingest.config });
  };
  await lookThenDo({
    ...options,
    ask,
    look,
    isNothing: (report) => passing(report) === 0 || report.stopped !== undefined,
    show(report) {
      if (!json) printReport(report, false);
    },
    question: (report) => `write ${counted(passing(report))} to the table, and move them to ${BUCKET_PREFIX.redriven}?`,
    say,
  });
}

/** What archives records; undefined where no archive is kept. */
async function archiveOf(target: Target, config: IngestConfig): Promise<RedriveOptions['archive']> {
  const archive = await filledArchive(target, config);
  return (
    archive &&
    (async (records) => {
      await archive.addRecords(records);
      await archive.flush();
    })
  );
}

function passing({ counts }: RedriveReport): number {
  return [...counts.values()].reduce((total, { pass }) => total + pass, 0);
}

function counted(records: number): string {
  return records === 1 ? '1 record' : `${records} records`;
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

const LIFETIME_OF: Record<LifetimeSetting, string> = { retentionDays: 'rows', metricDays: 'rows of metrics' };

/** What is true now, and the exit code: what cannot be read is no trouble, what failed or is no record is. */
function conclude(
  report: RedriveReport,
  { executed, kept }: { executed: boolean; kept: Pick<IngestConfig, LifetimeSetting> },
): void {
  const { counts, problems, stopped } = report;
  if (stopped !== undefined) {
    throw new Trouble(`stopped: ${sentence(stopped)} What is not moved stays: run redrive again when that is cured`);
  }
  if (problems.length > 0) process.exitCode = 1;
  if (counts.size === 0 && problems.length === 0) note('nothing to redrive');
  const expired = [...counts.values()].reduce((total, count) => total + count.expired, 0);
  const pass = passing(report);
  for (const setting of LIFETIME_SETTINGS) {
    const needed = report[`${setting}Needed`];
    if (needed === undefined) continue;
    note(
      `EXPIRED: ${LIFETIME_OF[setting]} are kept ${days(kept[setting])}, so those of ${counted(expired)} would be deleted at once; they stay. ` +
        `To have them, set ${setting} to ${needed} or more, deploy, and run redrive again`,
    );
  }
  if (!executed && pass > 0) note(`nothing is changed: say --yes to write ${counted(pass)}`);
  if (!executed && counts.has('refused-by-dynamodb')) {
    note('DynamoDB may refuse again what it refused before: only a write shows that');
  }
}
