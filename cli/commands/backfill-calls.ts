import { readFile } from 'node:fs/promises';
import pLimit from 'p-limit';
import type { EventReader } from '../../lambda/read/event-reader.ts';
import { type BackfillOptions, backfillCall, type CallOutcome } from '../../operations/backfill/backfill-call.ts';
import { type CallsSetAside, createCallsSetAside } from '../../operations/backfill/calls-set-aside.ts';
import { callsInFile, type SaidInFile } from '../../operations/backfill/sid-file.ts';
import { spanOf } from '../../operations/backfill/span.ts';
import { createTwilioCalls, type SummarisedCall, type TwilioCalls } from '../../operations/backfill/twilio-calls.ts';
import { explain, sentence } from '../../operations/explain.ts';
import type { SetAside } from '../../operations/set-aside/set-aside.ts';
import { callSidsMeant } from '../../shared/call-sid.ts';
import { systemClock } from '../../shared/clock.ts';
import { fileProblem } from '../../shared/file-problem.ts';
import { printable } from '../../shared/printable.ts';
import { Trouble, UsageProblem } from '../../shared/trouble.ts';
import { createTwilioReader } from '../../twilio/twilio-read.ts';
import { callMeant, callOf } from '../call-meant.ts';
import { note, print, printJson } from '../output.ts';
import { createCountProgress, type Progress } from '../progress.ts';
import { openTarget, type TargetOptions } from '../target.ts';
import { noteUnused } from '../twilio-environment.ts';

/** Gentle with Twilio, which counts requests of an account that are under way. */
const CALLS_AT_A_TIME = 4;
/** Of what is set aside. */
const NOT_CHECKED = 'It could not be checked for calls: inspect it by hand';
/** So many objects take seconds. */
const WORTH_A_LINE = 500;

interface BackfillCommandOptions extends TargetOptions {
  file?: string;
  after?: string;
  from?: string;
  to?: string;
  account?: string;
  check?: boolean;
  force?: boolean;
  json?: boolean;
}

/** Stores what Twilio still has of the calls that are meant, and the table lacks; says of each call what came of it. */
export async function backfill(sids: string[] | undefined, options: BackfillCommandOptions): Promise<void> {
  requireOneSource(sids ?? [], options);
  noteUnused(process.env);
  const { openTwilioAs } = await import('../../twilio/open-twilio.ts');
  const { client, accountSid } = await openTwilioAs(process.env, options.account);
  const twilio = createTwilioCalls({ reader: createTwilioReader(client), accountSid });
  const target = openTarget(options);
  const { check = false, force = false } = options;
  const [{ config, store: writer }, events] = await Promise.all([target.ingest(), target.events()]);
  const calls = await findCalls(sids ?? [], options, { twilio, events });
  const setAside = watchedSetAside(await target.setAside(), calls.length);
  const { outcomes, error } = await backfillCalls(calls, options, {
    twilio,
    events,
    writer,
    config,
    setAside,
    clock: systemClock,
    check,
    force,
  });
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
    print(`${outcomes.length} calls: ${totals.missing} events missing, ${totals.added} added`);
  }
  if (error !== undefined) throw new Trouble(stopped(outcomes, error));
  if (calls.length === 0) note('no calls found');
  for (const { key, problem } of unread) note(`${printable(key)}: ${printable(problem)}. ${NOT_CHECKED}`);
  if (outcomes.some(isTrouble) || unread.length > 0) process.exitCode = 1;
}

/** How far it is is told of one call alone: the bar of several calls is that of the calls. */
function watchedSetAside(setAside: SetAside, calls: number): CallsSetAside {
  let progress = createCountProgress(0);
  return createCallsSetAside({
    setAside,
    onStart: (total) => {
      if (total >= WORTH_A_LINE) note(`reading ${total} objects that may hold records of the call`);
      progress = createCountProgress(calls === 1 ? total : 0);
    },
    onProgress: (done) => progress.update(done),
    onEnd: () => progress.stop(),
  });
}

