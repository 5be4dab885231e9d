import { isConferenceSid } from '../families/conference-summary/keys.ts';
import { backfillConference, type ConferenceOutcome } from '../operations/backfill/backfill-conference.ts';
import { inOrder } from '../operations/backfill/in-order.ts';
import { spanOf } from '../operations/backfill/span.ts';
import { createTwilioConferences, type TwilioConferences } from '../operations/backfill/twilio-conferences.ts';
import { explain, sentence } from '../operations/explain.ts';
import { withoutQuotes } from '../shared/call-sid.ts';
import { systemClock } from '../shared/clock.ts';
import type { JsonObject } from '../shared/json.ts';
import { printable } from '../shared/printable.ts';
import { Trouble, UsageProblem } from '../shared/trouble.ts';
import { createTwilioReader } from '../twilio/twilio-read.ts';
import { conferenceSidIn } from './conference-meant.ts';
import { confirm } from './confirm.ts';
import { filledArchive, flushed } from './filled-archive.ts';
import { note, print, printJson } from './output.ts';
import { createCountProgress, type Progress } from './progress.ts';
import type { BackfillCommandOptions } from './run-backfill.ts';
import { openTarget } from './target.ts';
import { noteUnused } from './twilio-environment.ts';

/** Gentle with Twilio, as with summaries of calls; each needs two requests and more. */
const CONFERENCES_AT_A_TIME = 3;
const NOT_FOUND = 'Twilio has no such conference: not in this account, over 30 days ago, or without Advanced Features';

/** Stores the conferences and participants that Twilio has, where they are better than those of the table. */
export async function backfillConferences(said: string[] | undefined, options: BackfillCommandOptions): Promise<void> {
  const sids = sidsOf(said ?? [], options);
  const ask = confirm('backfill', options);
  noteUnused(process.env);
  const { dryRun: check = false, force = false, json, local, stack } = options;
  const { openTwilioAs } = await import('../twilio/open-twilio.ts');
  const { client } = await openTwilioAs(process.env, options.account);
  const twilio = createTwilioConferences(createTwilioReader(client));
  const target = openTarget(options);
  const conferences = await target.conferences();
  const { config, store: writer } = await target.ingest({ dryRun: check, force });
  const meant = sids.length > 0 ? sids.map((conferenceSid) => ({ conferenceSid })) : madeIn(twilio, options);
  if (!check) {
    const of =
      sids.length === 0 ? 'these conferences' : sids.length === 1 ? '1 conference' : `${sids.length} conferences`;
    const where = local === undefined ? `the table of ${stack}` : 'the local table';
    const question = `write ${of} and their participants where Twilio's are better than those of ${where}?`;
    if (!(await ask(question))) throw new Trouble('nothing was written');
  }
  const progress = createCountProgress(sids.length);
  const outcomes: ConferenceOutcome[] = [];
  let error: string | undefined;
  const archive = check ? undefined : await filledArchive(target, config);
  const parts = { twilio, conferences, writer, ...(archive && { archive }), config, clock: systemClock, check };
  try {
    for await (const outcome of inOrder(meant, CONFERENCES_AT_A_TIME, (one) => backfillConference(one, parts))) {
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
  if (json) printJson({ ...totals, conferences: outcomes, ...(error !== undefined && { error }) });
  else if (outcomes.length > 1 && error === undefined) print(inWords(totals, check));
  if (error !== undefined) {
    const last = outcomes.at(-1);
    const where =
      last === undefined ? 'stopped at the first conference' : `stopped after ${printable(last.conference_sid)}`;
    throw new Trouble(`${where}: ${sentence(error)} It can be run again`);
  }
  if (outcomes.length === 0) note('no conferences found');
  if (totals.not_found + totals.refused > 0) process.exitCode = 1;
}

/** @throws UsageProblem unless SIDs or a span are said, and not both */
function sidsOf(said: readonly string[], { since, file, after }: BackfillCommandOptions): string[] {
  if (file !== undefined || after !== undefined) {
    throw new UsageProblem('--conferences takes no --file: say SIDs of conferences, or --since');
  }
  if (said.length > 0 === (since !== undefined)) {
    throw new UsageProblem('say which conferences: backfill --conferences CF…, or backfill --conferences --since 7d');
  }
  return said
    .flatMap((text) => text.split(','))
    .map((text) => {
      const sid = conferenceSidIn(text) ?? withoutQuotes(text);
      if (/^CA/.test(sid) || !isConferenceSid(sid)) {
        throw new UsageProblem(`${printable(text)} is no SID of a conference: those begin with CF`);
      }
      return sid;
    });
}

/** @throws UsageProblem about a span that makes no sense */
async function* madeIn(
  twilio: TwilioConferences,
  { since = '', until }: BackfillCommandOptions,
): AsyncGenerator<{ conferenceSid: string; conference: JsonObject }> {
  // A better version may come at any time, and takes the place of this one.
  const span = spanOf({ from: since, to: until, force: true }, systemClock.now());
  if (span.remark !== undefined) note(span.remark);
  for await (const conference of twilio.madeIn(span.from, span.to)) {
    yield { conferenceSid: conference.conference_sid, conference };
  }
}

function totalsOf(outcomes: readonly ConferenceOutcome[]) {
  const sum = (numberOf: (outcome: ConferenceOutcome) => number) =>
    outcomes.reduce((total, outcome) => total + numberOf(outcome), 0);
  const count = (isOne: (outcome: ConferenceOutcome) => boolean) => outcomes.filter(isOne).length;
  return {
    /** Rows, of conferences and participants. */
    better: sum(({ better }) => better),
    stored: sum(({ stored }) => stored),
    participants: sum(({ participants }) => participants),
    not_better: count(({ result }) => result === 'not_better'),
    not_found: count(({ result }) => result === 'not_found'),
    refused: count(({ result }) => result === 'refused'),
    not_complete: count(({ complete }) => complete === false),
  };
}

function inWords(totals: ReturnType<typeof totalsOf>, check: boolean): string {
  const { better, stored, not_better, not_found, refused, not_complete } = totals;
  return [
    check ? `${better} rows better than in the table` : `${stored} rows stored`,
    `${not_better} conferences not better than in the table`,
    `${not_found} not found`,
    ...(refused > 0 ? [`${refused} refused`] : []),
    `${not_complete} not yet complete`,
  ].join(', ');
}

function say(outcome: ConferenceOutcome, check: boolean, progress: Pick<Progress, 'note' | 'print'>): void {
  const sid = printable(outcome.conference_sid);
  if (outcome.result === 'not_found') progress.note(`${sid}: ${NOT_FOUND}`);
  else if (outcome.problem !== undefined) progress.note(`${sid}: ${printable(outcome.problem)}`);
  else {
    const kind = outcome.complete ? 'complete' : 'not yet complete';
    const rows = check ? `${outcome.better} rows better than in the table` : `${outcome.stored} rows stored`;
    progress.print(`${sid}: ${kind}, ${outcome.participants} participants, ${rows}`);
  }
}
