/**
 * Every leaf of the documented list of fields, versions 1 and 2.
 * Source: https://www.twilio.com/docs/events/event-types/voice-insights/voice-sdk-events
 */
export const DOCUMENTED_FIELDS = {
  timestamp: 'string',
  call_sid: 'string',
  account_sid: 'string',
  edge: 'string',
  name: 'string',
  group: 'string',
  level: 'string',
  'carrier_edge.metadata.region': 'string',
  'carrier_edge.metadata.twilio_ip': 'string',
  'carrier_edge.metadata.external_ip': 'string',
  'carrier_edge.metadata.edge_location': 'string',
  'client_edge.metadata.region': 'string',
  'client_edge.metadata.twilio_ip': 'string',
  'client_edge.metadata.external_ip': 'string',
  'client_edge.metadata.edge_location': 'string',
  'sip_edge.metadata.region': 'string',
  'sip_edge.metadata.twilio_ip': 'string',
  'sip_edge.metadata.external_ip': 'string',
  'sip_edge.metadata.edge_location': 'string',
  'sdk_edge.error.code': 'integer',
  'sdk_edge.error.message': 'string',
  'sdk_edge.feedback.score': 'integer',
  'sdk_edge.feedback.reason': 'string',
  'sdk_edge.metric.threshold': 'number',
  'sdk_edge.metric.values': 'number[]',
  'sdk_edge.ice_candidate_pair.remote.type': 'string',
  'sdk_edge.ice_candidate_pair.remote.protocol': 'string',
  'sdk_edge.ice_candidate_pair.local.type': 'string',
  'sdk_edge.ice_candidate_pair.local.protocol': 'string',
  'sdk_edge.metadata.client_name': 'string',
  'sdk_edge.metadata.location.lat': 'number',
  'sdk_edge.metadata.location.lon': 'number',
  'sdk_edge.metadata.city': 'string',
  'sdk_edge.metadata.country_code': 'string',
  'sdk_edge.metadata.country_subdivision': 'string',
  'sdk_edge.metadata.ip_address': 'string',
  'sdk_edge.metadata.sdk.type': 'string',
  'sdk_edge.metadata.sdk.version': 'string',
  'sdk_edge.metadata.sdk.platform': 'string',
  'sdk_edge.metadata.sdk.region': 'string',
  'sdk_edge.metadata.sdk.selected_region': 'string',
  'sdk_edge.metadata.sdk.browser.name': 'string',
  'sdk_edge.metadata.sdk.browser.major': 'string',
  'sdk_edge.metadata.sdk.browser.version': 'string',
  'sdk_edge.metadata.sdk.os.name': 'string',
  'sdk_edge.metadata.sdk.os.version': 'string',
  'sdk_edge.metadata.sdk.device.model': 'string',
  'sdk_edge.metadata.sdk.device.type': 'string',
  'sdk_edge.metadata.sdk.device.vendor': 'string',
  'sdk_edge.metadata.sdk.device.arch': 'string',
  'sdk_edge.metadata.sdk.engine.name': 'string',
  'sdk_edge.metadata.sdk.engine.version': 'string',
  'sdk_edge.metadata.sdk.edge_location': 'string',
} as const;

/** What the official Node.js client reads of a Conversation Relay event; no published list has it. */
export const CONVERSATION_RELAY_FIELDS = {
  'conversation_relay_data.session_id': 'string',
  'conversation_relay_data.sequence_number': 'integer',
  'conversation_relay_data.tts_latency.latency_ms': 'number',
  'conversation_relay_data.stt_latency.latency_ms': 'number',
  'conversation_relay_data.interrupt.type': 'string',
  'conversation_relay_data.last_token_received.total_tokens': 'integer',
  'conversation_relay_data.last_token_received.total_words': 'integer',
  'conversation_relay_data.language_changed.tts_language_code': 'string',
  'conversation_relay_data.language_changed.transcription_language_code': 'string',
  'conversation_relay_data.call_wrap_up.duration_in_seconds': 'number',
  'conversation_relay_data.call_wrap_up.end_status': 'string',
  'conversation_relay_data.error.error_code': 'integer',
  'conversation_relay_data.error.error_message': 'string',
  'conversation_relay_data.error.message': 'string',
} as const;

export type FieldType = 'string' | 'integer' | 'number' | 'number[]';

/** Each field with its path and its type. */
export const FIELDS: [path: string, type: FieldType][] = Object.entries({
  ...DOCUMENTED_FIELDS,
  ...CONVERSATION_RELAY_FIELDS,
});

/** The object that has one member at a dotted path. */
export function nested(path: string, value: unknown): Record<string, unknown> {
  const [name = '', ...rest] = path.split('.');
  return { [name]: rest.length === 0 ? value : nested(rest.join('.'), value) };
}

/** Values a field of this type can have. */
export const CONFORMING: Record<FieldType, unknown[]> = {
  string: ['text', '', null],
  integer: [31005, 0, -1, null],
  number: [0.5, -157.23793, 3, null],
  'number[]': [[0.1, 2], [], null],
};

/** Values of other types, none of them with an element of its own to blame. */
export const OF_ANOTHER_TYPE: Record<FieldType, unknown[]> = {
  string: [5, true, ['text'], { text: 'x' }],
  integer: ['31005', 1.5, false, [1], { code: 1 }],
  number: ['0.5', true, [0.5], { value: 1 }],
  'number[]': [0.1, '0.1', { 0: 0.1 }],
};
