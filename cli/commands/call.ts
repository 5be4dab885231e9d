import type { Command } from 'commander';
import type { StoredEvent } from '../../lambda/store/item.ts';
import type { Level } from '../../shared/level.ts';
import { mediaEdge as edgeOf, type MediaEdge } from '../../shared/media-edge.ts';
import { conversationJson, printConversation, readConversation } from '../conversation.ts';
import { noSuchCall } from '../event-view.ts';
import { addTargetOptions, callSid, level, mediaEdge } from '../options.ts';
import { note } from '../output.ts';
import { openTarget, type TargetOptions } from '../target.ts';

interface CallOptions extends TargetOptions {
  level?: Level;
  edge?: MediaEdge;
  legs?: boolean;
  json?: boolean;
}

export function addCall(program: Command): void {
  addTargetOptions(program.command('call'))
    .argument('<sid>', 'the call', callSid)
    .option('--level <level>', 'events of this level only', level)
    .option('--edge <edge>', 'events of this side of the call only: sdk_edge, carrier_edge …', mediaEdge)
    .option('--legs', 'of its parent and child calls too, as Twilio knows them')
    .action(call);
}

async function call(sid: string, options: CallOptions): Promise<void> {
  const events = await openTarget(options).events();
  const levels = options.level === undefined ? {} : { levels: [options.level] };
  const conversation = await readConversation(sid, {
    events,
    withLegs: options.legs ?? false,
    select: (callSid) => ofEdge(events.eventsOfCall(callSid, levels), options.edge),
  });
  const { first, taken } = conversation;
  if (taken.length === 0) note(first === undefined ? noSuchCall(sid) : `no such events of ${sid}`);
  printConversation(conversation, options.json ? conversationJson(conversation) : undefined);
}

async function* ofEdge(events: AsyncGenerator<StoredEvent>, edge: MediaEdge | undefined): AsyncGenerator<StoredEvent> {
  for await (const stored of events) {
    if (edge === undefined || edgeOf(stored.event.data) === edge) yield stored;
  }
}
