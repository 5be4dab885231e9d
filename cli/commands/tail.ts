import type { Command } from 'commander';
import type { CallCloudEvent } from '../../families/call-event/call-event.ts';
import type { MediaEdge } from '../../families/call-event/media-edge.ts';
import { type EventFamily, eventOf } from '../../families/family.ts';
import type { DecodedRecord } from '../../lambda/ingest/decode.ts';
import { eventFilter } from '../../lambda/read/event-query.ts';
import { systemClock } from '../../shared/clock.ts';
import type { Level } from '../../shared/level.ts';
import { UsageProblem } from '../../shared/trouble.ts';
import { callFilter } from '../call-meant.ts';
import { eventLine, streamedEventJson } from '../event-view.ts';
import { formerOption, nowOrFormer } from '../former-options.ts';
import { addHelpEnd } from '../help.ts';
import { addCallArgument, addTargetOptions, edgeOption, levelOption, saidCall } from '../options.ts';
import { note, print, printJsonLine } from '../output.ts';
import { stopBySignal } from '../stop-by-signal.ts';
import { openTarget, type TargetOptions } from '../target.ts';
import { addSpanOptions, type SpanOptions } from '../time-options.ts';

interface TailOptions extends TargetOptions, SpanOptions {
  level?: Level[];
  edge?: MediaEdge;
  json?: boolean;
}

export function addTail(program: Command): void {
  const command = addCallArgument(program.command('tail'), { isOptional: true });
  addSpanOptions(command, { what: 'records that arrived', sinceDefault: 'now', untilDefault: 'until Ctrl-C' })
    .addOption(levelOption('only events of this level'))
    .addOption(edgeOption())
    .addOption(formerOption('--call <sid>').argParser(saidCall));
  addHelpEnd(addTargetOptions(command, { isStream: true }), {
    examples: {
      tail: 'every event from now on',
      'tail CA… --since 5m': 'events of one call, from five minutes ago on',
      'tail --since 2h --until 1h': 'what came in an hour, and then the end',
      'tail --level error --json': 'errors, one JSON document a line',
    },
  }).action((sid: string | undefined, { call, ...options }: TailOptions & { call?: string }) =>
    tail(nowOrFormer(sid, call, { now: 'tail CA…', former: '--call' }), options),
  );
}

async function tail(call: string | undefined, options: TailOptions): Promise<void> {
  const { since, until } = options;
  if (since === undefined && until !== undefined && until <= new Date(systemClock.now()).toISOString()) {
    throw new UsageProblem(`the time range is empty: --until ${until} is in the past. Say --since too`);
  }
  const [{ callEvents }, { followStream }, { decode }] = await Promise.all([
    import('../../families/call-event/family.ts'),
    import('../../operations/stream/follow-stream.ts'),
    import('../../lambda/ingest/decode.ts'),
  ]);
  const isAskedFor = filterOf(call, options);
  const { client, name } = await openTarget(options).stream();
  const records = followStream({
    client,
    streamName: name,
    clock: systemClock,
    ...(since !== undefined && { since: new Date(since) }),
    ...(until !== undefined && { until: new Date(until) }),
    signal: stopBySignal(),
    onReady: () => note(`waiting for events on ${name}${until === undefined ? '' : ` up to ${until}`}; Ctrl-C ends`),
  });
  try {
    for await (const { data } of records) {
      for (const event of eventsOf(decode(Buffer.from(data).toString('base64')), callEvents)) {
        if (!isAskedFor(event)) continue;
        if (options.json) printJsonLine(streamedEventJson(event));
        else print(eventLine(event));
      }
    }
  } finally {
    client.destroy();
  }
}

function eventsOf({ events }: DecodedRecord, family: EventFamily<CallCloudEvent>): CallCloudEvent[] {
  return events.flatMap((event) => (event.ok ? (eventOf(event.value, family) ?? []) : []));
}

function filterOf(call: string | undefined, { level: levels, edge }: TailOptions): (event: CallCloudEvent) => boolean {
  const isCall = call === undefined ? () => true : callFilter(call);
  const passes = eventFilter({ levels, edge }) ?? (() => true);
  return ({ data }) => isCall(data.call_sid) && passes(data);
}
