import { counted, listInWords, secondsInWords } from '../../call-summary/in-words/in-text.ts';
import { participantName } from '../../participant-summary/in-words/name.ts';
import { lengthOf, presenceOf, type Stretch, stretchesOf } from '../../participant-summary/in-words/presence.ts';
import { badness, streamFindings } from '../../participant-summary/in-words/quality.ts';
import type { ParticipantResource } from '../../participant-summary/participant-resource.ts';
import type { ConferenceResource } from '../conference-resource.ts';
import type { ConferenceTag } from '../enumerations.ts';
import { endInWords } from './end.ts';
import { identitiesInWords } from './identities.ts';
import { conferenceSpan, isGoingOn } from './span.ts';

/** One thought about a conference. */
export interface ConferenceSentence {
  says: string;
  /** Whether it is trouble. */
  isBad: boolean;
}

const NAMED = 3;
/** A shorter hold is part of any conversation. */
const LONG_HOLD_MS = 60_000;

/** Tags of which no other sentence says more. */
const TAG_SENTENCES: Readonly<Partial<Record<ConferenceTag, string>>> = {
  start_failure: 'It failed to start.',
  no_concurrent_participants: 'No two participants were in at the same time.',
  invalid_requested_region: 'The region that was asked for is none.',
};

/**
 * How a conference went, sentence by sentence, the most telling first: how many, how long, why it ended, who had trouble,
 * who coached and who waited.
 * @param conference null where its summary is not known
 * @param participants in any order
 * @param clock how a time is written, of epoch milliseconds
 */
export function conferenceInWords(
  conference: ConferenceResource | null,
  participants: readonly ParticipantResource[],
  clock: (ms: number) => string,
): ConferenceSentence[] {
  const plain = (says: string | undefined) => (says === undefined ? [] : [{ says, isBad: false }]);
  const bad = (says: string | undefined) => (says === undefined ? [] : [{ says, isBad: true }]);
  return [
    ...plain(sizeInWords(conference, participants)),
    ...plain(endInWords(conference, participants, clock)),
    ...badLines(participants).flatMap(bad),
    ...bad(silenceInWords(participants)),
    ...(conference?.tags ?? []).flatMap((tag) => bad(TAG_SENTENCES[tag])),
    ...identitiesInWords(conference, participants),
    ...bad(regionInWords(conference)),
    ...bad(regionsInWords(conference, participants)),
    ...plain(coachesInWords(participants)),
    ...plain(holdsInWords(conference, participants)),
    ...plain(missingInWords(conference, participants)),
  ];
}

function sizeInWords(conference: ConferenceResource | null, participants: readonly ParticipantResource[]): string {
  const people = new Set(participants.map(participantName)).size;
  const count = participants.length === 0 ? (conference?.unique_participants ?? 0) : participants.length;
  const again = people < participants.length ? ` (${counted(people, 'name')})` : '';
  const span = conferenceSpan(conference, participants);
  const said = conference?.duration_seconds ?? 0;
  const seconds = said > 0 ? said : span === undefined || span.isOpen ? 0 : (span.toMs - span.fromMs) / 1_000;
  if (isGoingOn(conference)) return `${counted(count, 'participant')}${again} so far.`;
  return `${counted(count, 'participant')}${again}${seconds >= 1 ? `, ${secondsInWords(seconds)}` : ''}.`;
}

/** The worst by name, each with what was bad, and how many more. */
function badLines(participants: readonly ParticipantResource[]): string[] {
  const poor = participants
    .map((participant) => ({ participant, found: streamFindings(participant).filter(({ isSilence }) => !isSilence) }))
    .filter(({ found }) => found.length > 0)
    .toSorted((one, other) => badness(other.participant) - badness(one.participant));
  const [worst, ...others] = poor;
  if (worst === undefined) return [];
  const measured = [...new Set(worst.found.map(({ says }) => says))].slice(0, 2);
  const first = `The connection of ${participantName(worst.participant)} was bad: ${measured.join(', ')}.`;
  if (others.length === 0) return [first];
  return [first, `Also bad: ${named(others.map(({ participant }) => participant))}.`];
}

function silenceInWords(participants: readonly ParticipantResource[]): string | undefined {
  const silent = participants.filter((one) =>
    streamFindings(one).some(({ isSilence, stream }) => isSilence && stream === 'outbound'),
  );
  return silent.length === 0 ? undefined : `No sound came from ${named(silent)}.`;
}

