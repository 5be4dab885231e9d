import { type Command, InvalidArgumentError } from 'commander';
import { holderHere, isAliveHere } from '../../lambda/merge/process-holder.ts';
import type { ArchiveEraser } from '../../operations/archive/archive-eraser.ts';
import { explain, sentence } from '../../operations/explain.ts';
import type { ForgetOptions, ForgetReport, FoundCalls, PartiesReport } from '../../operations/set-aside/forget.ts';
import { callSidRemark, callSidsMeant, isCallSid, withoutQuotes } from '../../shared/call-sid.ts';
import { systemClock } from '../../shared/clock.ts';
import { printable } from '../../shared/printable.ts';
import { Trouble, UsageProblem } from '../../shared/trouble.ts';
import { conferenceSidIn } from '../conference-meant.ts';
import { addChangeOptions, type ChangeOptions, confirm } from '../confirm.ts';
import { notReached, reportTable, unreadLine } from '../forget-view.ts';
import { addHelpEnd } from '../help.ts';
import { storeIfAny } from '../of-archive.ts';
import { addTargetOptions, saidCall } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { isParty, partySpellings } from '../party-spellings.ts';
import { createLaterProgress } from '../progress.ts';
import { listOption } from '../strict-options.ts';
import { openTarget, type Target, type TargetOptions } from '../target.ts';

export function addForget(program: Command): void {
  const command = program
    .command('forget')
    .argument('[sid]', 'SID of the call or conference, or a link to it', saidCall);
  command.addOption(
    listOption(
      '--number <number>',
      'instead of a SID: all calls from or to this number, as +15550100, client:alice or sip:alice@example.com',
      party,
    ),
  );
  addChangeOptions(command, 'what it would delete', { yes: '--execute' });
  addHelpEnd(addTargetOptions(command), {
    examples: {
      'forget CA… --dry-run': 'how many rows and records of the call there are',
      'forget CA…': 'delete them, after a question',
      'forget CF…': 'delete a conference and its participants, but not their calls',
      'forget --number +15550100': 'delete all calls of a number, after a question',
    },
    lists: {
      'How Twilio writes a number': {
        '+15550100': 'a phone number, in E.164: + and the country code, without blanks',
        'client:alice': 'a client of the Voice SDK',
        'sip:alice@example.com': 'a SIP address',
        'whatsapp:+15550100': 'a number of WhatsApp',
      },
    },
    notes: [
      'The answer lists the copies that it cannot delete, such as backups.',
      '--number reads the whole table of summaries. A number needs its country code.',
    ],
  }).action(run);
}

/** Any text that a row can be found by: a number as people write it, any other is searched exactly. */
function party(text: string): string[][] {
  const said = withoutQuotes(text);
  if (isCallSid(said) && !/^CA[0-9a-f]{32}$/i.test(said)) return [partySpellings(said) ?? [said]];
  throw new InvalidArgumentError('Expected a number such as +15550100, client:alice or sip:alice@example.com.');
}

interface ForgetCommandOptions extends TargetOptions, ChangeOptions {
  /** Each with all its spellings. */
  number?: string[][];
  json?: boolean;
}

/** What was found, and of whom. */
interface Found {
  report: ForgetReport & Partial<PartiesReport>;
  /** As the JSON names it. */
  of: { call_sid: string } | { conference_sid: string } | { numbers: readonly string[] };
  inWords: string;
  /** Rows and records. */
  count: number;
}

async function run(said: string | undefined, options: ForgetCommandOptions): Promise<void> {
  const { dryRun, yes, local, json, number } = options;
  if ((said === undefined) === (number === undefined)) {
    throw new UsageProblem('say what to forget: forget CA…, forget CF…, or forget --number NUMBER');
  }
  const ask = confirm('forget', options);
  const target = openTarget(options);
  const archive = await archiveEraserOf(target);
  const parts = { setAside: await target.setAside(), eraser: await target.eraser(), archive };
  if (!parts.eraser.hasInsights) {
    note(
      `stack ${printable(options.stack)} has no table of call summaries: only call events and records are looked at`,
    );
  }
  if (said !== undefined && isParty(said)) await mustBeCall(said, parts.eraser);
  let forgetNow = number === undefined ? sidForgetter(said ?? '') : partyForgetter(number);
  let executed = yes === true;
  let found = await forgetNow(executed, parts);
  if (said !== undefined && found.count === 0 && 'call_sid' in found.of) {
    // A conference can have a SID of any kind as well.
    const conferenceForget = conferenceForgetter(withoutQuotes(said));
    const conference = await conferenceForget(executed, parts);
    if (conference.count > 0) [forgetNow, found] = [conferenceForget, conference];
  }
  if ('call_sid' in found.of) remark(found.of.call_sid, said);
  const isAnything = found.count > 0;
  if (!executed && !dryRun && isAnything) {
    if (!json) print(reportTable(found.report, false));
    if (!(await ask(`delete these ${found.count} rows and records of ${found.inWords}?`))) {
      throw new Trouble('nothing was deleted');
    }
    found = await forgetNow(true, parts);
    executed = true;
  }
  const { report, of } = found;
  const ofSid = 'conference_sid' in of ? 'conference' : 'call';
  const { conferencesLeft = [] } = report;
  const left = notReached(number === undefined ? ofSid : 'number', {
    isLocal: local !== undefined,
    isArchived: archive !== undefined,
    conferencesLeft,
  });
  if (json) printJson({ ...of, executed, ...report, not_reached: left });
  else print(reportTable(report, executed));
  for (const { key, problem } of report.unread) note(unreadLine(key, problem));
  if (report.unread.length > 0) process.exitCode = 1;
  if (report.calls !== undefined && !isAnything && conferencesLeft.length === 0) {
    note(
      `nothing is kept of ${found.inWords}: ask with its country code, as +15550100, or with its scheme, as client:alice`,
    );
    process.exitCode = 1;
  }
  if (json) return;
  for (const line of left) note(`not reached: ${line}`);
  if (!executed && isAnything) note('nothing is deleted: say --yes to delete these rows and records');
}

