/** Events of the Voice SDK. Source: https://www.twilio.com/docs/events/event-types/voice-insights/voice-sdk-events */
export const SDK_CALL_EVENT = 'com.twilio.voice.insights.call-event.sdk';

/** Events of Twilio's gateways. Source: https://www.twilio.com/docs/events/event-types/voice-insights/gateway-call-event */
export const GATEWAY_CALL_EVENT = 'com.twilio.voice.insights.call-event.gateway';

/** What Twilio sends to prove that a sink works. Source: https://www.twilio.com/docs/events/event-streams/sink-resource */
export const TEST_EVENT = 'com.twilio.eventstreams.test-event';

const INSIGHTS = 'com.twilio.voice.insights.';

/**
 * Types that Twilio sends and this version keeps unread, as far as they are likely on a stream of Voice Insights.
 * Source: https://www.twilio.com/docs/events/event-types
 */
export const OTHER_TWILIO_TYPES: ReadonlySet<string> = new Set([
  `${INSIGHTS}call-metrics.gateway`,
  `${INSIGHTS}call-metrics.sdk`,
  `${INSIGHTS}call-summary.partial`,
  `${INSIGHTS}call-summary.predicted-complete`,
  `${INSIGHTS}call-summary.complete`,
  `${INSIGHTS}conference-summary.partial`,
  `${INSIGHTS}conference-summary.complete`,
  `${INSIGHTS}conference-participant-summary.complete`,
  `${INSIGHTS}participant-summary.complete`,
  'com.twilio.error-logs.error.logged',
]);

/**
 * `call-event`: a row of the table; both types share the schema `VoiceInsights.CallEvent`.
 * `test-event`: counted and logged, never a row.
 * `unsupported`: of a type this version does not know; counted, and kept beside the table.
 */
export type EventKind = 'call-event' | 'test-event' | 'unsupported';

const KINDS: ReadonlyMap<string, EventKind> = new Map([
  [SDK_CALL_EVENT, 'call-event'],
  [GATEWAY_CALL_EVENT, 'call-event'],
  [TEST_EVENT, 'test-event'],
]);

/** @param type a CloudEvent's `type` */
export function eventKind(type: string): EventKind {
  return KINDS.get(type) ?? 'unsupported';
}
