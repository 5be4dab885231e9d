import { type Command, InvalidArgumentError, Option } from 'commander';
import type { AuditInsights } from '../../operations/audit/audit-insights.ts';
import { type AuditRun, callsOf, MAX_EVENTS, newRun, runNamed } from '../../operations/audit/audit-run.ts';
import { explain, sentence } from '../../operations/explain.ts';
import { systemClock } from '../../shared/clock.ts';
import { Trouble } from '../../shared/trouble.ts';
import { conclude, printReport, RUNBOOK, removal, toJson } from '../audit-report.ts';
import { addChangeOptions, type ChangeOptions, confirm } from '../confirm.ts';
import { addHelpEnd } from '../help.ts';
import { openArchive } from '../of-archive.ts';
import { addTargetOptions, limit } from '../options.ts';
import { print, printJson } from '../output.ts';
import { createCountProgress } from '../progress.ts';
import { stopBySignal } from '../stop-by-signal.ts';
import { openTarget, type Target, type TargetOptions } from '../target.ts';

const DEFAULT_EVENTS = 1_000;
const DEFAULT_TIMEOUT_SECONDS = 120;

interface AuditCommandOptions extends TargetOptions, ChangeOptions {
  events: number;
  timeout: number;
  keep?: boolean;
  archive?: boolean;
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
    .option('--archive', 'look for each event in the archive too: up to ten minutes in a stack, seconds locally')
    .addOption(
      new Option('--remove <name>', 'only delete the rows that the audit of this name kept')
        .argParser(nameOfRun)
        .conflicts(['events', 'timeout', 'keep', 'archive']),
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
  const { events, timeout, keep = false, archive = false, remove, dryRun, json, local, stack } = options;
  const [{ audit, insightsOf, removeRows }, { conferenceOfRun }, { putRecords }] = await Promise.all([
    import('../../operations/audit/audit.ts'),
    import('../../operations/audit/audit-conference.ts'),
    import('../../operations/stream/put-records.ts'),
  ]);
  const target = openTarget(options);
  const ask = confirm('audit', options);
  if (remove !== undefined) {
    const eraser = await target.eraser();
    const calls = callsOf(remove, remove.events);
    if (dryRun) {
      const [ofCalls, ofConference] = await Promise.all([
        eraser.count(calls),
        eraser.countConference(conferenceOfRun(remove)),
      ]);
      const rows = ofCalls.events;
      const summaries = insightsOf(ofCalls) + insightsOf(ofConference);
      if (json) printJson({ run: remove.name, dryRun, rows, summaries });
      else print(`would delete ${rows} rows of ${calls.length} calls${ofInsights(summaries)}`);
      return;
    }
    if (!(await ask(`delete the rows of the ${calls.length} calls of audit ${remove.name}?`))) {
      throw new Trouble('nothing was deleted');
    }
    const { events: removed, insights: removedSummaries } = await removeRows(remove, eraser);
    if (json) printJson({ run: remove.name, removed, removedSummaries });
    else print(`deleted ${removed} rows of ${calls.length} calls${ofInsights(removedSummaries)}`);
    return;
  }
  const [{ client, name: streamName }, reader, setAside, eraser] = [
    await target.stream(),
    await target.events(),
    await target.setAside(),
    await target.eraser(),
  ];
  const store = archive ? await openArchive(target).store() : undefined;
  const insights = (await target.takesSummaries()) ? await insightsOfTarget(target) : undefined;
  const deletes = keep ? '' : ', and delete their rows afterwards';
  const of = local === undefined ? `, the stream of ${stack}` : '';
  const withInsights = insights === undefined ? '' : ', with summaries, samples and a conference of their calls';
  const looks = store === undefined ? '' : ', look for each event in the archive';
  const does = `put ${events} events on ${streamName}${of}${withInsights}${looks}${deletes}`;
  if (dryRun) {
    client.destroy();
    if (json) printJson({ dryRun, events, stream: streamName, keep, archive });
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
    ...(insights !== undefined && { insights }),
    setAside,
    ...(store !== undefined && { archive: store }),
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

async function insightsOfTarget(target: Target): Promise<AuditInsights> {
  const [summaries, metrics, conferences] = await Promise.all([
    target.summaries(),
    target.metrics(),
    target.conferences(),
  ]);
  return { summaries, metrics, conferences };
}

function ofInsights(rows: number): string {
  return rows === 0 ? '' : `, and ${rows} of their summaries, samples and conference`;
}
