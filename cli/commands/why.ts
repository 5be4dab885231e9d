import type { Command } from 'commander';
import { annotationInWords } from '../../families/call-summary/in-words/annotation.ts';
import type { NextStep } from '../../families/call-summary/in-words/next-step.ts';
import { nextSteps } from '../../families/call-summary/in-words/next-steps.ts';
import { verdictOf } from '../../families/call-summary/in-words/verdict.ts';
import { type Cures, curesFor } from '../../operations/cures.ts';
import { callSidRemark, withoutQuotes } from '../../shared/call-sid.ts';
import { printable } from '../../shared/printable.ts';
import { Trouble, UsageProblem } from '../../shared/trouble.ts';
import { annotationOfCall } from '../annotation-of-call.ts';
import { callMeant } from '../call-meant.ts';
import { conferenceSentence } from '../conference-view.ts';
import { conferencesOf, inConferenceJson } from '../conferences-of-call.ts';
import { eventJson } from '../event-view.ts';
import { findingsOfCall } from '../findings-of-call.ts';
import { addHelpEnd } from '../help.ts';
import { mediaOfCall, samplesOfCall } from '../media-of-call.ts';
import { addCallArgument, addTargetOptions } from '../options.ts';
import { print, printJson } from '../output.ts';
import { childrenOf, knownCalls, summaryOf } from '../summary-of-call.ts';
import { openTarget, type TargetOptions } from '../target.ts';
import { wrapped } from '../terminal.ts';

/** A number as people write it, or another party as Twilio does. */
const PARTY = /^(?:(?:\+|00)[\d\s().\-/]{5,}|(?:client|sips?|whatsapp):.+)$/i;

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
      'It reads the summary of the call, which Twilio sends up to 30 minutes after the call, and its events. It says which of the two is missing. Where samples of its media are kept, it says when which edge was bad.',
    ],
  }).action(why);
}

async function why(said: string, options: WhyOptions): Promise<void> {
  const target = openTarget(options);
  const [events, summaries] = await Promise.all([target.events(), target.summaries()]);
  const callSid = await callMeant(said, knownCalls(events, summaries));
  const [annotations, metrics] = await Promise.all([target.annotations(), target.metrics()]);
  const [summary, kept, children, { findings, errors, beginMs }, samples, conferences] = await Promise.all([
    summaryOf(callSid, summaries),
    annotations.of(callSid),
    childrenOf(callSid, summaries),
    findingsOfCall(events.eventsOfCall(callSid)),
    samplesOfCall(callSid, metrics),
    target.conferences().then((reader) => conferencesOf(callSid, reader)),
  ]);
  const media = mediaOfCall(samples, { summary: summary ?? undefined, beginMs });
  const isKnown = summary !== null || findings.events > 0 || media !== null || conferences.length > 0;
  if (!isKnown) refuseOther(said, callSid, curesFor(options));
  const verdict = verdictOf(summary ?? undefined, findings, children);
  const annotation = annotationOfCall(callSid, kept, summary ?? undefined);
  if (options.json) {
    const inConferences = conferences.map(inConferenceJson);
    printJson({
      call_sid: callSid,
      summary,
      annotation,
      verdict,
      media,
      conferences: inConferences,
      errors: errors.map(eventJson),
    });
    return;
  }
  const cures = curesFor(options);
  // Nothing is subscribed to for a pipeline on this machine.
  const isOfUse = ({ command }: NextStep) => options.local === undefined || command?.startsWith('attach') !== true;
  const toConferences = conferences.map(
    ({ conferenceSid }): NextStep => ({
      says: 'Who else was in the conference.',
      command: `conference ${conferenceSid}`,
    }),
  );
  const steps = [
    ...nextSteps(callSid, summary ?? undefined, findings, { children, bad: media?.stretches ?? [] }),
    ...toConferences,
  ]
    .filter(isOfUse)
    .flatMap(({ says, command }) => [
      wrapped(`- ${printable(says)}`),
      ...(command === undefined ? [] : [`  ${printable(cures.command(command))}`]),
    ]);
  const people = annotationInWords(annotation);
  const paragraphs = [
    verdict,
    ...(media?.verdict ?? []),
    ...conferences.map(conferenceSentence),
    ...(people === undefined ? [] : [people]),
  ].map((one) => wrapped(printable(one)));
  print([...paragraphs, '', 'Look at next:', ...steps].join('\n'));
}

/** Of what is no call as far as anything tells, there is no verdict. */
function refuseOther(said: string, callSid: string, { command }: Cures): void {
  const party = withoutQuotes(said);
  if (PARTY.test(party)) {
    const plain = party.includes(':') ? party : party.replace(/[\s().\-/]/g, '').replace(/^00/, '+');
    throw new UsageProblem(
      `${printable(party)} is a party, and no call. Its calls: ${command(`calls --number ${printable(plain)}`)}`,
    );
  }
  if (callSidRemark(callSid) !== undefined) throw new Trouble(`nothing is kept of a call ${printable(callSid)}`);
}
