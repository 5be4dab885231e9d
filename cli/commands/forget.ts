import type { Command } from 'commander';
import { explain, sentence } from '../../operations/explain.ts';
import type { ForgetReport } from '../../operations/set-aside/forget.ts';
import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import { callSidRemark, callSidsMeant } from '../../shared/call-sid.ts';
import { printable } from '../../shared/printable.ts';
import { Trouble } from '../../shared/trouble.ts';
import { addTargetOptions, saidCall } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { createCountProgress } from '../progress.ts';
import { openTarget, type TargetOptions } from '../target.ts';
import { table } from '../terminal.ts';

const NOT_REACHED = [
  'records on the stream, until it forgets them: what ingest has not read yet becomes a row (run forget again), and nobody may put them back',
  "rows of other calls that name this one, such as the other legs of a conversation: forget those calls' SIDs too",
  "Twilio's own copy: its Call resource, and Voice Insights for 30 days",
];
const NOT_REACHED_IN_AWS = [
  'backups of the table: point-in-time recovery goes back 35 days, and a restore brings the rows back',
  'earlier versions of what is deleted in the bucket, for 7 days',
  'the access log of the read API, whose paths name calls, for a month',
];

export function addForget(program: Command): void {
  addTargetOptions(program.command('forget'))
    .argument('<sid>', 'the call; erasure is by call, not by person: name every call of a person', saidCall)
    .option('--execute', 'delete, without another question')
    .action(run);
}

async function run(said: string, options: TargetOptions & { execute?: boolean; json?: boolean }): Promise<void> {
  const { execute = false, local } = options;
  const { forgetMeant } = await import('../../operations/set-aside/forget.ts');
  const target = openTarget(options);
  const [setAside, eraser] = [await target.setAside(), await target.eraser()];
  let progress = createCountProgress(0);
  const forgotten = forgetMeant(callSidsMeant(said), {
    setAside,
    eraser,
    execute,
    onStart: (total) => {
      progress.stop();
      progress = createCountProgress(total);
    },
    onProgress: (done) => progress.update(done),
  });
  const { callSid: sid, ...report } = await forgotten.catch(stopped).finally(() => progress.stop());
  if (sid !== said) note(`the call is ${printable(sid)}: nothing is kept of one with the SID ${printable(said)}`);
  const remark = callSidRemark(sid);
  if (remark !== undefined) note(`warning: ${printable(sid)}: ${remark}`);
  const notReached = local === undefined ? [...NOT_REACHED, ...NOT_REACHED_IN_AWS] : NOT_REACHED;
  if (options.json) printJson({ call_sid: sid, executed: execute, ...report, not_reached: notReached });
  else print(reportTable(report, execute));
  for (const { key, problem } of report.unread) note(unreadLine(key, problem));
  if (report.unread.length > 0) process.exitCode = 1;
  if (options.json) return;
  for (const line of notReached) note(`not reached: ${line}`);
  if (!execute) note('nothing is deleted yet: say --execute');
}

function stopped(error: unknown): never {
  throw new Trouble(
    `stopped: ${sentence(explain(error))} Run forget again when that is cured: what is deleted is deleted`,
  );
}

function unreadLine(key: string, problem: string): string {
  return `${printable(key)}: ${printable(problem)}. It could not be checked for the call and was kept: inspect it by hand`;
}

function reportTable({ rows, kept }: ForgetReport, executed: boolean): string {
  return table(
    ['WHERE', executed ? 'DELETED' : 'WOULD GO'],
    [
      ['rows of the table', String(rows)],
      [`${BUCKET_PREFIX.quarantine} (records)`, String(kept.quarantine)],
      [`${BUCKET_PREFIX.unsupported} (events)`, String(kept.unsupported)],
      [`${BUCKET_PREFIX.givenUp} (records)`, String(kept.givenUp)],
      [`${BUCKET_PREFIX.redriven} (records)`, String(kept.redriven)],
    ],
  );
}
