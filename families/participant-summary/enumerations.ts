/**
 * Which way the call of a participant was made.
 * Source: https://www.twilio.com/docs/voice/voice-insights/api/conference/conference-participant-summary-resource
 */
export const PARTICIPANT_DIRECTIONS = ['inbound', 'outbound'] as const;
export type ParticipantDirection = (typeof PARTICIPANT_DIRECTIONS)[number];

/** How the call of a participant stands: `call_state` of the event, `call_status` of the resource. */
export const PARTICIPANT_CALL_STATUSES = [
  'answered',
  'completed',
  'busy',
  'fail',
  'noanswer',
  'ringing',
  'canceled',
] as const;
export type ParticipantCallStatus = (typeof PARTICIPANT_CALL_STATUSES)[number];

export const JITTER_BUFFER_SIZES = ['large', 'small', 'medium', 'off'] as const;
export type JitterBufferSize = (typeof JITTER_BUFFER_SIZES)[number];

export const PARTICIPANT_CALL_TYPES = ['carrier', 'client', 'sip'] as const;
export type ParticipantCallType = (typeof PARTICIPANT_CALL_TYPES)[number];

/** What is done to a participant, or by one, as `events` names it: each with a list of Unix milliseconds. */
export const PARTICIPANT_EVENTS = [
  'hold',
  'unhold',
  'mute',
  'unmute',
  'modify_beep',
  'modify_exit',
  'coaching',
  'coaching_stopped',
  'modify_coached_participant',
] as const;
export type ParticipantEvent = (typeof PARTICIPANT_EVENTS)[number];
