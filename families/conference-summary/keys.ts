import { isCallSid } from '../../shared/call-sid.ts';
import { type Rejection, rejected } from '../../shared/rejection.ts';
import { MAX_SORT_KEY_BYTES } from '../../shared/table.ts';
import { firstSaidTime } from '../call-summary/keys.ts';
import type { RowContext } from '../family.ts';
import type { ConferenceCloudEvent } from './conference-summary.ts';

/** The sort key of a conference's summary in its partition. */
export const CONFERENCE_PART = 'summary';
/** What the sort key of a participant in the partition of its conference begins with. */
export const PARTICIPANT_PREFIX = 'participant#';
/** What the sort key of a pointer from a call to its part in a conference begins with. */
export const IN_CONFERENCE_PREFIX = 'conference#';
/** What the partition of a conference begins with whose SID is no usual one. */
const OTHER_ID = 'conference#';

/**
 * The partition of a conference. Any other SID than `CF…` could be that of a call, or a number: it gets one of its own, so
 * that neither is ever taken for the other.
 */
export function conferenceId(conferenceSid: string): string {
  return conferenceSid.startsWith('CF') ? conferenceSid : `${OTHER_ID}${conferenceSid}`;
}

/** The conference whose partition this is, if it is one. */
export function conferenceOfId(id: string): string | undefined {
  if (id.startsWith('CF')) return id;
  return id.startsWith(OTHER_ID) ? id.slice(OTHER_ID.length) : undefined;
}

/** Why what is of a call is no row: its partition is that of a conference. @param where the path of the call's SID */
export function ofConference(where: string): { ok: false } & Rejection {
  return rejected('no-call-sid', `${where}.call_sid: is the SID of a conference`);
}

/** Whether a text can be the SID of a conference whose row the table has: nothing else may be asked for. */
export function isConferenceSid(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && isCallSid(conferenceId(value));
}

/** The same of a participant. */
export function isParticipantSid(value: unknown): value is string {
  return isCallSid(value) && Buffer.byteLength(participantPart(value)) <= MAX_SORT_KEY_BYTES;
}

/** The sort key of a participant. */
export function participantPart(participantSid: string): string {
  return `${PARTICIPANT_PREFIX}${participantSid}`;
}

/** Whose sort key that is; undefined for a row that is of no participant. */
export function participantOfPart(part: string): string | undefined {
  return part.startsWith(PARTICIPANT_PREFIX) ? part.slice(PARTICIPANT_PREFIX.length) : undefined;
}

/** A call's part in a conference. */
export interface InConference {
  conferenceSid: string;
  participantSid: string;
}

/**
 * The sort key of a pointer from a call to its part in a conference: `conference#CF…#CP…`. Of a conference whose SID has a
 * `#` that is escaped: two pairs of SIDs are two keys.
 */
export function inConferencePart({ conferenceSid, participantSid }: InConference): string {
  const escaped = conferenceSid.replaceAll('%', '%25').replaceAll('#', '%23');
  return `${IN_CONFERENCE_PREFIX}${escaped}#${participantSid}`;
}

/** What such a key leads to; undefined for a row that is another. */
export function inConferenceOfPart(part: string): InConference | undefined {
  if (!part.startsWith(IN_CONFERENCE_PREFIX)) return undefined;
  const [escaped = '', ...rest] = part.slice(IN_CONFERENCE_PREFIX.length).split('#');
  if (rest.length === 0) return undefined;
  const conferenceSid = escaped.replaceAll('%23', '#').replaceAll('%25', '%');
  return { conferenceSid, participantSid: rest.join('#') };
}

/**
 * When a conference was made, UTC with milliseconds: its place in the index. Every version says the same, which the start
 * does not: there is none until two participants are in.
 */
export function createdOf({ data, time }: ConferenceCloudEvent, context: Pick<RowContext, 'arrivalMs'>): string {
  return firstSaidTime([data.create_time, data.start_time, time], context);
}