/** Each call's line comes in the order of the input, so that what is said last can be gone on after. */
async function backfillCalls(
  calls: readonly SummarisedCall[],
  { json = false }: BackfillCommandOptions,
  options: BackfillOptions,
): Promise<{ outcomes: CallOutcome[]; error?: string }> {
  const limit = pLimit(CALLS_AT_A_TIME);
  const progress = createCountProgress(calls.length);
  const outcomes: CallOutcome[] = [];
  const work = calls.map((call) => limit(() => backfillCall(call, options)));
  // The first that fails ends all; the others must not be failures that nobody looked at.
  for (const each of work) each.catch(() => undefined);
  try {
    for (const each of work) {
      const outcome = await each;
      outcomes.push(outcome);
      if (!json) say(outcome, options.check, progress);
      progress.update(outcomes.length);
    }
    return { outcomes };
  } catch (error) {
    // What has not begun never will be.
    limit.clearQueue();
    return { outcomes, error: explain(error) };
  } finally {
    progress.stop();
  }
}

function say(outcome: CallOutcome, check: boolean, { note, print }: Pick<Progress, 'note' | 'print'>): void {
  const sid = printable(outcome.call_sid);
  const { problem, at_twilio: all, matched, missing, added, ambiguous, rejected } = outcome;
  if (problem !== undefined) {
    note(`${sid}: ${printable(problem)}`);
    return;
  }
  print(`${sid}: ${all} events at Twilio, ${matched} of them here, ${check ? `${missing} missing` : `${added} added`}`);
  for (const { timestamp, group, name } of ambiguous) {
    const what = [timestamp, group, name].map(printable).join(' ');
    note(`${sid}: ${what}: ambiguous, not written: the table has one of several that Twilio shows`);
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

function requireOneSource(sids: readonly string[], { file, after, from, to }: BackfillCommandOptions): void {
  const sources = [sids.length > 0, file !== undefined, from !== undefined].filter(Boolean).length;
  if (sources !== 1)
    throw new UsageProblem('say which calls: backfill CA…, backfill --file FILE or backfill --from TIME');
  if (to !== undefined && from === undefined) throw new UsageProblem('--to is the end of a span: say --from too');
  if (after !== undefined && file === undefined) throw new UsageProblem('--after is a place in a file: say --file too');
}

interface CallSources {
  twilio: TwilioCalls;
  events: Pick<EventReader, 'firstOfCall'>;
}

async function findCalls(
  said: readonly string[],
  options: BackfillCommandOptions,
  { twilio, events }: CallSources,
): Promise<SummarisedCall[]> {
  const { file, after, from } = options;
  if (from !== undefined) {
    const span = spanOf({ ...options, from }, Date.now());
    if (span.remark !== undefined) note(span.remark);
    return Array.fromAsync(twilio.summaries(span.from, span.to));
  }
  const sids: string[] = [];
  if (file === undefined) for (const one of said) sids.push(await callMeant(one, events));
  else {
    for (const { said: one, line, remark } of await readSids(file)) {
      if (remark !== undefined) note(`warning: ${file} line ${line}: ${printable(one)}: ${remark}`);
      sids.push(await callOf(one, events));
    }
  }
  return onAfter([...new Set(sids)], { file, after }).map((callSid) => ({ callSid }));
}

async function readSids(file: string): Promise<SaidInFile[]> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new Trouble(fileProblem(file, error));
  });
  return callsInFile(bytes, file);
}

function onAfter(
  sids: readonly string[],
  { file, after }: Pick<BackfillCommandOptions, 'file' | 'after'>,
): readonly string[] {
  if (after === undefined) return sids;
  const meant = callSidsMeant(after);
  const place = sids.findIndex((sid) => meant.includes(sid));
  if (place === -1) throw new Trouble(`${file} has no call ${printable(after)} to go on after`);
  return sids.slice(place + 1);
}
