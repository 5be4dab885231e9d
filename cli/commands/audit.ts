import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Account, Fate } from '../../operations/audit/account.ts';
import type { AuditReport } from '../../operations/audit/audit.ts';
import { type AuditRun, callsOf, MAX_EVENTS, newRun, runNamed } from '../../operations/audit/audit-run.ts';
import { curesFor } from '../../operations/cures.ts';
import { explain, sentence } from '../../operations/explain.ts';
import { systemClock } from '../../shared/clock.ts';
import { percentile } from '../../shared/percentile.ts';
import { Trouble } from '../../shared/trouble.ts';
import { addChangeOptions, type ChangeOptions, confirm } from '../confirm.ts';
import { addHelpEnd } from '../help.ts';
import { addTargetOptions, limit } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { createCountProgress } from '../progress.ts';
import { stopBySignal } from '../stop-by-signal.ts';
import { openTarget, type TargetOptions } from '../target.ts';
import { table } from '../terminal.ts';

const DEFAULT_EVENTS = 1_000;
const DEFAULT_TIMEOUT_SECONDS = 120;
const RUNBOOK = 'docs/runbook.md, "Is anything lost?"';
/** Of each kind, to look at; --json has all. */
const EXAMPLES = 3;

interface AuditCommandOptions extends TargetOptions, ChangeOptions {
  events: number;
  timeout: number;
  keep?: boolean;
  remove?: AuditRun;
  json?: boolean;
}

export function addAudit(program: Command): void {
  const command = program
    .command('audit')
    .option('--events <n>', 'number of events to put', numberOfEvents, DEFAULT_EVENTS)
    .option(
      '--timeout <seconds>',
      'seconds to wait after the last event before it counts as missing',
      limit,
      DEFAULT_TIMEOUT_SECONDS,
    )
    .option('--keep', 'keep the rows in the table')
    .addOption(
      new Option('--remove <name>', 'only delete the rows that the audit of this name kept')
        .argParser(nameOfRun)
        .conflicts(['events', 'timeout', 'keep']),
    );
  addChangeOptions(command, 'what it would put and delete');
  addHelpEnd(addTargetOptions(command), {
    examples: {
      'audit --dry-run': 'what would be put and deleted',
      'audit --events 10000': 'ten thousand events through the deployed stack',
      'audit --remove 0123456789ab-1000': 'delete the rows of an audit that was killed',
    },
  }).action(run);
}

function numberOfEvents(text: string): number {
  const events = limit(text);
  if (events <= MAX_EVENTS) return events;
  throw new InvalidArgumentError(`At most ${MAX_EVENTS}.`);
}

function nameOfRun(text: string): AuditRun {
  const named = runNamed(text);
  if (named !== undefined) return named;
  throw new InvalidArgumentError('Expected 12 hexadecimal digits, - and a number, as an audit says at its start.');
}

async function run(options: AuditCommandOptions): Promise<void> {
  const { events, timeout, keep = false, remove, dryRun, json, local, stack } = options;
  const [{ audit, removeRows }, { putRecords }] = await Promise.all([
    import('../../operations/audit/audit.ts'),
    import('../../operations/stream/put-records.ts'),
  ]);
  const target = openTarget(options);
  const ask = confirm('audit', options);
  if (remove !== undefined) {
    const eraser = await target.eraser();
    const calls = callsOf(remove, remove.events);
    if (dryRun) {
      const { events, insights, pointers } = await eraser.count(calls);
      const rows = events + insights + pointers;
      if (json) printJson({ run: remove.name, dryRun, rows });
      else print(`would delete ${rows} rows of ${calls.length} calls`);
      return;
    }
    if (!(await ask(`delete the rows of the ${calls.length} calls of audit ${remove.name}?`))) {
      throw new Trouble('nothing was deleted');
    }
    const removed = await removeRows(remove, eraser);
    if (json) printJson({ run: remove.name, removed });
    else print(`deleted ${removed} rows of ${calls.length} calls`);
    return;
  }
  const [{ client, name: streamName }, reader, setAside, eraser] = [
    await target.stream(),
    await target.events(),
    await target.setAside(),
    await target.eraser(),
  ];
  const deletes = keep ? '' : ', and delete their rows afterwards';
  const of = local === undefined ? `, the stream of ${stack}` : '';
  const does = `put ${events} events on ${streamName}${of}${deletes}`;
  if (dryRun) {
    client.destroy();
    if (json) printJson({ dryRun, events, stream: streamName, keep });
    else print(`would ${does}`);
    return;
  }
  if (!(await ask(`${does}?`))) throw new Trouble('nothing was put');
  const audited = newRun(events, Math.random);
  const progress = createCountProgress(events);
  const stop = stopBySignal(() =>
    progress.note('stopping, in some seconds; Ctrl-C again ends at once and leaves rows'),
  );
  const running = audit({
    run: audited,
    put: (records) => putRecords(client, streamName, records, systemClock),
    reader,
    setAside,
    eraser,
    clock: systemClock,
    timeoutMs: timeout * 1_000,
    keep,
    onStart: () => progress.note(`audit ${audited.name}: should it be killed, ${removal(audited, options)}`),
    onProgress: progress.update,
    signal: stop,
  });
  const report = await running.catch(cannotBegin).finally(() => {
    progress.stop();
    client.destroy();
  });
  if (json) printJson(toJson(audited, report, stop.aborted));
  else if (report.account !== undefined) printReport(report, report.account);
  conclude(audited, report, stop.aborted, options);
}

