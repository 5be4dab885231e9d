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

/** The schema of call events in the given version. @param version 1 to 3 */
export function callEventSchema(version: number): string {
  return `https://events-schemas.twilio.com/VoiceInsights.CallEvent/${version}`;
}

/** The CloudEvents attribute `source` of a call's events. */
export function callEventSource(callSid: string): string {
  return `/v1/Voice/${callSid}/Events`;
}
