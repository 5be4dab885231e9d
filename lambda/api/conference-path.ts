import { type InConference, isConferenceSid, isParticipantSid } from '../../families/conference-summary/keys.ts';
import { decodedPart, encodedPart } from './call-path.ts';

/** What is under conferences: one, its participants, one of these. */
const CONFERENCE = /^\/v1\/Conferences\/([^/]+)$/;
const PARTICIPANTS = /^\/v1\/Conferences\/([^/]+)\/Participants$/;
const PARTICIPANT = /^\/v1\/Conferences\/([^/]+)\/Participants\/([^/]+)$/;

/** Where a conference is. */
export function conferencePath(conferenceSid: string): string {
  return `/v1/Conferences/${encodedPart(conferenceSid)}`;
}

/** Where its list of participants is. */
export function participantsPath(conferenceSid: string): string {
  return `${conferencePath(conferenceSid)}/Participants`;
}

/** Where one of them is. */
export function participantPath({ conferenceSid, participantSid }: InConference): string {
  return `${participantsPath(conferenceSid)}/${encodedPart(participantSid)}`;
}

/** The conference that a URL's path asks for; undefined where the path is another, or its SID none that a row can have. */
export function conferenceOfPath(pathname: string): string | undefined {
  const [conferenceSid] = sidsOf(CONFERENCE, pathname);
  return isConferenceSid(conferenceSid) ? conferenceSid : undefined;
}

/** The conference whose list of participants it asks for. */
export function participantsOfPath(pathname: string): string | undefined {
  const [conferenceSid] = sidsOf(PARTICIPANTS, pathname);
  return isConferenceSid(conferenceSid) ? conferenceSid : undefined;
}

/** The participant that it asks for. */
export function participantOfPath(pathname: string): InConference | undefined {
  const [conferenceSid, participantSid] = sidsOf(PARTICIPANT, pathname);
  return isConferenceSid(conferenceSid) && isParticipantSid(participantSid)
    ? { conferenceSid, participantSid }
    : undefined;
}

function sidsOf(form: RegExp, pathname: string): (string | undefined)[] {
  return form.exec(pathname)?.slice(1).map(decodedPart) ?? [];
}
