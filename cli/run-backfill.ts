import type { MetricReader } from '../lambda/read/metric-reader.ts';
import { type BackfillOptions, backfillCall, type CallOutcome } from '../operations/backfill/backfill-call.ts';
import { backfillCalls } from '../operations/backfill/backfill-calls.ts';
import { backfillMetrics } from '../operations/backfill/backfill-metrics.ts';
import { type CallsSetAside, createCallsSetAside } from '../operations/backfill/calls-set-aside.ts';
import { findCalls } from '../operations/backfill/find-calls.ts';
import { createTwilioCalls, type SummarisedCall } from '../operations/backfill/twilio-calls.ts';
import { sentence } from '../operations/explain.ts';
import type { SetAside } from '../operations/set-aside/set-aside.ts';
import { systemClock } from '../shared/clock.ts';
import { printable } from '../shared/printable.ts';
import { Trouble, UsageProblem } from '../shared/trouble.ts';
import { createTwilioReader } from '../twilio/twilio-read.ts';
import { type ChangeOptions, confirm } from './confirm.ts';
import { filledArchive, flushed } from './filled-archive.ts';
import { note, print, printJson } from './output.ts';
import { createCountProgress, createLaterProgress, type Progress } from './progress.ts';
import { openTarget, type TargetOptions } from './target.ts';
import type { SpanOptions } from './time-options.ts';
import { noteUnused } from './twilio-environment.ts';

/** Of what is set aside. */
const NOT_CHECKED = 'It could not be checked for calls: inspect it by hand';
/** So many objects take seconds. */
const WORTH_A_LINE = 500;

/** What `backfill` can be told. */
export interface BackfillCommandOptions extends TargetOptions, ChangeOptions, SpanOptions {
  file?: string;
  after?: string;
  account?: string;
  force?: boolean;
  summaries?: boolean;
  metrics?: boolean;
  conferences?: boolean;
  json?: boolean;
}

/** Stores what Twilio still has of the calls that are meant, and the table lacks; says of each call what came of it. */
export async function backfill(sids: string[] | undefined, options: BackfillCommandOptions): Promise<void> {
  requireOneSource(sids ?? [], options);
  const ask = confirm('backfill', options);
  noteUnused(process.env);
  const { openTwilioAs } = await import('../twilio/open-twilio.ts');
  const { client, accountSid } = await openTwilioAs(process.env, options.account);
  const twilio = createTwilioCalls({ reader: createTwilioReader(client), accountSid });
  const target = openTarget(options);
  const { dryRun: check = false, force = false, since: from, until: to } = options;
  const [{ config, store: writer }, events, metrics] = await Promise.all([
    target.ingest({ dryRun: check, force }),
    target.events(),
    options.metrics ? target.metrics() : undefined,
  ]);
  const calls = await findCalls(
    { ...options, from, to, sids: sids ?? [] },
    { twilio, events, now: systemClock.now(), onRemark: note },
  );
  if (!check && calls.length > 0 && !(await ask(question(calls.length, options)))) {
    throw new Trouble('nothing was written');
  }
  const setAside = watchedSetAside(await target.setAside(), calls.length);
  const what = whatOf(options);
  const progress = createCountProgress(calls.length);
  let done = 0;
  const archive = check ? undefined : await filledArchive(target, config);
  const { outcomes, error: stop } = await backfillCalls(
    calls,
    backfillOne(
      { twilio, events, writer, ...(archive && { archive }), config, setAside, clock: systemClock, check, force },
      metrics,
    ),
    (outcome) => {
      if (!options.json) say(outcome, { check, what }, progress);
      done += 1;
      progress.update(done);
    },
  ).finally(() => progress.stop());
  const error = await flushed(archive, stop);
  const sum = (count: (outcome: CallOutcome) => number) =>
    outcomes.reduce((total, outcome) => total + count(outcome), 0);
  const totals = {
    added: sum(({ added }) => added),
    matched: sum(({ matched }) => matched),
    missing: sum(({ missing }) => missing),
    ambiguous: sum(({ ambiguous }) => ambiguous.length),
    rejected: sum(({ rejected }) => rejected.length),
  };
  const unread = setAside.unread();
  if (options.json) printJson({ ...totals, calls: outcomes, unread, ...(error !== undefined && { error }) });
  else if (calls.length > 1 && error === undefined) {
    print(`${outcomes.length} calls: ${totals.missing} ${what} missing, ${totals.added} added`);
  }
  if (error !== undefined) throw new Trouble(stopped(outcomes, error));
  if (calls.length === 0) note('no calls found');
  for (const { key, problem } of unread) note(`${printable(key)}: ${printable(problem)}. ${NOT_CHECKED}`);
  if (outcomes.some(isTrouble) || unread.length > 0) process.exitCode = 1;
}

