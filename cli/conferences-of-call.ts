import type { ConferenceResource } from '../families/conference-summary/conference-resource.ts';
import type { StoredConference } from '../families/conference-summary/item.ts';
import { toConferenceResource } from '../families/conference-summary/to-conference-resource.ts';
import type { StoredParticipant } from '../families/participant-summary/item.ts';
import type { ParticipantResource } from '../families/participant-summary/participant-resource.ts';
import { toParticipantResource } from '../families/participant-summary/to-participant-resource.ts';
import type { ConferenceReader } from '../lambda/read/conference-reader.ts';
import { explain } from '../operations/explain.ts';
import { note } from './output.ts';
import type { Target } from './target.ts';

const TWILIO = 'https://insights.twilio.com/v1/Conferences';

/** A conference that a call was in, in the form of Twilio's resources; null for what is not stored. */
export interface CallInConference {
  conferenceSid: string;
  participantSid: string;
  conference: ConferenceResource | null;
  participant: ParticipantResource | null;
}

/** The conferences of a call, in the order in which it joined them. */
export async function conferencesOf(
  callSid: string,
  conferences: Pick<ConferenceReader, 'conferencesOfCall'>,
): Promise<CallInConference[]> {
  return (await conferences.conferencesOfCall(callSid)).map(
    ({ conferenceSid, participantSid, conference, participant }) => ({
      conferenceSid,
      participantSid,
      conference: conference ? conferenceResource(conference) : null,
      participant: participant ? participantResource(participant) : null,
    }),
  );
}

/** The same beside an answer that is worth something without it: what is wrong is told, and the exit code is 1. */
export async function readConferences(
  callSid: string,
  target: Pick<Target, 'conferences'>,
): Promise<CallInConference[]> {
  try {
    return await conferencesOf(callSid, await target.conferences());
  } catch (error) {
    note(`The conferences of the call are not known: ${explain(error)}`);
    process.exitCode = 1;
    return [];
  }
}

/** As the read API has it. */
export function inConferenceJson({ conferenceSid, participantSid, conference, participant }: CallInConference) {
  return { conference_sid: conferenceSid, participant_sid: participantSid, conference, participant };
}

/** As Twilio has it, and where. */
export function conferenceResource(stored: StoredConference): ConferenceResource {
  return toConferenceResource(stored, `${TWILIO}/${encodeURIComponent(stored.event.data.conference_sid)}`);
}

/** As Twilio has it, and where. */
export function participantResource(stored: StoredParticipant): ParticipantResource {
  const { conference_sid: conferenceSid, participant_sid: sid } = stored.event.data;
  const url = `${TWILIO}/${encodeURIComponent(conferenceSid)}/Participants/${encodeURIComponent(sid)}`;
  return toParticipantResource(stored, url);
}
