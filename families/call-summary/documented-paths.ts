/** Names of an object's members; of one that is an object, with the names in it. */
interface Names {
  readonly [name: string]: string | Names;
}

const SETTINGS = { '': 'dscp ice_restart_enabled edge selected_edges' };
const RANGE = { '': 'min avg max' };
const SPREAD = { '': 'avg max' };
const NAMED = { '': 'name version' };

const SDK: Names = {
  '': 'type version platform region selected_region edge_location',
  browser: { '': 'name major version' },
  os: NAMED,
  device: { '': 'model type vendor arch' },
  engine: NAMED,
  app: NAMED,
};

const PARTY: Names = {
  '': 'caller callee carrier connection number_prefix city country_code country_subdivision ip_address',
  location: { '': 'lat lon' },
  sdk: SDK,
};

const ADDRESSES = 'twilio_media_ip twilio_signaling_ip external_media_ip external_signaling_ip sip_call_id user_agent';
const PLACES = 'direction disconnected_by media_region signaling_region selected_region region trunk_sid';
const STREAM_NAMES = 'codec codec_name packets_received packets_sent packets_lost packets_loss_percentage tags';

const STREAM: Names = { '': STREAM_NAMES, jitter: SPREAD, latency: SPREAD, packet_delay_variation: { '': '' } };
const SDK_STREAM: Names = {
  '': STREAM_NAMES,
  mos: RANGE,
  rtt: RANGE,
  jitter: SPREAD,
  audio_in: SPREAD,
  audio_out: SPREAD,
};

const GATEWAY_EDGE: Names = {
  properties: { '': `${PLACES} ${ADDRESSES} edge_location` },
  metrics: { inbound: STREAM, outbound: STREAM },
};

const NAMES: Names = {
  '':
    'call_sid account_sid parent_call_sid parent_account_sid created_time start_time end_time duration connect_duration ' +
    'call_type call_state answered_by processing_state processing_version tags',
  from: PARTY,
  to: PARTY,
  carrier_edge: GATEWAY_EDGE,
  client_edge: GATEWAY_EDGE,
  sip_edge: GATEWAY_EDGE,
  sdk_edge: {
    properties: { '': 'direction disconnected_by', settings: SETTINGS },
    metrics: { inbound: SDK_STREAM, outbound: SDK_STREAM },
    events: { levels: { '': '' }, groups: { '': '' }, errors: { '': '' }, feedback: { '': '' } },
  },
  attributes: { '': 'conference_participant' },
  properties: {
    '': `${PLACES} ${ADDRESSES} last_sip_response_num pdd_ms queue_time q850_cause route_id`,
    settings: SETTINGS,
  },
  trust: {
    verified_caller: { '': 'verified' },
    branded: { '': 'enabled display_name long_display_name bundle_sid logo type use_case call_reason' },
    branded_call: { '': 'branded caller use_case branded_channel_sid brand_sid' },
    business_profile: { '': 'bundle_sid identity industry type' },
    voice_integrity: { '': 'enabled bundle_sid use_case' },
  },
  annotation: { '': 'answered_by connectivity_issue quality_issues spam call_score comment incident' },
  agent_session_summaries: {
    '': 'session_id session_state turns',
    interruptions: { '': 'customer_to_agent agent_to_customer' },
    tts_latency_ms: RANGE,
    stt_latency_ms: RANGE,
    network_latency_ms: RANGE,
    time_to_first_audio_ms: RANGE,
    application_latency_ms: RANGE,
    tokens: { '': 'total', tokens_per_second: RANGE },
    words: { '': 'total', words_per_minute: RANGE },
  },
};

/**
 * Every path of `data` that Twilio documents, objects and values: those of the schema `CallSummary`, for whoever has no
 * use for the schema itself.
 */
export const DOCUMENTED_PATHS: readonly string[] = pathsOf(NAMES, '');

/**
 * Numbers, addresses, places, and texts that people wrote. Not the country, carrier, Twilio's own addresses, or browser
 * and device.
 */
export const PERSONAL_PATHS: readonly string[] = [
  ...['from', 'to'].flatMap((party) =>
    ['caller', 'callee', 'number_prefix', 'location', 'city', 'country_subdivision', 'ip_address'].map(
      (name) => `${party}.${name}`,
    ),
  ),
  ...['properties', 'carrier_edge.properties', 'client_edge.properties', 'sip_edge.properties'].flatMap((of) =>
    ['external_media_ip', 'external_signaling_ip', 'sip_call_id', 'user_agent'].map((name) => `${of}.${name}`),
  ),
  'trust.branded_call.caller',
  'trust.branded.display_name',
  'trust.branded.long_display_name',
  'annotation.comment',
  'annotation.incident',
];

function pathsOf(names: Names, parent: string): string[] {
  return Object.entries(names).flatMap(([name, inner]) => {
    const prefix = parent === '' ? '' : `${parent}.`;
    if (typeof inner === 'string') return inner === '' ? [] : inner.split(' ').map((member) => `${prefix}${member}`);
    return [`${prefix}${name}`, ...pathsOf(inner, `${prefix}${name}`)];
  });
}
