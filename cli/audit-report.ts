import type { Account, Fate } from '../operations/audit/account.ts';
import type { AuditReport } from '../operations/audit/audit.ts';
import type { AuditRun } from '../operations/audit/audit-run.ts';
import { curesFor } from '../operations/cures.ts';
import { explain } from '../operations/explain.ts';
import { percentile } from '../shared/percentile.ts';
import { noteUnread } from './archive/note-unread.ts';
import { note, print } from './output.ts';
import type { TargetOptions } from './target.ts';
import { table } from './terminal.ts';

/** Where the next step is told of anything but what should be. */
export const RUNBOOK = 'docs/runbook.md, "Is anything lost?"';
/** Of each kind, to look at; --json has all. */
const EXAMPLES = 3;

/** Counts of a run whose rows could be read, and how long events took to be visible. */
export function printReport(report: AuditReport, found: Account): void {
  const { put, delaysMs, uncertaintyMs, removed } = report;
  const rows: [string, number][] = [
    ['put', put],
    ['stored', found.stored],
    ['quarantined', count(found, 'quarantined')],
    ['given up', count(found, 'given-up')],
    ['missing', count(found, 'missing')],
    ['doubled', found.doubled.length],
    ...partsOf(report).flatMap(({ inWords, part }): [string, number][] => [
      [`${inWords} right`, part.right],
      [`${inWords} wrong`, part.wrong.length],
    ]),
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

/** The report as `--json` prints it. */
export function toJson({ name, events }: AuditRun, report: AuditReport, stopped: boolean): object {
  const { account, delaysMs, putError, readError, keptError, insightsError, archiveError, removeError } = report;
  const [p50, p99, longest] = [0.5, 0.99, 1].map((share) => percentile(delaysMs, share));
  const errors = { putError, readError, keptError, summaryError: insightsError, archiveError, removeError };
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
    ...Object.fromEntries(
      partsOf(report).map(({ name: part, part: found }) => [
        part,
        { ...found, wrong: found.wrong.map(({ sid, problem }) => ({ [sidName(part)]: sid, problem })) },
      ]),
    ),
    removed: report.removed,
    removedSummaries: report.removedInsights,
    stopped,
    ...Object.fromEntries(
      Object.entries(errors).flatMap(([what, error]) => (error === undefined ? [] : [[what, explain(error)]])),
    ),
  };
}

/** What was put beside the events, as far as it was found out what became of it. */
function partsOf({ summaries, metrics, conference, archive }: AuditReport) {
  return [
    { name: 'summaries', inWords: 'summaries', part: summaries },
    { name: 'metrics', inWords: 'samples of metrics', part: metrics },
    { name: 'conference', inWords: 'conference and participants', part: conference },
    { name: 'archive', inWords: 'events in the archive', part: archive },
  ].flatMap(({ part, ...one }) => (part === undefined ? [] : [{ ...one, part }]));
}

/** A conference and its participants are no calls; the others are named as ever. */
function sidName(part: string): string {
  return part === 'conference' ? 'sid' : 'call_sid';
}

/** What is wrong and what to do about it, and the exit code: 0 where each event was put and has one row, and all beside them is right. */
export function conclude(audited: AuditRun, report: AuditReport, stopped: boolean, options: TargetOptions): void {
  const { account, put, putError, readError, keptError, summaries, removed, removeError } = report;
  const { insightsError, archiveError } = report;
  const isStored = account !== undefined && account.notStored.length === 0 && account.doubled.length === 0;
  if (!isStored || put < audited.events || removeError !== undefined) process.exitCode = 1;
  if (archiveError !== undefined) {
    process.exitCode = 1;
    note(`the archive cannot be read, so nothing is known of it: ${explain(archiveError)}`);
  }
  if (report.archive !== undefined) noteUnread(report.archive.unread);
  if (insightsError !== undefined || partsOf(report).some(({ part }) => part.wrong.length > 0)) process.exitCode = 1;
  if (stopped) note(`stopped after ${put} of ${audited.events} events`);
  if (putError !== undefined) note(`put ${put} of ${audited.events} events, then: ${explain(putError)}`);
  if (readError !== undefined) note(`the table cannot be read, so nothing is known: ${explain(readError)}`);
  if (keptError !== undefined) {
    note(`missing events may be in the holding bucket, which cannot be read: ${explain(keptError)}`);
  }
  if (account !== undefined) noteWhatIsWrong(account, options);
  if (insightsError !== undefined) {
    note(`of summaries, metrics and the conference not all is known: ${explain(insightsError)}`);
  }
  if (summaries !== undefined && summaries.right > 0 && summaries.foundByClient === 0) {
    note('no call is found by its client: so it is where partyLookup is off');
  }
  for (const { inWords, part } of partsOf(report)) {
    if (part.wrong.length === 0) continue;
    const some = part.wrong.slice(0, EXAMPLES).map(({ sid, problem }) => `${sid}: ${problem}`);
    note(`${inWords} that are wrong: ${some.join('; ')}${more(part.wrong.length)}`);
  }
  if (removeError !== undefined) note(`rows are left: ${explain(removeError)}`);
  if (removed === undefined) note(`rows stay in the table: ${removal(audited, options)}`);
  else if (put > (account?.stored ?? 0) || putError !== undefined) {
    note(`rows that come after all stay: ${removal(audited, options)}`);
  }
}

function noteWhatIsWrong(found: Account, options: TargetOptions): void {
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

/** The command that deletes the rows of a run, in a sentence. */
export function removal({ name }: AuditRun, options: TargetOptions): string {
  return `${curesFor(options).command(`audit --remove ${name}`)} deletes them`;
}

function count({ notStored }: Account, fate: Fate): number {
  return notStored.filter((event) => event.fate === fate).length;
}

function secondsText(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}
