import type { Command } from 'commander';
import type { MediaEdge } from '../../families/call-event/media-edge.ts';
import type { Level } from '../../shared/level.ts';
import { printable } from '../../shared/printable.ts';
import { callMeant } from '../call-meant.ts';
import { conversationJson, printConversation, readConversation } from '../conversation.ts';
import { noSuchCall } from '../event-view.ts';
import { addHelpEnd } from '../help.ts';
import { addCallArgument, addTargetOptions, edgeOption, levelOption } from '../options.ts';
import { note } from '../output.ts';
import { openTarget, type TargetOptions } from '../target.ts';
import { addSpanOptions, type SpanOptions } from '../time-options.ts';

interface CallOptions extends TargetOptions, SpanOptions {
  level?: Level[];
  edge?: MediaEdge;
  legs?: boolean;
  json?: boolean;
}

export function addCall(program: Command): void {
  const command = addCallArgument(program.command('call'));
  addSpanOptions(command, { what: 'events', sinceDefault: 'the first one', untilDefault: 'now' })
    .addOption(levelOption('only events of this level'))
    .addOption(edgeOption())
    .option('--legs', 'also those of its parent and child calls, as Twilio knows them');
  addHelpEnd(addTargetOptions(command), {
    examples: {
      'call CA…': 'a timeline of one call',
      'call CA… --edge sdk_edge --level warning,error': 'warnings and errors that the caller’s device reported',
      'call CA… --legs --json': 'the whole conversation, for a program',
    },
  }).action(call);
}

async function call(said: string, options: CallOptions): Promise<void> {
  const events = await openTarget(options).events();
  const sid = await callMeant(said, events);
  const query = { levels: options.level, edge: options.edge, from: options.since, to: options.until };
  const conversation = await readConversation(sid, {
    events,
    withLegs: options.legs ?? false,
    select: (callSid) => events.eventsOfCall(callSid, query),
  });
  const { first, taken } = conversation;
  if (taken.length === 0) note(first === undefined ? noSuchCall(sid) : `no such events of ${printable(sid)}`);
  printConversation(conversation, options.json ? conversationJson(conversation) : undefined);
}
