import type { PARTICIPANT_COMPLETE, PARTICIPANT_COMPLETE_SHORT } from './facts.ts';
import type { ParticipantSummary } from './participant-summary.ts';

/**
 * A participant's summary as Twilio Event Streams puts it on the stream; `time` is ISO 8601 in UTC with milliseconds.
 * Source: https://www.twilio.com/docs/events/event-types/voice-insights/conference-insights/conference-participant-summary
 */
export interface SampleParticipant {
  specversion: '1.0';
  type: typeof PARTICIPANT_COMPLETE | typeof PARTICIPANT_COMPLETE_SHORT;
  source: string;
  id: string;
  dataschema: string;
  datacontenttype: 'application/json';
  time: string;
  data: ParticipantSummary;
}

/** What makes one such summary another. */
export interface ParticipantMembers {
  id: string;
  type: SampleParticipant['type'];
  /** Of `VoiceInsights.ConferenceParticipantSummary`, 1 or 2. */
  version: number;
  /** ISO 8601, UTC, with milliseconds. */
  time: string;
  data: ParticipantSummary;
}

/** A participant's summary as Event Streams would put it. */
export function participantSample({ id, type, version, time, data }: ParticipantMembers): SampleParticipant {
  return {
    specversion: '1.0',
    type,
    source: `/v1/Conferences/${data.conference_sid}/Participants/${data.participant_sid}`,
    id,
    dataschema: `https://events-schemas.twilio.com/VoiceInsights.ConferenceParticipantSummary/${version}`,
    datacontenttype: 'application/json',
    time,
    data,
  };
}
