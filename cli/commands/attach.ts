import type { Command } from 'commander';
import type { Attached } from '../../operations/attach/attach.ts';
import { needInsights, TYPES_EXPLAINED, typesText, wantedTypes } from '../../operations/attach/event-types.ts';
import { lock } from '../../operations/attach/lock.ts';
import { type Cures, curesFor } from '../../operations/cures.ts';
import { systemClock } from '../../shared/clock.ts';
import { printable } from '../../shared/printable.ts';
import { Trouble } from '../../shared/trouble.ts';
import { sinkDescription } from '../../twilio/sink.ts';
import { addChangeOptions, type ChangeOptions, confirm } from '../confirm.ts';
import { addHelpEnd } from '../help.ts';
import { addTargetOptions, addTwilioOptions, eventTypes, externalId, schemaVersion, seconds } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { listOption } from '../strict-options.ts';
import { openTarget, requireReachable, type TargetOptions } from '../target.ts';
import { noteUnused } from '../twilio-environment.ts';

const DEFAULT_SECONDS = 60;

interface AttachCommandOptions extends TargetOptions, ChangeOptions {
  types?: string[];
  schemaVersion?: number;
  externalId?: string;
  account?: string;
  timeout: number;
  json?: boolean;
}

export function addAttach(program: Command): void {
  const command = program
    .command('attach')
    .addOption(
      listOption(
        '--types <types>',
        'event types to subscribe to, with commas between them (default: all but metrics)',
        eventTypes,
      ),
    )
    .option('--schema-version <n>', 'schema version of the types that have it (default: see below)', schemaVersion)
    .option('--external-id <id>', "external id to use instead of the stack's: see docs/runbook.md", externalId)
    .option('--timeout <seconds>', "seconds to wait for Twilio's test event", seconds, DEFAULT_SECONDS);
  addChangeOptions(addTwilioOptions(command), 'what it would change at Twilio');
  addHelpEnd(addTargetOptions(command), {
    lists: { 'Event types': TYPES_EXPLAINED },
    examples: {
      'attach --dry-run': 'what would change at Twilio',
      attach: 'connect Twilio to the stack, or repair the connection',
      'attach --types events,summaries,conferences,metrics': 'with call metrics too, which it says the cost of first',
      'attach --account AC… --stack Second --yes': 'a subaccount to a second stack, without a question',
    },
  }).action(run);
}

async function run(options: AttachCommandOptions): Promise<void> {
  requireReachable(options, process.env);
  const ask = confirm('attach', options);
  noteUnused(process.env);
  const [{ attach }, { createEventStreams }, { openTestEvents }, { alertsOfSink }, { openTwilioAs }] =
    await Promise.all([
      import('../../operations/attach/attach.ts'),
      import('../../twilio/event-streams.ts'),
      import('../../operations/attach/test-events.ts'),
      import('../../twilio/sink-alerts.ts'),
      import('../../twilio/open-twilio.ts'),
    ]);
  const { client, accountSid } = await openTwilioAs(process.env, options.account);
  const target = openTarget(options);
  const asked = {
    sink: {
      ...(await target.sinkConfiguration()),
      ...(options.externalId !== undefined && { externalId: options.externalId }),
    },
    said: options,
    description: sinkDescription(options.local === undefined ? options.stack : 'local'),
  };
  const cures = curesFor(options);
  let unlock: () => void = () => undefined;
  const stream = await target.stream();
  const said = new Set<string>();
  const say = (line: string) => {
    if (!said.has(line)) note(printable(line));
    said.add(line);
  };
  const attachAs = ({ dryRun }: { dryRun: boolean }) =>
    attach({
      eventStreams: createEventStreams(client),
      openTestEvents: () =>
        openTestEvents({ client: stream.client, streamName: stream.name, accountSid, clock: systemClock }),
      alertsOf: (sinkSid, sinceMs) => alertsOfSink(client, sinkSid, sinceMs),
      asked,
      dryRun,
      timeoutMs: options.timeout * 1_000,
      clock: systemClock,
      cures,
      say,
    });
  if (needInsights(wantedTypes(options)) && !(await target.takesSummaries())) {
    say(
      `stack ${options.stack} has no table for call summaries, metrics and conferences: until it is deployed again they wait in its bucket`,
    );
  }
  try {
    if (options.yes !== true && options.dryRun !== true) {
      const { steps } = await attachAs({ dryRun: true });
      for (const step of steps) note(`attach will ${printable(step)}`);
      if (steps.length > 0 && !(await ask(`do this at Twilio, in account ${accountSid}?`))) {
        throw new Trouble('nothing was changed');
      }
    }
    unlock = options.dryRun ? unlock : lock(`${accountSid} ${asked.sink.arn}`, systemClock.now());
    const attached = await attachAs({ dryRun: options.dryRun ?? false });
    if (options.json) printJson(attachedJson(attached, accountSid, options.dryRun));
    else if (options.dryRun) print(intended(attached));
    else print(summary(attached, accountSid, cures));
  } finally {
    unlock();
    stream.client.destroy();
  }
}

function attachedJson({ sink, subscription, advancedFeatures, steps }: Attached, accountSid: string, dryRun = false) {
  return {
    accountSid,
    sink: sink === undefined ? null : { sid: sink.sid, status: sink.status, streamArn: sink.configuration.arn },
    subscription: subscription ?? null,
    advancedFeatures: advancedFeatures ?? null,
    steps,
    dryRun,
  };
}

function intended({ steps }: Attached): string {
  return steps.length === 0 ? 'nothing to do' : steps.map((step) => `would ${step}`).join('\n');
}

/** What is true now, and what to do next. */
function summary({ sink, subscription, advancedFeatures, steps }: Attached, accountSid: string, cures: Cures): string {
  return [
    ...(steps.length === 0 ? ['nothing to change'] : []),
    `sink ${sink?.sid} is ${sink?.status} and writes to ${sink?.configuration.arn}`,
    `subscription ${subscription?.sid} of ${accountSid} sends ${typesText(subscription?.types ?? [])}`,
    next(accountSid, advancedFeatures, cures),
  ].join('\n');
}

function next(accountSid: string, advancedFeatures: boolean | undefined, { command }: Cures): string {
  const howTo = 'in the Console of that account, Voice → Settings → Voice Insights (billed per minute)';
  if (advancedFeatures === undefined) {
    return `next: see that Advanced Features of ${accountSid} are on, ${howTo}; of calls made without them there are no events`;
  }
  if (!advancedFeatures) {
    return `next: Advanced Features of ${accountSid} are OFF, so Twilio writes no events of its calls; turn them on before a call is made, ${howTo}`;
  }
  return `next: make a call; Advanced Features are on, and about 90 s after an event: ${command('call CA…')}`;
}
