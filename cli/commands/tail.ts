import type { Command } from 'commander';
import { decode } from '../../lambda/ingest/decode.ts';
import type { CallCloudEvent } from '../../shared/call-event.ts';
import { systemClock } from '../../shared/clock.ts';
import { type Level, normaliseLevel } from '../../shared/level.ts';
import { mediaEdge as edgeOf, type MediaEdge } from '../../shared/media-edge.ts';
import { eventLine } from '../event-view.ts';
import { followStream } from '../follow-stream.ts';
import { addTargetOptions, callSid, level, mediaEdge } from '../options.ts';
import { note, print, printJsonLine } from '../output.ts';
import { stopBySignal } from '../stop-by-signal.ts';
import { openTarget, type TargetOptions } from '../target.ts';

interface TailOptions extends TargetOptions {
  level?: Level;
  call?: string;
  edge?: MediaEdge;
  json?: boolean;
}

export function addTail(program: Command): void {
  addTargetOptions(program.command('tail'))
    .option('--level <level>', 'events of this level only', level)
    .option('--call <sid>', 'events of this call only', callSid)
    .option('--edge <edge>', 'events of this side of a call only', mediaEdge)
    .action(tail);
}

async function tail(options: TailOptions): Promise<void> {
  const { client, name } = await openTarget(options).stream();
  const records = followStream({
    client,
    streamName: name,
    clock: systemClock,
    signal: stopBySignal(),
    onReady: () => note(`waiting for events on ${name}; Ctrl-C ends`),
  });
  try {
    for await (const { data } of records) {
      for (const event of callEvents(data)) {
        if (!isAskedFor(event, options)) continue;
        if (options.json) printJsonLine(event);
        else print(eventLine(event));
      }
    }
  } finally {
    client.destroy();
  }
}

function callEvents(data: Uint8Array): CallCloudEvent[] {
  const { events } = decode(Buffer.from(data).toString('base64'));
  return events.flatMap((event) => (event.ok && event.value.kind === 'call-event' ? [event.value.event] : []));
}

function isAskedFor({ data }: CallCloudEvent, { level, call, edge }: TailOptions): boolean {
  if (level !== undefined && normaliseLevel(data.level) !== level) return false;
  if (call !== undefined && data.call_sid !== call) return false;
  return edge === undefined || edgeOf(data) === edge;
}
