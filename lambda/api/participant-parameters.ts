import { PARTICIPANT_EVENTS } from '../../families/participant-summary/enumerations.ts';
import type { StoredParticipant } from '../../families/participant-summary/item.ts';
import { toParticipantResource } from '../../families/participant-summary/to-participant-resource.ts';
import type { Given, Parameter } from './parameter.ts';
import { enumerated, words } from './parameter-kinds.ts';

/**
 * What selects participants of a conference: Twilio's parameters; a page token is bound to them.
 * https://www.twilio.com/docs/voice/voice-insights/api/conference/conference-participant-summary-resource
 */
export const PARTICIPANT_FILTERS = {
  ParticipantSid: words('participantSids', 'SID of the participant.'),
  Label: words('labels', 'Label of the participant.'),
  Events: enumerated('events', PARTICIPANT_EVENTS, 'Participants of whom there is such an event.'),
} as const satisfies Record<string, Parameter>;

export type ParticipantQuery = Given<typeof PARTICIPANT_FILTERS>;

/** Whether a participant is one of those that are asked for. */
export function participantFilter({ participantSids, labels, events }: ParticipantQuery) {
  return (stored: StoredParticipant): boolean => {
    const { participant_sid: sid, label, events: known } = toParticipantResource(stored, '');
    if (participantSids !== undefined && !participantSids.includes(sid)) return false;
    if (labels !== undefined && (label === null || !labels.includes(label))) return false;
    return events === undefined || events.some((event) => Object.hasOwn(known ?? {}, event));
  };
}
