import type { Command } from 'commander';
import { explain, sentence } from '../../operations/explain.ts';
import type { ForgetReport } from '../../operations/set-aside/forget.ts';
import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import { callSidRemark, callSidsMeant } from '../../shared/call-sid.ts';
import { printable } from '../../shared/printable.ts';
import { Trouble } from '../../shared/trouble.ts';
import { addChangeOptions, type ChangeOptions, confirm } from '../confirm.ts';
import { addHelpEnd } from '../help.ts';
import { addCallArgument, addTargetOptions } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { createCountProgress } from '../progress.ts';
import { openTarget, type TargetOptions } from '../target.ts';
import { table } from '../terminal.ts';

const NOT_REACHED = [
  'records on the stream, until they expire: an unread one becomes a row (run forget again). Do not put them back',
  "rows of other calls that name this one, such as the other legs of a conversation: forget those calls' SIDs too",
  "Twilio's own copy: its Call resource, and Voice Insights for 30 days",
];
const NOT_REACHED_IN_AWS = [
  'backups of the table: point-in-time recovery goes back 35 days, and a restore brings the rows back',
  'earlier versions of objects in the holding bucket, for 7 days',
  'the access log of the read API, whose paths name calls, for a month',
];

export function addForget(program: Command): void {
  const command = addCallArgument(program.command('forget'));
  addChangeOptions(command, 'what it would delete', { yes: '--execute' });
  addHelpEnd(addTargetOptions(command), {
    examples: {
      'forget CA… --dry-run': 'how many rows and records of the call there are',
      'forget CA…': 'delete them, after a question',
    },
    notes: ['The answer lists the copies that it cannot delete, such as backups.'],
  }).action(run);
}

interface ForgetCommandOptions extends TargetOptions, ChangeOptions {
  json?: boolean;
}

async function run(said: string, options: ForgetCommandOptions): Promise<void> {
  const { dryRun, yes, local, json } = options;
  const ask = confirm('forget', options);
  const { forgetMeant } = await import('../../operations/set-aside/forget.ts');
  const target = openTarget(options);
  const [setAside, eraser] = [await target.setAside(), await target.eraser()];
  const forgetNow = async (meant: readonly string[], execute: boolean) => {
    let progress = createCountProgress(0);
    const forgotten = forgetMeant(meant, {
      setAside,
      eraser,
      execute,
      onStart: (total) => {
        progress.stop();
        progress = createCountProgress(total);
      },
      onProgress: (done) => progress.update(done),
    });
    return forgotten.catch(stopped).finally(() => progress.stop());
  };
  let { callSid: sid, ...report } = await forgetNow(callSidsMeant(said), yes === true);
  let executed = yes === true;
  if (sid !== said) note(`the call is ${printable(sid)}: nothing is kept of one with the SID ${printable(said)}`);
  const remark = callSidRemark(sid);
  if (remark !== undefined) note(`warning: ${printable(sid)}: ${remark}`);
  const notReached = local === undefined ? [...NOT_REACHED, ...NOT_REACHED_IN_AWS] : NOT_REACHED;
  const found = sumOf(report);
  if (!executed && !dryRun && found > 0) {
    if (!json) print(reportTable(report, false));
    if (!(await ask(`delete these ${found} rows and records of ${printable(sid)}?`))) {
      throw new Trouble('nothing was deleted');
    }
    // The call that was asked about, and no other.
    ({ callSid: sid, ...report } = await forgetNow([sid], true));
    executed = true;
  }
  if (json) printJson({ call_sid: sid, executed, ...report, not_reached: notReached });
  else print(reportTable(report, executed));
  for (const { key, problem } of report.unread) note(unreadLine(key, problem));
  if (report.unread.length > 0) process.exitCode = 1;
  if (json) return;
  for (const line of notReached) note(`not reached: ${line}`);
  if (!executed && found > 0) note('nothing is deleted: say --yes to delete these rows and records');
}

function sumOf({ rows, kept }: ForgetReport): number {
  return Object.values(kept).reduce((sum, count) => sum + count, rows);
}

function stopped(error: unknown): never {
  throw new Trouble(
    `stopped: ${sentence(explain(error))} Run forget again when that is cured: rows and records deleted so far stay deleted`,
  );
}

function unreadLine(key: string, problem: string): string {
  return `${printable(key)}: ${printable(problem)}. It could not be checked for the call and was kept: inspect it by hand`;
}

function reportTable({ rows, kept }: ForgetReport, executed: boolean): string {
  return table(
    ['WHERE', executed ? 'DELETED' : 'WOULD DELETE'],
    [
      ['rows of the table', String(rows)],
      [`${BUCKET_PREFIX.quarantine} (records)`, String(kept.quarantine)],
      [`${BUCKET_PREFIX.unsupported} (events)`, String(kept.unsupported)],
      [`${BUCKET_PREFIX.givenUp} (records)`, String(kept.givenUp)],
      [`${BUCKET_PREFIX.redriven} (records)`, String(kept.redriven)],
    ],
  );
}
