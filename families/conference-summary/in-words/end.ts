import { participantName } from '../../participant-summary/in-words/name.ts';
import { presenceOf } from '../../participant-summary/in-words/presence.ts';
import type { ParticipantResource } from '../../participant-summary/participant-resource.ts';
import type { ConferenceResource } from '../conference-resource.ts';
import { isGoingOn } from './span.ts';

/** The participant who ended a conference, where it is known: of those of that call, the one that left last. */
export function endedBy(
  conference: ConferenceResource | null,
  participants: readonly ParticipantResource[],
): ParticipantResource | undefined {
  const call = conference?.ended_by;
  if (call === null || call === undefined) return undefined;
  const leftMs = (one: ParticipantResource) => presenceOf(one).leaveMs ?? Number.POSITIVE_INFINITY;
  return participants
    .filter(({ call_sid }) => call_sid === call)
    .toSorted((one, other) => leftMs(one) - leftMs(other))
    .at(-1);
}

/** Whether the one who ended it was removed: of anybody else Twilio does not say so. */
export function isKicked(conference: ConferenceResource | null): boolean {
  return conference?.end_reason?.endsWith('_kicked') === true;
}

/**
 * Why a conference ended, and who ended it, as a sentence.
 * @param clock how a time is written, of epoch milliseconds
 */
export function endInWords(
  conference: ConferenceResource | null,
  participants: readonly ParticipantResource[],
  clock: (ms: number) => string,
): string | undefined {
  if (conference === null) return undefined;
  if (conference.status === 'summary_timeout') return 'Twilio saw no end of it within a day.';
  if (isGoingOn(conference)) {
    return conference.status === 'not_started' ? 'It has not started.' : 'It has not ended, as far as is known.';
  }
  const who = endedBy(conference, participants);
  const role = who?.is_moderator === true ? 'the moderator, ' : '';
  const name = who === undefined ? conference.ended_by : participantName(who);
  const leaveMs = who && presenceOf(who).leaveMs;
  const at = leaveMs === undefined ? '' : ` at ${clock(leaveMs)}`;
  switch (conference.end_reason) {
    case 'last_participant_left':
      return name === null ? 'It ended when the last participant left.' : `It ended when the last, ${name}, left${at}.`;
    case 'last_participant_kicked':
      return `It ended because the last participant${name === null ? '' : `, ${name},`} was kicked${at}.`;
    case 'participant_with_end_conference_on_exit_left':
      return `It ended because ${name === null ? 'a participant that ends it' : role + name + (role && ',')} left${at}.`;
    case 'participant_with_end_conference_on_exit_kicked':
      return `It ended because ${name === null ? 'a participant that ends it' : role + name + (role && ',')} was kicked${at}.`;
    case 'conference_ended_via_api':
      return 'It was ended through the API.';
    default:
      return conference.status === 'completed' ? 'Why it ended is not known.' : undefined;
  }
}
