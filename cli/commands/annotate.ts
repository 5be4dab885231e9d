import type { Command } from 'commander';
import {
  ANNOTATION_MEMBERS,
  type AnnotationChange,
  accountOfCall,
  type KeptAnnotation,
} from '../../families/call-summary/annotation.ts';
import { annotationInWords } from '../../families/call-summary/in-words/annotation.ts';
import { explain } from '../../operations/explain.ts';
import { printable } from '../../shared/printable.ts';
import { Trouble } from '../../shared/trouble.ts';
import { annotationOfCall } from '../annotation-of-call.ts';
import { type AnnotationOptions, addAnnotationOptions, changeOf } from '../annotation-options.ts';
import { callMeant } from '../call-meant.ts';
import { addHelpEnd } from '../help.ts';
import { addCallArgument, addTargetOptions, addTwilioOptions } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { firstSampleOf, knownCalls } from '../summary-of-call.ts';
import { openTarget, type TargetOptions } from '../target.ts';
import { wrapped } from '../terminal.ts';
import { noteUnused } from '../twilio-environment.ts';

interface AnnotateOptions extends TargetOptions, AnnotationOptions {
  account?: string;
  push?: boolean;
  json?: boolean;
}

export function addAnnotate(program: Command): void {
  const command = addAnnotationOptions(addCallArgument(program.command('annotate')));
  addTwilioOptions(command).option('--push', 'say the same at Twilio, or all that was said here before');
  addHelpEnd(addTargetOptions(command), {
    examples: {
      'annotate CA…': 'what people say of a call',
      'annotate CA… --call-score 2 --quality-issues echo,latency': 'say that it was poor, and why',
      'annotate CA… --comment none': 'take a comment back',
      'annotate CA… --incident T-1234 --push': 'note a ticket, here and at Twilio',
    },
    notes: [
      'A value that is left out stays as it is, and none takes back what was said.',
      'Twilio knows no spam that is taken back, so --push tells it that the call was none.',
      'Twilio takes annotations for 30 days after the call, and reads no comment as personal data: write none.',
    ],
  }).action(annotate);
}

async function annotate(said: string, options: AnnotateOptions): Promise<void> {
  const change = changeOf(options);
  const isSaid = Object.keys(change).length > 0;
  // What is missing for Twilio is said before anything is written.
  const push = options.push === true ? await pusher(options) : undefined;
  const target = openTarget(options);
  const [events, summaries, annotations, metrics] = await Promise.all([
    target.events(),
    target.summaries(),
    target.annotations(),
    target.metrics(),
  ]);
  const callSid = await callMeant(said, knownCalls(events, summaries, metrics));
  const [summary, first, before, sample] = await Promise.all([
    summaries.summaryOf(callSid),
    events.firstOfCall(callSid),
    annotations.of(callSid),
    firstSampleOf(callSid, metrics),
  ]);
  if ((summary ?? first ?? before ?? sample) === undefined) {
    throw new Trouble(`nothing is kept of a call ${printable(callSid)}`);
  }
  const data = summary?.event.data;
  const accountSid = accountOfCall(data, before, first?.event.data, sample?.data);
  if (isSaid) await annotations.say(callSid, accountSid, change);
  const kept = isSaid ? await annotations.of(callSid) : before;
  const annotation = annotationOfCall(callSid, kept, data, accountSid);
  const words = annotationInWords(annotation);
  if (options.json) printJson(annotation);
  else print(wrapped(printable(words ?? 'Nothing was said of this call yet.')));
  if (push !== undefined) await push(callSid, isSaid ? change : keptChange(kept));
}

/** @throws Trouble where a credential is missing */
async function pusher({ account }: AnnotateOptions) {
  const [{ openTwilioAs }, { sayAnnotation }] = await Promise.all([
    import('../../twilio/open-twilio.ts'),
    import('../../twilio/say-annotation.ts'),
  ]);
  noteUnused(process.env);
  const twilio = await openTwilioAs(process.env, account);
  return async (callSid: string, change: AnnotationChange) => {
    if (Object.keys(change).length === 0) {
      note('nothing was said here that Twilio could be told');
      return;
    }
    try {
      await sayAnnotation(twilio, callSid, change);
      note('Twilio was told');
    } catch (error) {
      note(`Twilio was not told, and what was said is kept here: ${explain(error)}`);
      process.exitCode = 1;
    }
  };
}

function keptChange(kept: KeptAnnotation = {}): AnnotationChange {
  return Object.fromEntries(
    ANNOTATION_MEMBERS.flatMap((name) => (kept[name] === undefined ? [] : [[name, kept[name]]])),
  );
}
