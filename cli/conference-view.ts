import { secondsInWords } from '../families/call-summary/in-words/in-text.ts';
import type { ConferenceEntry } from '../families/conference-summary/conference-entry.ts';
import type { ConferenceResource } from '../families/conference-summary/conference-resource.ts';
import type { EndReason } from '../families/conference-summary/enumerations.ts';
import { conferenceInWords } from '../families/conference-summary/in-words/conference-in-words.ts';
import { endedBy, isKicked } from '../families/conference-summary/in-words/end.ts';
import { isUnmeasured, MEASURE_AGAIN, NOT_MEASURED } from '../families/conference-summary/in-words/measured.ts';
import { participantName } from '../families/participant-summary/in-words/name.ts';
import { presenceOf } from '../families/participant-summary/in-words/presence.ts';
import { streamsInWords } from '../families/participant-summary/in-words/quality.ts';
import type { ParticipantResource } from '../families/participant-summary/participant-resource.ts';
import { printable, printableStart } from '../shared/printable.ts';
import type { CallInConference } from './conferences-of-call.ts';
import { facts, table, wrapped } from './terminal.ts';

const MAX_NAME = 40;
const DATE_TIME = 'yyyy-mm-ddThh:mm:ss'.length;

const END_REASONS: Readonly<Record<EndReason, string>> = {
  last_participant_left: 'the last participant left',
  conference_ended_via_api: 'ended over the API',
  participant_with_end_conference_on_exit_left: 'a participant left whose leaving ends it',
  last_participant_kicked: 'the last participant was kicked',
  participant_with_end_conference_on_exit_kicked: 'a participant was kicked whose leaving ends it',
};

/** A conference as `--json` lists it: Twilio's names, null for what its summary does not say. */
export function conferenceJson({ conferenceSid, created, accountSid, endTime, tags, facets }: ConferenceEntry) {
  return {
    conference_sid: conferenceSid,
    account_sid: accountSid ?? null,
    friendly_name: facets.friendly_name ?? null,
    created,
    end_time: endTime ?? null,
    duration_seconds: facets.duration ?? null,
    status: facets.status ?? null,
    end_reason: facets.end_reason ?? null,
    mixer_region: facets.mixer_region ?? null,
    participants: facets.participants ?? null,
    detected_issues: facets.issues ?? [],
    tags,
  };
}

/** One row a conference. */
export function conferenceTable(conferences: readonly ConferenceEntry[]): string {
  return table(
    ['MADE (UTC)', 'CONFERENCE', 'NAME', 'STATUS', 'LENGTH', 'AT ONCE', 'ENDED', 'ISSUES', 'TAGS'],
    conferences.map(({ conferenceSid, created, facets, tags }) => [
      clock(created),
      printable(conferenceSid),
      printableStart(facets.friendly_name ?? '', MAX_NAME),
      facets.status ?? '',
      facets.duration ? secondsInWords(facets.duration) : '',
      facets.participants === undefined ? '' : String(facets.participants),
      facets.end_reason === undefined ? '' : END_REASONS[facets.end_reason],
      (facets.issues ?? []).join(' '),
      tags.join(' '),
    ]),
  );
}

/**
 * How a conference went in words, then a fact a line, then a line for each participant.
 * @param conference null where only these are known
 */
export function conferenceView(
  conferenceSid: string,
  conference: ConferenceResource | null,
  participants: readonly ParticipantResource[],
): string {
  const says = conferenceInWords(conference, participants, timeOfDay).map((sentence) => sentence.says);
  const head = conference === null ? [] : conferenceFacts(conference, participants);
  return [
    wrapped(printable(says.join(' '))),
    facts([['conference', printable(conferenceSid)], ...head]),
    ...(participants.length === 0 ? [] : [participantTable(participants, conference)]),
  ].join('\n\n');
}

/** What a call was in: one line for each conference. */
export function conferencesOfCallView(
  found: readonly {
    conferenceSid: string;
    conference: ConferenceResource | null;
    participant: ParticipantResource | null;
  }[],
): string {
  return facts(
    found.map(({ conferenceSid, conference, participant }) => {
      const name = conference?.friendly_name;
      const said = [
        `${printable(conferenceSid)}${name ? ` (${printableStart(name, MAX_NAME)})` : ''}`,
        participant?.join_time ? `joined ${clock(participant.join_time)}` : undefined,
        participant?.leave_time ? `left ${clock(participant.leave_time)}` : undefined,
      ];
      return ['in conference', said.filter((part) => part !== undefined).join(', ')];
    }),
  );
}

