import type { ConferenceSummary } from './conference-summary.ts';
import type { CONFERENCE_COMPLETE, CONFERENCE_PARTIAL } from './facts.ts';

/**
 * A conference's summary as Twilio Event Streams puts it on the stream; `time` is ISO 8601 in UTC with milliseconds.
 * Source: https://www.twilio.com/docs/events/event-types/voice-insights/conference-insights/conference-summary
 */
export interface SampleConference {
  specversion: '1.0';
  type: typeof CONFERENCE_PARTIAL | typeof CONFERENCE_COMPLETE;
  source: string;
  id: string;
  dataschema: string;
  datacontenttype: 'application/json';
  time: string;
  data: ConferenceSummary;
}

/** What makes one such summary another. */
export interface ConferenceMembers {
  id: string;
  type: SampleConference['type'];
  /** Of `VoiceInsights.ConferenceSummary`, 1 or 2. */
  version: number;
  /** ISO 8601, UTC, with milliseconds. */
  time: string;
  data: ConferenceSummary;
}

/** A conference's summary as Event Streams would put it. */
export function conferenceSample({ id, type, version, time, data }: ConferenceMembers): SampleConference {
  return {
    specversion: '1.0',
    type,
    source: `/v1/Conferences/${data.conference_sid}`,
    id,
    dataschema: `https://events-schemas.twilio.com/VoiceInsights.ConferenceSummary/${version}`,
    datacontenttype: 'application/json',
    time,
    data,
  };
}
