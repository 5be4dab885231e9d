import type { Command } from 'commander';
import { createEventStreams, type EventStreams } from '../attach/event-streams.ts';
import { isSameSink, type Sink } from '../attach/sink.ts';
import { confirm } from '../confirm.ts';
import { addTargetOptions, addTwilioOptions, sinkSid } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { Trouble } from '../problem.ts';
import { openTarget, requireReachable, type TargetOptions } from '../target.ts';

interface DetachOptions extends TargetOptions {
  sink?: string;
  account?: string;
  yes?: boolean;
  json?: boolean;
}

export function addDetach(program: Command): void {
  addTwilioOptions(addTargetOptions(program.command('detach')))
    .description('delete subscription and sink at Twilio; asks first')
    .option('--sink <sid>', "this sink instead of the stack's, such as one of a stack that is gone", sinkSid)
    .option('--yes', 'do not ask')
    .action(run);
}

async function run(options: DetachOptions): Promise<void> {
  if (options.sink === undefined) requireReachable(options, process.env);
  const ask = confirm(options);
  const { openTwilioAs } = await import('../twilio.ts');
  const { client, accountSid } = await openTwilioAs(process.env, options.account);
  const eventStreams = createEventStreams(client);
  const sinks = await sinksToDelete(eventStreams, options);
  const subscriptions = (await eventStreams.subscriptions()).filter(({ sinkSid }) =>
    sinks.some(({ sid }) => sid === sinkSid),
  );
  const subscriptionSids = subscriptions.map(({ sid }) => sid);
  const sinkSids = sinks.map(({ sid }) => sid);
  if (sinks.length > 0) {
    for (const { sid, configuration } of sinks) note(`sink ${sid} of ${accountSid} writes to ${configuration.arn}`);
    const what = [...subscriptionSids, ...sinkSids].join(' and ');
    if (!(await ask(`delete ${what}? Twilio sends no more events then`))) throw new Trouble('nothing was deleted');
  }
  // A sink in use cannot be deleted.
  for (const sid of subscriptionSids) await eventStreams.deleteSubscription(sid);
  for (const sid of sinkSids) await eventStreams.deleteSink(sid);
  if (options.json) return printJson({ accountSid, deleted: { subscriptions: subscriptionSids, sinks: sinkSids } });
  for (const sid of subscriptionSids) print(`deleted subscription ${sid}`);
  for (const sid of sinkSids) print(`deleted sink ${sid}`);
  if (sinks.length === 0) print(`nothing to delete: ${accountSid} has no sink for this stream, role and external id`);
}

async function sinksToDelete(eventStreams: EventStreams, options: DetachOptions): Promise<Sink[]> {
  if (options.sink !== undefined) return [await eventStreams.sink(options.sink)];
  const ours = await openTarget(options).sinkConfiguration();
  return (await eventStreams.sinks()).filter(({ configuration }) => isSameSink(configuration, ours));
}