/** What `why` says of each conference of a call. */
export function conferenceSentence({
  conferenceSid,
  conference,
  participant,
}: Pick<CallInConference, 'conferenceSid' | 'conference' | 'participant'>): string {
  const name = conference?.friendly_name ? ` (${printableStart(conference.friendly_name, MAX_NAME)})` : '';
  const { joinMs, leaveMs } = participant === null ? {} : presenceOf(participant);
  const joined = joinMs === undefined ? '' : `, joined ${timeOfDay(joinMs)} UTC`;
  const left = leaveMs === undefined ? '' : `, left ${timeOfDay(leaveMs)} UTC`;
  const bad = participant === null ? undefined : streamsInWords(participant);
  const says = `The call was in conference ${conferenceSid}${name}${joined}${left}.`;
  return bad === undefined ? says : `${says} Its connection there was bad: ${bad}.`;
}

function conferenceFacts(
  conference: ConferenceResource,
  participants: readonly ParticipantResource[],
): [name: string, value: string][] {
  const { duration_seconds: length, detected_issues: issues, tags } = conference;
  const regions = [conference.mixer_region, conference.mixer_region_requested];
  const counted = Object.entries(issues ?? {}).filter(([, count]) => count > 0);
  const lines: readonly (readonly [name: string, value: string | undefined])[] = [
    ['name', conference.friendly_name ?? undefined],
    ['status', conference.status ?? undefined],
    ['made', timeOf(conference.create_time)],
    ['started', timeOf(conference.start_time)],
    ['ended', timeOf(conference.end_time)],
    ['length', length ? secondsInWords(length) : undefined],
    ['ended by', endingCall(conference, participants)],
    ['at one time', conference.max_concurrent_participants?.toString()],
    ['region', regions[0] === null ? undefined : regionText(regions)],
    ['recorded', conference.recording_enabled === true ? 'yes' : undefined],
    ['issues', counted.length === 0 ? undefined : counted.map(([name, count]) => `${name} ${count}`).join(', ')],
    ['tags', tags?.join(', ')],
    ['quality', isUnmeasured(conference) ? `${NOT_MEASURED}: ${MEASURE_AGAIN} asks again` : undefined],
  ];
  return lines.flatMap(([name, value]) => (value === undefined ? [] : [[name, printable(value)]]));
}

function regionText([mixer, requested]: readonly (string | null)[]): string {
  return requested === null || requested === undefined || requested === mixer
    ? `${mixer}`
    : `${mixer}, though ${requested} was asked for`;
}

function endingCall(conference: ConferenceResource, participants: readonly ParticipantResource[]): string | undefined {
  if (conference.ended_by === null) return undefined;
  const who = endedBy(conference, participants);
  return `${who === undefined ? '' : `${participantName(who)}, `}call ${conference.ended_by}`;
}

function participantTable(participants: readonly ParticipantResource[], conference: ConferenceResource | null): string {
  return table(
    ['IN (UTC)', 'OUT', 'LENGTH', 'WHO', 'ROLE', 'EVENTS', 'BAD', 'CALL'],
    participants.map((participant) => {
      const { joinMs, leaveMs } = presenceOf(participant);
      return [
        joinMs === undefined ? '' : timeOfDay(joinMs),
        leaveMs === undefined ? '' : timeOfDay(leaveMs),
        participant.duration_seconds ? secondsInWords(participant.duration_seconds) : '',
        printableStart(participantName(participant), MAX_NAME),
        rolesOf(participant, endedBy(conference, participants), conference).join(', '),
        eventsOf(participant).join(', '),
        streamsInWords(participant) ?? '',
        printable(participant.call_sid ?? ''),
      ];
    }),
  );
}

function rolesOf(
  participant: ParticipantResource,
  ending: ParticipantResource | undefined,
  conference: ConferenceResource | null,
): string[] {
  return [
    ...(participant.is_moderator === true ? ['moderator'] : []),
    ...(participant.is_coach === true ? ['coach'] : []),
    ...(participant === ending ? [isKicked(conference) ? 'kicked, which ended it' : 'ended it'] : []),
  ];
}

/** `held 2`, `muted 1`: how often; who came muted counts too. */
function eventsOf({ events, properties }: ParticipantResource): string[] {
  const times = (name: string) => events?.[name]?.length ?? 0;
  const muted = times('mute') + (properties?.enter_muted === true ? 1 : 0);
  return [['held', times('hold')] as const, ['muted', muted] as const, ['coached', times('coaching')] as const].flatMap(
    ([name, count]) => (count === 0 ? [] : [`${name} ${count}`]),
  );
}

/** `12:03:04` UTC */
function timeOfDay(ms: number): string {
  return new Date(ms).toISOString().slice('yyyy-mm-ddT'.length, DATE_TIME);
}

function timeOf(time: string | null): string | undefined {
  return time === null ? undefined : `${clock(time)} UTC`;
}

function clock(time: string): string {
  return new Date(time).toISOString().slice(0, DATE_TIME).replace('T', ' ');
}