function cannotBegin(error: unknown): never {
  throw new Trouble(`nothing was put: ${sentence(explain(error))} What an audit may have to be allowed: ${RUNBOOK}`);
}

function printReport({ put, delaysMs, uncertaintyMs, removed }: AuditReport, found: Account): void {
  const rows: [string, number][] = [
    ['put', put],
    ['stored', found.stored],
    ['quarantined', count(found, 'quarantined')],
    ['given up', count(found, 'given-up')],
    ['missing', count(found, 'missing')],
    ['doubled', found.doubled.length],
    ...(removed === undefined ? [] : ([['rows deleted', removed]] as [string, number][])),
  ];
  print(
    table(
      ['EVENTS', ''],
      rows.map(([what, number]) => [what, String(number)]),
    ),
  );
  if (delaysMs.length === 0) return;
  const [p50, p99, longest] = [0.5, 0.99, 1].map((share) => secondsText(percentile(delaysMs, share) ?? 0));
  print(
    `visible after ${p50} (p50), ${p99} (p99), ${longest} at most; measured up to ${secondsText(uncertaintyMs)} too long`,
  );
}

function toJson({ name, events }: AuditRun, report: AuditReport, stopped: boolean): object {
  const { account, delaysMs, putError, readError, keptError, removeError } = report;
  const [p50, p99, longest] = [0.5, 0.99, 1].map((share) => percentile(delaysMs, share));
  const errors = { putError, readError, keptError, removeError };
  return {
    run: name,
    events,
    put: report.put,
    ...(account !== undefined && {
      stored: account.stored,
      quarantined: count(account, 'quarantined'),
      givenUp: count(account, 'given-up'),
      missing: count(account, 'missing'),
      doubled: account.doubled.length,
      eventsNotStored: account.notStored.map(({ id, callSid, fate }) => ({ id, call_sid: callSid, fate })),
      eventsDoubled: account.doubled.map(({ id, callSid, rows }) => ({ id, call_sid: callSid, rows })),
    }),
    visibleAfterMs: { p50, p99, longest, uncertainty: report.uncertaintyMs },
    removed: report.removed,
    stopped,
    ...Object.fromEntries(
      Object.entries(errors).flatMap(([what, error]) => (error === undefined ? [] : [[what, explain(error)]])),
    ),
  };
}

/** What is wrong and what to do about it, and the exit code: 0 where each event was put and has one row. */
function conclude(audited: AuditRun, report: AuditReport, stopped: boolean, options: AuditCommandOptions): void {
  const { account, put, putError, readError, keptError, removed, removeError } = report;
  const isStored = account !== undefined && account.notStored.length === 0 && account.doubled.length === 0;
  if (!isStored || put < audited.events || removeError !== undefined) process.exitCode = 1;
  if (stopped) note(`stopped after ${put} of ${audited.events} events`);
  if (putError !== undefined) note(`put ${put} of ${audited.events} events, then: ${explain(putError)}`);
  if (readError !== undefined) note(`the table cannot be read, so nothing is known: ${explain(readError)}`);
  if (keptError !== undefined) {
    note(`missing events may be in the holding bucket, which cannot be read: ${explain(keptError)}`);
  }
  if (account !== undefined) noteWhatIsWrong(account, options);
  if (removeError !== undefined) note(`rows are left: ${explain(removeError)}`);
  if (removed === undefined) note(`rows stay in the table: ${removal(audited, options)}`);
  else if (put > (account?.stored ?? 0) || putError !== undefined) {
    note(`rows that come after all stay: ${removal(audited, options)}`);
  }
}

function noteWhatIsWrong(found: Account, options: AuditCommandOptions): void {
  const { command } = curesFor(options);
  const missing = found.notStored.filter(({ fate }) => fate === 'missing');
  const setAside = found.notStored.filter(({ fate }) => fate !== 'missing');
  if (missing.length > 0) {
    note(`missing: ${examples(missing)}`);
    note(`look at ${command('doctor')}, then ${RUNBOOK}`);
  }
  if (setAside.length > 0) {
    note(`set aside: ${examples(setAside)}; look at ${command('quarantine list')}`);
    const calls = [...new Set(setAside.map(({ callSid }) => callSid))];
    const some = calls.slice(0, EXAMPLES).map((callSid) => command(`forget ${callSid}`));
    note(`they stay in the bucket; to remove them: ${some.join('; ')}${more(calls.length)}`);
  }
  if (found.doubled.length > 0) note(`doubled: ${examples(found.doubled)}; look at ${RUNBOOK}`);
}

function examples(events: readonly { id: string; callSid: string }[]): string {
  const some = events.slice(0, EXAMPLES).map(({ id, callSid }) => `${id} of ${callSid}`);
  return `${some.join(', ')}${more(events.length)}`;
}

function more(all: number): string {
  return all > EXAMPLES ? ` and ${all - EXAMPLES} more (--json)` : '';
}

function removal({ name }: AuditRun, options: TargetOptions): string {
  return `${curesFor(options).command(`audit --remove ${name}`)} deletes them`;
}

function count({ notStored }: Account, fate: Fate): number {
  return notStored.filter((event) => event.fate === fate).length;
}

function secondsText(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}
