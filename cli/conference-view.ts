import { secondsInWords } from '../families/call-summary/in-words/in-text.ts';
import { mosText } from '../families/call-summary/in-words/quality.ts';
import type { ConferenceEntry } from '../families/conference-summary/conference-entry.ts';
import type { ConferenceResource } from '../families/conference-summary/conference-resource.ts';
import type { EndReason } from '../families/conference-summary/enumerations.ts';
import type { ParticipantResource } from '../families/participant-summary/participant-resource.ts';
import { printable, printableStart } from '../shared/printable.ts';
import { facts, table } from './terminal.ts';

const MAX_NAME = 40;
const DATE_TIME = 'yyyy-mm-ddThh:mm:ss'.length;

const END_REASONS: Readonly<Record<EndReason, string>> = {
  last_participant_left: 'the last participant left',
  conference_ended_via_api: 'ended over the API',
  participant_with_end_conference_on_exit_left: 'a participant left whose leaving ends it',
  last_participant_kicked: 'the last participant was removed',
  participant_with_end_conference_on_exit_kicked: 'a participant was removed whose leaving ends it',
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

/** What a conference was, a fact a line, then one line for each participant. @param conference null where only these are known */
export function conferenceView(
  conferenceSid: string,
  conference: ConferenceResource | null,
  participants: readonly ParticipantResource[],
): string {
  const head = conference === null ? [] : conferenceFacts(conference, participants);
  const lines = facts([['conference', printable(conferenceSid)], ...head]);
  return participants.length === 0 ? lines : `${lines}\n\n${participantTable(participants, conference)}`;
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

function conferenceFacts(
  conference: ConferenceResource,
  participants: readonly ParticipantResource[],
): [name: string, value: string][] {
  const { duration_seconds: length, end_reason: reason, detected_issues: issues, tags } = conference;
  const regions = [conference.mixer_region, conference.mixer_region_requested];
  const counted = Object.entries(issues ?? {}).filter(([, count]) => count > 0);
  const lines: readonly (readonly [name: string, value: string | undefined])[] = [
    ['name', conference.friendly_name ?? undefined],
    ['status', conference.status ?? undefined],
    ['made', timeOf(conference.create_time)],
    ['started', timeOf(conference.start_time)],
    ['ended', timeOf(conference.end_time)],
    ['length', length ? secondsInWords(length) : undefined],
    ['why it ended', reason === null ? undefined : END_REASONS[reason]],
    ['ended by', endedBy(conference, participants)],
    ['at one time', conference.max_concurrent_participants?.toString()],
    ['region', regions[0] === null ? undefined : regionText(regions)],
    ['recorded', conference.recording_enabled === true ? 'yes' : undefined],
    ['issues', counted.length === 0 ? undefined : counted.map(([name, count]) => `${name} ${count}`).join(', ')],
    ['tags', tags?.join(', ')],
    ['quality', conference.processing_state === 'in_progress' ? 'not looked at to its end by Twilio yet' : undefined],
  ];
  return lines.flatMap(([name, value]) => (value === undefined ? [] : [[name, printable(value)]]));
}

function regionText([mixer, requested]: readonly (string | null)[]): string {
  return requested === null || requested === undefined || requested === mixer
    ? `${mixer}`
    : `${mixer}, though ${requested} was asked for`;
}

function endedBy({ ended_by: callSid }: ConferenceResource, participants: readonly ParticipantResource[]) {
  if (callSid === null) return undefined;
  const who = participants.find((one) => one.call_sid === callSid);
  return who === undefined ? `call ${callSid}` : `${nameOf(who)}, call ${callSid}`;
}

function participantTable(participants: readonly ParticipantResource[], conference: ConferenceResource | null): string {
  return table(
    ['JOINED (UTC)', 'LEFT', 'LENGTH', 'WHO', 'ROLE', 'EVENTS', 'WORST MOS', 'LOSS', 'CALL'],
    participants.map((participant) => {
      const { outbound, inbound } = participant.metrics ?? {};
      const mos = [outbound?.mos, inbound?.mos].filter((value) => value !== undefined);
      const loss = [outbound?.packet_loss_percentage, inbound?.packet_loss_percentage].map((value) => value ?? 0);
      const worst = Math.max(...loss);
      return [
        participant.join_time ? clock(participant.join_time) : '',
        participant.leave_time ? clock(participant.leave_time).slice('yyyy-mm-dd '.length) : '',
        participant.duration_seconds ? secondsInWords(participant.duration_seconds) : '',
        printableStart(nameOf(participant), MAX_NAME),
        rolesOf(participant, conference).join(', '),
        eventsOf(participant).join(', '),
        mos.length === 0 ? '' : mosText(Math.min(...mos)),
        worst >= 1 ? `${worst.toFixed(1)} %` : '',
        printable(participant.call_sid ?? ''),
      ];
    }),
  );
}

/** Its label, else the number, client or SIP address that is not the conference's. */
export function nameOf({
  label,
  call_direction: direction,
  from,
  to,
  participant_sid: sid,
}: ParticipantResource): string {
  return label ?? (direction === 'outbound' ? (to ?? from) : (from ?? to)) ?? sid;
}

function rolesOf(participant: ParticipantResource, conference: ConferenceResource | null): string[] {
  const isEnd = participant.call_sid !== null && participant.call_sid === conference?.ended_by;
  return [
    ...(participant.is_moderator === true ? ['moderator'] : []),
    ...(participant.is_coach === true ? ['coach'] : []),
    ...(isEnd ? ['ended it'] : []),
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

function timeOf(time: string | null): string | undefined {
  return time === null ? undefined : `${clock(time)} UTC`;
}

function clock(time: string): string {
  return new Date(time).toISOString().slice(0, DATE_TIME).replace('T', ' ');
}