type Parts = Pick<ForgetOptions, 'setAside' | 'eraser' | 'archive'>;

type Forgetter = (execute: boolean, parts: Parts) => Promise<Found>;

async function archiveEraserOf(target: Target): Promise<ArchiveEraser | undefined> {
  const store = await storeIfAny(target);
  if (store === undefined) return undefined;
  const { createArchiveEraser } = await import('../../operations/archive/archive-eraser.ts');
  const onWait = () => note('a merge of the archive is at work: waiting for it, a quarter of an hour at most');
  return createArchiveEraser({ store, clock: systemClock, holder: holderHere(), isAlive: isAliveHere, onWait });
}

function sidForgetter(said: string): Forgetter {
  const conferenceSid = conferenceSidIn(said);
  return conferenceSid === undefined ? callForgetter(callSidsMeant(said)) : conferenceForgetter(conferenceSid);
}

function conferenceForgetter(conferenceSid: string): Forgetter {
  return async (execute, parts) => {
    const { forgetConference, sumOf } = await import('../../operations/set-aside/forget.ts');
    const report = await watched({ ...parts, execute }, (options) => forgetConference(conferenceSid, options));
    const inWords = `conference ${printable(conferenceSid)}`;
    return { report, of: { conference_sid: conferenceSid }, inWords, count: sumOf(report) };
  };
}

/** The first time that of the calls which is kept; then that one and no other. */
function callForgetter(meant: readonly string[]): Forgetter {
  let calls = meant;
  return async (execute, parts) => {
    const { forgetMeant, sumOf } = await import('../../operations/set-aside/forget.ts');
    const { callSid, ...report } = await watched({ ...parts, execute }, (options) => forgetMeant(calls, options));
    calls = [callSid];
    return { report, of: { call_sid: callSid }, inWords: printable(callSid), count: sumOf(report) };
  };
}

/** A number at the place of a SID: its rows lead to calls, and are of none. */
async function mustBeCall(said: string, eraser: ForgetOptions['eraser']): Promise<void> {
  const { pointers: _, ...kept } = await eraser.count(callSidsMeant(said));
  if (Object.values(kept).some((rows) => rows > 0)) return;
  throw new UsageProblem(
    `${printable(said)} is no SID of a call: say forget --number ${printable(withoutQuotes(said))}`,
  );
}

function partyForgetter(numbers: readonly (readonly string[])[]): Forgetter {
  const parties = new Set(numbers.flat());
  let found: FoundCalls | undefined;
  return async (execute, parts) => {
    const { findCalls, forgetParties, sumOf } = await import('../../operations/set-aside/forget.ts');
    const report = await watched({ ...parts, execute }, async (options) => {
      found ??= await findCalls(parties, options);
      return forgetParties(parties, { ...options, found });
    });
    const names = numbers.map(([asked = '']) => printable(asked)).join(', ');
    const calls = report.calls === 1 ? '1 call' : `${report.calls} calls`;
    return {
      report,
      of: { numbers: numbers.flatMap(([asked]) => asked ?? []) },
      inWords: report.calls === 0 ? names : `${names}, ${calls}`,
      count: sumOf(report),
    };
  };
}

/** With a bar, and with what somebody is to do where it stops. */
async function watched<Report>(
  parts: Parts & Pick<ForgetOptions, 'execute'>,
  work: (options: ForgetOptions) => Promise<Report>,
): Promise<Report> {
  const progress = createLaterProgress();
  return work({ ...parts, onStart: progress.start, onProgress: progress.update })
    .catch(stopped)
    .finally(progress.stop);
}

function remark(sid: string, said: string | undefined): void {
  if (sid !== said) note(`the call is ${printable(sid)}: nothing is kept of one with the SID ${printable(said)}`);
  const unusual = callSidRemark(sid);
  if (unusual !== undefined) note(`warning: ${printable(sid)}: ${unusual}`);
}

function stopped(error: unknown): never {
  throw new Trouble(
    `stopped: ${sentence(explain(error))} Run forget again when that is cured: rows and records deleted so far stay deleted`,
  );
}
