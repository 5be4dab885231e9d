import type { Command } from 'commander';
import type { MediaEdge } from '../../families/call-event/media-edge.ts';
import type { Level } from '../../shared/level.ts';
import { printable } from '../../shared/printable.ts';
import { callMeant, requiredCallSid } from '../call-meant.ts';
import { conferencesOfCallView } from '../conference-view.ts';
import { inConferenceJson, readConferences } from '../conferences-of-call.ts';
import { conversationJson, printConversation, readConversation } from '../conversation.ts';
import { noSuchCall } from '../event-view.ts';
import { findingsOfCall } from '../findings-of-call.ts';
import { addHelpEnd } from '../help.ts';
import { addCallArgument, addTargetOptions, edgeOption, levelOption } from '../options.ts';
import { note, print } from '../output.ts';
import { childrenOf, knownCalls, readSummary, summariesIfAny } from '../summary-of-call.ts';
import { summaryView } from '../summary-view.ts';
import { openTarget, type TargetOptions } from '../target.ts';
import { addSpanOptions, type SpanOptions } from '../time-options.ts';
import { withArchive } from '../with-archive.ts';

interface CallOptions extends TargetOptions, SpanOptions {
  level?: Level[];
  edge?: MediaEdge;
  legs?: boolean;
  archive?: boolean;
  json?: boolean;
}

export function addCall(program: Command): void {
  const command = addCallArgument(program.command('call'));
  addSpanOptions(command, { what: 'events', sinceDefault: 'the first one', untilDefault: 'now' })
    .addOption(levelOption('only events of this level'))
    .addOption(edgeOption())
    .option('--archive', 'also what only the archive has, such as events older than retentionDays')
    .option('--legs', 'also those of its parent and child calls, as summaries and Twilio name them');
  addHelpEnd(addTargetOptions(command), {
    examples: {
      'call CA…': 'a timeline of one call',
      'call CA… --edge sdk_edge --level warning,error': 'warnings and errors that the caller’s device reported',
      'call CA… --archive --since 2025-03-01': 'a call of last year, looked for in the days from then on',
      'call CA… --legs --json': 'the whole conversation, for a program',
    },
  }).action(call);
}

async function call(said: string, options: CallOptions): Promise<void> {
  if (options.archive) requiredCallSid(said);
  const target = openTarget(options);
  const [ofTable, summariesOfTable] = await Promise.all([target.events(), summariesIfAny(target)]);
  const known = { events: ofTable, summaries: summariesOfTable };
  const { events, summaries } = options.archive ? await withArchive(target, known, options.since) : known;
  const sid = await callMeant(said, knownCalls(events, summaries));
  const query = { levels: options.level, edge: options.edge, from: options.since, to: options.until };
  const [summary, inConferences, conversation] = await Promise.all([
    readSummary(sid, summaries),
    summaries === undefined ? [] : readConferences(sid, target),
    readConversation(sid, {
      events,
      summaries,
      withLegs: options.legs ?? false,
      select: (callSid) => events.eventsOfCall(callSid, query),
    }),
  ]);
  const { first, taken } = conversation;
  if (taken.length === 0) note(first !== undefined ? `no such events of ${printable(sid)}` : nothingOf(sid, options));
  if (options.json) {
    printConversation(conversation, {
      json: {
        ...(summary !== null && { summary }),
        ...(inConferences.length > 0 && { conferences: inConferences.map(inConferenceJson) }),
        ...conversationJson(conversation),
      },
    });
    return;
  }
  if (summary !== null && summaries !== undefined) {
    const isWhole = Object.values(query).every((value) => value === undefined);
    const ofCall = taken.flatMap(({ stored }) => (stored.event.data.call_sid === sid ? stored : []));
    const [{ findings }, children] = await Promise.all([
      findingsOfCall(isWhole ? ofCall : events.eventsOfCall(sid)),
      childrenOf(sid, summaries),
    ]);
    print(`${summaryView(summary, { events: findings, children })}${taken.length === 0 ? '' : '\n'}`);
  }
  if (inConferences.length > 0) {
    print(`${conferencesOfCallView(inConferences)}${taken.length === 0 ? '' : '\n'}`);
  }
  printConversation(conversation);
}

function nothingOf(callSid: string, { archive, since }: CallOptions): string {
  if (!archive) return noSuchCall(callSid);
  const days = since === undefined ? '' : ` from ${since.slice(0, 'yyyy-mm-dd'.length)} on`;
  return `neither the table nor the archive has events of ${printable(callSid)}${days}`;
}
