import type { Command } from 'commander';
import { detach, findAttached, type WhichSinks } from '../../operations/attach/detach.ts';
import { curesFor } from '../../operations/cures.ts';
import { printable } from '../../shared/printable.ts';
import { Trouble } from '../../shared/trouble.ts';
import { createEventStreams } from '../../twilio/event-streams.ts';
import { addChangeOptions, type ChangeOptions, confirm } from '../confirm.ts';
import { formerOption, nowOrFormer } from '../former-options.ts';
import { addHelpEnd } from '../help.ts';
import { addTargetOptions, addTwilioOptions, sinkSid } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { openTarget, requireReachable, type TargetOptions } from '../target.ts';
import { noteUnused } from '../twilio-environment.ts';

interface DetachOptions extends TargetOptions, ChangeOptions {
  sink?: string;
  account?: string;
  json?: boolean;
}

export function addDetach(program: Command): void {
  const command = program
    .command('detach')
    .argument(
      '[sink]',
      'SID of a sink (DG…), such as that of a deleted stack (default: the sink of the stack)',
      sinkSid,
    )
    .addOption(formerOption('--sink <sid>').argParser(sinkSid));
  addChangeOptions(addTwilioOptions(command), 'what it would delete');
  addHelpEnd(addTargetOptions(command), {
    examples: {
      'detach --dry-run': 'what would be deleted at Twilio',
      detach: 'stop Twilio from sending events to the stack',
      'detach DG…': 'delete the sink of a stack that is gone',
    },
  }).action((said: string | undefined, { sink, ...options }: DetachOptions) =>
    run(nowOrFormer(said, sink, { now: 'detach DG…', former: '--sink' }), options),
  );
}

async function run(sink: string | undefined, options: DetachOptions): Promise<void> {
  if (sink === undefined) requireReachable(options, process.env);
  const { dryRun = false } = options;
  const ask = confirm('detach', options);
  const { openTwilioAs } = await import('../../twilio/open-twilio.ts');
  noteUnused(process.env);
  const { client, accountSid } = await openTwilioAs(process.env, options.account);
  const eventStreams = createEventStreams(client);
  const cures = curesFor(options);
  const found = await findAttached(eventStreams, await wanted(sink, options));
  for (const { sid } of found.others) {
    note(`sink ${sid} writes to the same stream with another role or external id, and stays: ${cures.detach(sid)}`);
  }
  const sinkSids = found.sinks.map(({ sid }) => sid);
  if (found.sinks.length > 0) {
    for (const { sid, configuration } of found.sinks) {
      note(printable(`sink ${sid} of ${accountSid} writes to ${configuration.arn}`));
    }
    const what = [...found.subscriptionSids, ...sinkSids].join(' and ');
    if (!dryRun && !(await ask(`delete ${what}? Twilio sends no more events then`))) {
      throw new Trouble('nothing was deleted');
    }
  }
  if (!dryRun) await detach(eventStreams, found);
  const sids = { subscriptions: found.subscriptionSids, sinks: sinkSids };
  if (options.json) return printJson({ accountSid, ...(dryRun ? { wouldDelete: sids, dryRun } : { deleted: sids }) });
  const did = dryRun ? 'would delete' : 'deleted';
  for (const sid of sids.subscriptions) print(`${did} subscription ${sid}`);
  for (const sid of sids.sinks) print(`${did} sink ${sid}`);
  if (sinkSids.length === 0)
    print(`nothing to delete: ${accountSid} has no sink for this stream, role and external id`);
}

/** Outputs are looked up only where they are asked for: a stack may be gone. */
async function wanted(sink: string | undefined, options: DetachOptions): Promise<WhichSinks> {
  if (sink !== undefined) return { sid: sink };
  return { configuration: await openTarget(options).sinkConfiguration() };
}
