/** The names in each object of `data`, by its path. */
const NAMES: Readonly<Record<string, string>> = {
  '': 'timestamp call_sid account_sid edge group name level carrier_edge client_edge sip_edge sdk_edge conversation_relay_data',
  carrier_edge: 'metadata',
  'carrier_edge.metadata': 'region twilio_ip external_ip edge_location',
  client_edge: 'metadata',
  'client_edge.metadata': 'region twilio_ip external_ip edge_location',
  sip_edge: 'metadata',
  'sip_edge.metadata': 'region twilio_ip external_ip edge_location',
  sdk_edge: 'error feedback metric ice_candidate_pair metadata',
  'sdk_edge.error': 'code message',
  'sdk_edge.feedback': 'score reason',
  'sdk_edge.metric': 'threshold values',
  'sdk_edge.ice_candidate_pair': 'remote local',
  'sdk_edge.ice_candidate_pair.remote': 'type protocol',
  'sdk_edge.ice_candidate_pair.local': 'type protocol',
  'sdk_edge.metadata': 'client_name location city country_code country_subdivision ip_address sdk',
  'sdk_edge.metadata.location': 'lat lon',
  'sdk_edge.metadata.sdk': 'type version platform region selected_region browser os device engine edge_location',
  'sdk_edge.metadata.sdk.browser': 'name major version',
  'sdk_edge.metadata.sdk.os': 'name version',
  'sdk_edge.metadata.sdk.device': 'model type vendor arch',
  'sdk_edge.metadata.sdk.engine': 'name version',
  conversation_relay_data:
    'session_id sequence_number tts_latency stt_latency interrupt last_token_received configurations language_changed call_wrap_up error',
  'conversation_relay_data.tts_latency': 'latency_ms',
  'conversation_relay_data.stt_latency': 'latency_ms',
  'conversation_relay_data.interrupt': 'type',
  'conversation_relay_data.last_token_received': 'total_tokens total_words',
  'conversation_relay_data.configurations': 'configurations languages',
  'conversation_relay_data.language_changed': 'tts_language_code transcription_language_code',
  'conversation_relay_data.call_wrap_up': 'duration_in_seconds end_status',
  'conversation_relay_data.error': 'error_code error_message message',
};

/**
 * Every path of `data` that Twilio documents, objects and values: those of the schema `CallEvent`, for whoever has no
 * use for the schema itself, which is 20 KB of a bundle.
 */
export const DOCUMENTED_PATHS: readonly string[] = Object.entries(NAMES).flatMap(([parent, names]) =>
  names.split(' ').map((name) => (parent === '' ? name : `${parent}.${name}`)),
);
