/** How a call came about. Source: https://www.twilio.com/docs/voice/voice-insights/api/call/call-summary-resource */
export const CALL_TYPES = ['carrier', 'sip', 'trunking', 'client', 'whatsapp'] as const;
export type CallType = (typeof CALL_TYPES)[number];

/** How a call stands, or how it ended. */
export const CALL_STATES = [
  'ringing',
  'completed',
  'busy',
  'fail',
  'noanswer',
  'canceled',
  'answered',
  'undialed',
] as const;
export type CallState = (typeof CALL_STATES)[number];

export const ANSWERED_BY = [
  'unknown',
  'machine_start',
  'machine_end_beep',
  'machine_end_silence',
  'machine_end_other',
  'human',
  'fax',
] as const;
export type AnsweredBy = (typeof ANSWERED_BY)[number];

export const DIRECTIONS = [
  'inbound',
  'outbound_api',
  'outbound_dial',
  'trunking_originating',
  'trunking_terminating',
] as const;
export type CallDirection = (typeof DIRECTIONS)[number];

/**
 * Tags that Twilio puts on a call or an edge of it.
 * Source: https://www.twilio.com/docs/voice/voice-insights/api/call/details-call-tags
 */
export const CALL_TAGS = [
  'silence',
  'high_jitter',
  'high_packet_loss',
  'high_pdd',
  'high_latency',
  'low_mos',
  'ice_failure',
  'pstn_short_duration',
] as const;
export type CallTag = (typeof CALL_TAGS)[number];

/** Of an annotation, but for the value that says that there is none. */
export const CONNECTIVITY_ISSUES = [
  'no_connectivity_issue',
  'invalid_number',
  'caller_id',
  'dropped_call',
  'number_reachability',
] as const;
export const QUALITY_ISSUES = [
  'no_quality_issue',
  'low_volume',
  'choppy_robotic',
  'echo',
  'dtmf',
  'latency',
  'owa',
  'static_noise',
] as const;

/** Who answered, as people said afterwards. Source: https://www.twilio.com/docs/voice/voice-insights/api/call/call-annotation-resource */
export const ANNOTATED_BY = ['human', 'machine'] as const;

/** What stands in the enumerations of an annotation where nothing was said. */
export const UNKNOWN_ANSWERED_BY = 'unknown_answered_by';
export const UNKNOWN_CONNECTIVITY_ISSUE = 'unknown_connectivity_issue';
export const UNKNOWN_QUALITY_ISSUE = 'unknown_quality_issue';

/** The best and the worst a person can say of a call. */
export const [WORST_SCORE, BEST_SCORE] = [1, 5];
/** Characters of a comment, and of an incident. */
export const LONGEST_REMARK = 100;

/** How a session of Conversation Relay stands. */
export const SESSION_STATES = ['unknown', 'failure', 'ended', 'hung_up'] as const;

/** Edges that a summary has a member of. */
export const SUMMARY_EDGES = ['carrier_edge', 'sip_edge', 'client_edge', 'sdk_edge'] as const;
export type SummaryEdge = (typeof SUMMARY_EDGES)[number];

/** Directions of media, as the edge sees them. */
export const STREAMS = ['inbound', 'outbound'] as const;
export type Stream = (typeof STREAMS)[number];

/**
 * A value of an enumeration in Twilio's spelling; undefined for anything else. Twilio's pages write some with hyphens,
 * its examples with underscores.
 */
export function oneOf<Value extends string>(values: readonly Value[], value: unknown): Value | undefined {
  if (typeof value !== 'string') return undefined;
  const plain = plainWord(value);
  return values.find((known) => known === value) ?? values.find((known) => plainWord(known) === plain);
}

function plainWord(text: string): string {
  return text.replace(/[\s_-]/g, '').toLowerCase();
}
