import { backfillSummary, type CallToFill, type SummaryOutcome } from '../operations/backfill/backfill-summary.ts';
import { findCalls } from '../operations/backfill/find-calls.ts';
import { inOrder } from '../operations/backfill/in-order.ts';
import { spanOf } from '../operations/backfill/span.ts';
import { createTwilioCalls } from '../operations/backfill/twilio-calls.ts';
import { createTwilioSummaries, type TwilioSummaries } from '../operations/backfill/twilio-summaries.ts';
import { explain, sentence } from '../operations/explain.ts';
import { systemClock } from '../shared/clock.ts';
import { printable } from '../shared/printable.ts';
import { Trouble } from '../shared/trouble.ts';
import { createTwilioReader } from '../twilio/twilio-read.ts';
import { confirm } from './confirm.ts';
import { filledArchive, flushed } from './filled-archive.ts';
import { note, print, printJson } from './output.ts';
import { createCountProgress, type Progress } from './progress.ts';
import { type BackfillCommandOptions, requireOneSource } from './run-backfill.ts';
import { openTarget } from './target.ts';
import { noteUnused } from './twilio-environment.ts';

/** Gentle with Twilio, which counts requests of an account that are under way. */
const CALLS_AT_A_TIME = 4;
const NOT_FOUND =
  'Twilio has no summary of it: no such call in this account, over 30 days ago, or without Advanced Features';

/** Stores the summaries that Twilio has of the calls that are meant, where they are better than those of the table. */
export async function backfillSummaries(sids: string[] | undefined, options: BackfillCommandOptions): Promise<void> {
  requireOneSource(sids ?? [], options);
  const ask = confirm('backfill', options);
  noteUnused(process.env);
  const { dryRun: check = false, force = false, json, local, stack } = options;
  const { openTwilioAs } = await import('../twilio/open-twilio.ts');
  const { client, accountSid } = await openTwilioAs(process.env, options.account);
  const reader = createTwilioReader(client);
  const twilio = createTwilioSummaries(reader);
  const target = openTarget(options);
  const summaries = await target.summaries();
  const [{ config, store: writer }, events] = await Promise.all([
    target.ingest({ dryRun: check, force }),
    target.events(),
  ]);
  const sources = { twilio: createTwilioCalls({ reader, accountSid }), events, now: systemClock.now(), onRemark: note };
  const said = options.since === undefined ? await findCalls({ ...options, sids: sids ?? [] }, sources) : undefined;
  const calls = said ?? startedIn(twilio, options);
  if (!check && said?.length !== 0) {
    const of = said === undefined ? 'these calls' : said.length === 1 ? '1 call' : `${said.length} calls`;
    const where = local === undefined ? `the table of ${stack}` : 'the local table';
    const question = `write the summaries of ${of} where Twilio's is better than that of ${where}?`;
    if (!(await ask(question))) throw new Trouble('nothing was written');
  }
  const progress = createCountProgress(said?.length ?? 0);
  const outcomes: SummaryOutcome[] = [];
  let error: string | undefined;
  const archive = check ? undefined : await filledArchive(target, config);
  const parts = { twilio, summaries, writer, ...(archive && { archive }), config, clock: systemClock, check };
  try {
    for await (const outcome of inOrder(calls, CALLS_AT_A_TIME, (call) => backfillSummary(call, parts))) {
      outcomes.push(outcome);
      if (!json) say(outcome, check, progress);
      progress.update(outcomes.length);
    }
  } catch (failure) {
    error = explain(failure);
  } finally {
    progress.stop();
  }
  error = await flushed(archive, error);
  const totals = totalsOf(outcomes);
  if (json) printJson({ ...totals, calls: outcomes, ...(error !== undefined && { error }) });
  else if (outcomes.length > 1 && error === undefined) print(inWords(totals, check));
  if (error !== undefined) {
    const last = outcomes.at(-1);
    const where = last === undefined ? 'stopped at the first call' : `stopped after ${printable(last.call_sid)}`;
    throw new Trouble(`${where}: ${sentence(error)} It can be run again`);
  }
  if (outcomes.length === 0) note('no calls found');
  if (totals.not_found + totals.refused > 0) process.exitCode = 1;
}

/** @throws UsageProblem about a span that makes no sense */
async function* startedIn(
  twilio: TwilioSummaries,
  { since = '', until }: BackfillCommandOptions,
): AsyncGenerator<CallToFill> {
  // A better version may come at any time, and takes the place of this one.
  const span = spanOf({ from: since, to: until, force: true }, systemClock.now());
  if (span.remark !== undefined) note(span.remark);
  for await (const summary of twilio.startedIn(span.from, span.to)) yield { callSid: summary.call_sid, summary };
}

interface Totals {
  /** Those that Twilio has in a better version. */
  better: number;
  stored: number;
  not_better: number;
  not_found: number;
  refused: number;
  /** Those that Twilio may still change. */
  not_complete: number;
}

function totalsOf(outcomes: readonly SummaryOutcome[]): Totals {
  const count = (isOne: (outcome: SummaryOutcome) => boolean) => outcomes.filter(isOne).length;
  return {
    better: count(({ result }) => result === 'better'),
    stored: count(({ stored }) => stored),
    not_better: count(({ result }) => result === 'not_better'),
    not_found: count(({ result }) => result === 'not_found'),
    refused: count(({ result }) => result === 'refused'),
    not_complete: count(({ complete }) => complete === false),
  };
}

function inWords({ better, stored, not_better, not_found, refused, not_complete }: Totals, check: boolean): string {
  return [
    check ? `${better} better than in the table` : `${stored} stored`,
    `${not_better} not better than in the table`,
    `${not_found} not found`,
    ...(refused > 0 ? [`${refused} refused`] : []),
    `${not_complete} not yet complete`,
  ].join(', ');
}

function say(
  { call_sid, result, complete, problem }: SummaryOutcome,
  check: boolean,
  progress: Pick<Progress, 'note' | 'print'>,
): void {
  const sid = printable(call_sid);
  if (result === 'not_found') progress.note(`${sid}: ${NOT_FOUND}`);
  else if (problem !== undefined) progress.note(`${sid}: ${printable(problem)}`);
  else {
    const kind = complete ? 'complete summary' : 'summary that is not yet complete';
    const better = check ? 'better than in the table' : 'stored';
    progress.print(`${sid}: ${kind}, ${result === 'better' ? better : 'not better than in the table'}`);
  }
}