function regionInWords(conference: ConferenceResource | null): string | undefined {
  const { mixer_region: region, mixer_region_requested: asked } = conference ?? {};
  if (!region || !asked || region === asked) return undefined;
  return `It was mixed in ${region}, though ${asked} was asked for.`;
}

/** From where they spoke, of those that were elsewhere than its mixer. */
function regionsInWords(
  conference: ConferenceResource | null,
  participants: readonly ParticipantResource[],
): string | undefined {
  const { mixer_region: mixer, tags, detected_issues: issues } = conference ?? {};
  if (!tags?.includes('region_configuration_issues') && !issues?.region_configuration) return undefined;
  const regions = new Set(participants.flatMap(({ participant_region: region }) => region ?? []));
  if (mixer) regions.delete(mixer);
  if (regions.size === 0) return regionInWords(conference) ? undefined : 'Twilio saw trouble with its regions.';
  return `Participants were in ${listInWords([...regions])}${mixer ? `, mixed in ${mixer}` : ''}.`;
}

function coachesInWords(participants: readonly ParticipantResource[]): string | undefined {
  const coaches = participants.filter(({ is_coach }) => is_coach === true);
  if (coaches.length === 0) return undefined;
  const says = coaches.slice(0, NAMED).map((coach) => {
    const coached = coachedBy(coach, participants);
    return coached.length === 0
      ? `${participantName(coach)} coached`
      : `${participantName(coach)} coached ${named(coached)}`;
  });
  const more = coaches.length - says.length;
  return `${listInWords(more > 0 ? [...says, `${more} more`] : says)}.`;
}

/** Whom a coach coached, of those who are known: Twilio names them by their call or by themselves. */
export function coachedBy(
  { coached_participants: sids }: ParticipantResource,
  participants: readonly ParticipantResource[],
): ParticipantResource[] {
  const wanted = new Set(sids ?? []);
  return participants.filter(({ call_sid: call, participant_sid: sid }) => wanted.has(sid) || wanted.has(call ?? ''));
}

function holdsInWords(
  conference: ConferenceResource | null,
  participants: readonly ParticipantResource[],
): string | undefined {
  const toMs = conferenceSpan(conference, participants)?.toMs;
  const held = participants
    .map((one) => {
      const holds = stretchesIn(one, toMs).filter(({ kind }) => kind === 'hold');
      return { one, ms: lengthOf(holds, 'hold'), times: holds.length };
    })
    .filter(({ ms }) => ms > 0)
    .toSorted((first, second) => second.ms - first.ms);
  const [longest] = held;
  if (longest === undefined || longest.ms < LONG_HOLD_MS) return undefined;
  const how = `${secondsInWords(longest.ms / 1_000)}${longest.times > 1 ? ' in all' : ''}`;
  if (held.length === 1) return `${participantName(longest.one)} was on hold for ${how}.`;
  return `${held.length} were on hold, longest ${participantName(longest.one)}: ${how}.`;
}

/** Stretches of a participant, up to when it left or the conference ended. @param endMs of the conference */
export function stretchesIn(participant: ParticipantResource, endMs: number | undefined): Stretch[] {
  const untilMs = presenceOf(participant).leaveMs ?? endMs;
  return untilMs === undefined ? [] : stretchesOf(participant, untilMs);
}

function missingInWords(
  conference: ConferenceResource | null,
  participants: readonly ParticipantResource[],
): string | undefined {
  if (conference === null) return 'The summary of the conference is not known: all this is of its participants.';
  // Twilio sends a participant when it leaves.
  if (isGoingOn(conference)) return 'Each participant is known when it has left.';
  if (participants.length === 0) return 'None of its participants is known.';
  const missing = (conference.unique_participants ?? 0) - participants.length;
  return missing > 0
    ? `At least ${counted(missing, 'participant')} of it ${missing === 1 ? 'is' : 'are'} not known.`
    : undefined;
}

function named(participants: readonly ParticipantResource[]): string {
  const names = [...new Set(participants.map(participantName))];
  const more = names.length - NAMED;
  return listInWords(more > 0 ? [...names.slice(0, NAMED), `${more} more`] : names);
}
