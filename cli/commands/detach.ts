import type { Command } from 'commander';
import { detach, findAttached, type WhichSinks } from '../../operations/attach/detach.ts';
import { curesFor } from '../../operations/cures.ts';
import { printable } from '../../shared/printable.ts';
import { Trouble } from '../../shared/trouble.ts';
import { createEventStreams } from '../../twilio/event-streams.ts';
import { confirm } from '../confirm.ts';
import { addTargetOptions, addTwilioOptions, sinkSid } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { openTarget, requireReachable, type TargetOptions } from '../target.ts';
import { noteUnused } from '../twilio-environment.ts';

interface DetachOptions extends TargetOptions {
  sink?: string;
  account?: string;
  yes?: boolean;
  json?: boolean;
}

export function addDetach(program: Command): void {
  addTwilioOptions(addTargetOptions(program.command('detach')))
    .option('--sink <sid>', "this sink instead of the stack's, such as one of a stack that is gone", sinkSid)
    .option('--yes', 'do not ask')
    .action(run);
}

async function run(options: DetachOptions): Promise<void> {
  if (options.sink === undefined) requireReachable(options, process.env);
  const ask = confirm(options);
  const { openTwilioAs } = await import('../../twilio/open-twilio.ts');
  noteUnused(process.env);
  const { client, accountSid } = await openTwilioAs(process.env, options.account);
  const eventStreams = createEventStreams(client);
  const cures = curesFor(options);
  const found = await findAttached(eventStreams, await wanted(options));
  for (const { sid } of found.others) {
    note(`sink ${sid} writes to the same stream with another role or external id, and stays: ${cures.detach(sid)}`);
  }
  const sinkSids = found.sinks.map(({ sid }) => sid);
  if (found.sinks.length > 0) {
    for (const { sid, configuration } of found.sinks) {
      note(printable(`sink ${sid} of ${accountSid} writes to ${configuration.arn}`));
    }
    const what = [...found.subscriptionSids, ...sinkSids].join(' and ');
    if (!(await ask(`delete ${what}? Twilio sends no more events then`))) throw new Trouble('nothing was deleted');
  }
  await detach(eventStreams, found);
  if (options.json) {
    return printJson({ accountSid, deleted: { subscriptions: found.subscriptionSids, sinks: sinkSids } });
  }
  for (const sid of found.subscriptionSids) print(`deleted subscription ${sid}`);
  for (const sid of sinkSids) print(`deleted sink ${sid}`);
  if (sinkSids.length === 0)
    print(`nothing to delete: ${accountSid} has no sink for this stream, role and external id`);
}

/** Outputs are looked up only where they are asked for: a stack may be gone. */
async function wanted(options: DetachOptions): Promise<WhichSinks> {
  if (options.sink !== undefined) return { sid: options.sink };
  return { configuration: await openTarget(options).sinkConfiguration() };
}
