import type { CallEvent } from './call-event.ts';
import type { GATEWAY_CALL_EVENT, SDK_CALL_EVENT } from './facts.ts';

/**
 * A call event as Twilio Event Streams puts it on the stream; `time` is ISO 8601 in UTC with milliseconds.
 * Source: https://www.twilio.com/docs/events/event-types/voice-insights/voice-sdk-events
 */
export interface SampleCloudEvent {
  specversion: '1.0';
  type: typeof SDK_CALL_EVENT | typeof GATEWAY_CALL_EVENT;
  source: string;
  id: string;
  dataschema: string;
  datacontenttype: 'application/json';
  time: string;
  data: CallEvent;
}

/** What makes one call event another. */
export interface CallEventMembers {
  id: string;
  type: SampleCloudEvent['type'];
  /** Of `VoiceInsights.CallEvent`, 1 to 3. */
  version: number;
  /** ISO 8601, UTC, with milliseconds. */
  time: string;
  data: CallEvent;
}

/** A call event as Event Streams would put it. */
export function callEventSample({ id, type, version, time, data }: CallEventMembers): SampleCloudEvent {
  return {
    specversion: '1.0',
    type,
    source: `/v1/Voice/${data.call_sid}/Events`,
    id,
    dataschema: `https://events-schemas.twilio.com/VoiceInsights.CallEvent/${version}`,
    datacontenttype: 'application/json',
    time,
    data,
  };
}
