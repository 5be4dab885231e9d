import { type Command, InvalidArgumentError } from 'commander';
import { isConferenceSid } from '../../families/conference-summary/keys.ts';
import { withoutQuotes } from '../../shared/call-sid.ts';
import { printable } from '../../shared/printable.ts';
import { conferenceSidIn } from '../conference-meant.ts';
import { conferenceView } from '../conference-view.ts';
import { conferenceResource, participantResource } from '../conferences-of-call.ts';
import { addHelpEnd } from '../help.ts';
import { addTargetOptions } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { openTarget, type TargetOptions } from '../target.ts';

interface ConferenceOptions extends TargetOptions {
  json?: boolean;
}

export function addConference(program: Command): void {
  const command = program.command('conference').argument('<sid>', 'SID of the conference, or a link to it', said);
  addHelpEnd(addTargetOptions(command), {
    examples: {
      'conference CF…': 'how long it was, who ended it and why, and who was in it',
      'conference CF… --json': 'the same as Twilio’s resources, for a program',
    },
    notes: [
      'A participant is known when it has left. EVENTS says how often a participant was held or muted, or coached others. BAD says what was bad of what the participant sent, and of what it received.',
    ],
  }).action(conference);
}

async function conference(conferenceSid: string, options: ConferenceOptions): Promise<void> {
  const conferences = await openTarget(options).conferences();
  const [stored, participants] = await Promise.all([
    conferences.conferenceOf(conferenceSid),
    conferences.participantsOf(conferenceSid),
  ]);
  const summary = stored === undefined ? null : conferenceResource(stored);
  const known = participants.map(participantResource);
  if (options.json) printJson({ conference_sid: conferenceSid, conference: summary, participants: known });
  else if (summary !== null || known.length > 0) print(conferenceView(conferenceSid, summary, known));
  if (summary !== null || known.length > 0) {
    return;
  }
  const sid = printable(conferenceSid);
  const isOther = conferenceSidIn(conferenceSid) === undefined;
  note(`nothing is kept of a conference ${sid}${isOther ? `: if it is a call, why ${sid} names its conferences` : ''}`);
  process.exitCode = 1;
}

function said(text: string): string {
  const sid = conferenceSidIn(text) ?? withoutQuotes(text);
  if (isConferenceSid(sid)) return sid;
  throw new InvalidArgumentError('Expected the SID of a conference, such as CF0123456789abcdef0123456789abcdef.');
}
