import type { Command } from 'commander';
import { isError } from '../../families/call-event/call-error.ts';
import type { StoredEvent } from '../../families/call-event/item.ts';
import { createEventFindings } from '../../families/call-summary/in-words/event-findings.ts';
import type { NextStep } from '../../families/call-summary/in-words/next-step.ts';
import { nextSteps } from '../../families/call-summary/in-words/next-steps.ts';
import { verdictOf } from '../../families/call-summary/in-words/verdict.ts';
import type { EventReader } from '../../lambda/read/event-reader.ts';
import { curesFor } from '../../operations/cures.ts';
import { printable } from '../../shared/printable.ts';
import { callMeant } from '../call-meant.ts';
import { eventJson } from '../event-view.ts';
import { addHelpEnd } from '../help.ts';
import { addCallArgument, addTargetOptions } from '../options.ts';
import { print, printJson } from '../output.ts';
import { childrenOf, knownCalls, summaryOf } from '../summary-of-call.ts';
import { openTarget, type TargetOptions } from '../target.ts';
import { wrapped } from '../terminal.ts';

interface WhyOptions extends TargetOptions {
  json?: boolean;
}

export function addWhy(program: Command): void {
  const command = addCallArgument(program.command('why'));
  addHelpEnd(addTargetOptions(command), {
    examples: {
      'why CA…': 'how a call ended, who hung up, what kind of call it was, and what was bad',
      'why CA… --json': 'the same with its summary and its errors, for a program',
    },
    notes: [
      'It reads the summary of the call, which Twilio sends up to 30 minutes after the call, and its events. It says which of the two is missing.',
    ],
  }).action(why);
}

async function why(said: string, options: WhyOptions): Promise<void> {
  const target = openTarget(options);
  const [events, summaries] = await Promise.all([target.events(), target.summaries()]);
  const callSid = await callMeant(said, knownCalls(events, summaries));
  const [summary, children, { findings, errors }] = await Promise.all([
    summaryOf(callSid, summaries),
    childrenOf(callSid, summaries),
    findingsOfCall(callSid, events),
  ]);
  const verdict = verdictOf(summary ?? undefined, findings, children);
  if (options.json) {
    printJson({ call_sid: callSid, summary, verdict, errors: errors.map(eventJson) });
    return;
  }
  const cures = curesFor(options);
  // Nothing is subscribed to for a pipeline on this machine.
  const isOfUse = ({ command }: NextStep) => options.local === undefined || command?.startsWith('attach') !== true;
  const steps = nextSteps(callSid, summary ?? undefined, findings, children)
    .filter(isOfUse)
    .flatMap(({ says, command }) => [
      wrapped(`- ${printable(says)}`),
      ...(command === undefined ? [] : [`  ${printable(cures.command(command))}`]),
    ]);
  print([wrapped(printable(verdict)), '', 'Look at next:', ...steps].join('\n'));
}

async function findingsOfCall(callSid: string, events: EventReader) {
  const findings = createEventFindings();
  const errors: StoredEvent[] = [];
  for await (const stored of events.eventsOfCall(callSid)) {
    findings.add(stored.event.data);
    if (isError(stored.event.data)) errors.push(stored);
  }
  return { findings: findings.found(), errors };
}