function whatOf({ metrics }: BackfillCommandOptions): string {
  return metrics ? 'samples' : 'events';
}

/** What stores what is missing of one call: samples where there is a reader of them, else events. */
function backfillOne(
  options: BackfillOptions,
  metrics: MetricReader | undefined,
): (call: SummarisedCall) => Promise<CallOutcome> {
  return metrics === undefined
    ? (call) => backfillCall(call, options)
    : (call) => backfillMetrics(call, { ...options, metrics });
}

/** How far it is is told of one call alone: the bar of several calls is that of the calls. */
function watchedSetAside(setAside: SetAside, calls: number): CallsSetAside {
  const progress = createLaterProgress();
  return createCallsSetAside({
    setAside,
    onStart: (total) => {
      if (total >= WORTH_A_LINE) note(`reading ${total} objects that may hold records of the call`);
      progress.start(calls === 1 ? total : 0);
    },
    onProgress: progress.update,
    onEnd: progress.stop,
  });
}

function say(
  outcome: CallOutcome,
  { check, what }: { check: boolean; what: string },
  { note, print }: Pick<Progress, 'note' | 'print'>,
): void {
  const sid = printable(outcome.call_sid);
  const { problem, at_twilio: all, matched, missing, added, ambiguous, rejected } = outcome;
  if (problem !== undefined) {
    note(`${sid}: ${printable(problem)}`);
    return;
  }
  print(
    `${sid}: ${all} ${what} at Twilio, ${matched} of them here, ${check ? `${missing} missing` : `${added} added`}`,
  );
  for (const one of ambiguous) {
    const which = Object.values(one).map(printable).join(' ');
    note(`${sid}: ${which}: ambiguous, not written: the table has one of several that Twilio shows`);
  }
  for (const { reason, detail } of rejected) note(`${sid}: cannot be a row, ${reason}: ${printable(detail)}`);
}

function isTrouble({ problem, ambiguous, rejected }: CallOutcome): boolean {
  return problem !== undefined || ambiguous.length > 0 || rejected.length > 0;
}

function stopped(outcomes: readonly CallOutcome[], error: string): string {
  const last = outcomes.at(-1);
  const where = last === undefined ? 'stopped at the first call' : `stopped after ${printable(last.call_sid)}`;
  return `${where}: ${sentence(error)} To run it again makes no second rows`;
}

function question(calls: number, options: BackfillCommandOptions): string {
  const { local, stack } = options;
  const of = calls === 1 ? '1 call' : `${calls} calls`;
  const where = local === undefined ? `the table of ${stack}` : 'the local table';
  return `write the ${whatOf(options)} of ${of} that Twilio has and ${where} lacks?`;
}

/** @throws UsageProblem where it is not said which calls, or in two ways */
export function requireOneSource(sids: readonly string[], { file, after, since, until }: BackfillCommandOptions): void {
  const sources = [sids.length > 0, file !== undefined, since !== undefined].filter(Boolean).length;
  if (sources !== 1) {
    throw new UsageProblem('say which calls: backfill CA…, backfill --file FILE or backfill --since TIME');
  }
  if (until !== undefined && since === undefined)
    throw new UsageProblem('--until is the end of a time: say --since too');
  if (after !== undefined && file === undefined) throw new UsageProblem('--after is a place in a file: say --file too');
}
