const RANGE = 'min avg max value';
const RANGES = ['jitter', 'rtt', 'mos', 'audio_in', 'audio_out', 'latency'];
const COUNTED = [
  'codec',
  'codec_name',
  'packets_received',
  'packets_sent',
  'packets_lost',
  'packets_loss_percentage',
  'bytes_received',
  'bytes_sent',
];
const GATEWAY_EDGES = ['carrier_edge', 'client_edge', 'sip_edge'];

/** What was measured in the time of a sample, or since the call began. */
const METRICS = [...COUNTED, ...RANGES.flatMap((name) => [name, ...under(name, RANGE)]), 'packet_delay_variation'];

const EDGE = ['codec', 'codec_name', ...['interval', 'cumulative'].flatMap((name) => [name, ...under(name, METRICS)])];

const SDK_METADATA = [
  ...'client_name location city country_code country_subdivision ip_address sdk'.split(' '),
  ...under('location', 'lat lon'),
  ...under('sdk', 'type version platform region selected_region browser os device engine edge_location'),
  ...under('sdk.browser', 'name major version'),
  ...under('sdk.os', 'name version'),
  ...under('sdk.device', 'model type vendor arch'),
  ...under('sdk.engine', 'name version'),
];

/**
 * Every path of `data` that Twilio documents, objects and values: those of the schema `CallMetric`, for whoever has no
 * use for the schema itself.
 */
export const DOCUMENTED_PATHS: readonly string[] = [
  ...'timestamp call_sid account_sid'.split(' '),
  ...GATEWAY_EDGES.flatMap((edge) => [
    edge,
    ...under(edge, [...EDGE, 'metadata']),
    ...under(`${edge}.metadata`, 'region twilio_ip external_ip edge_location'),
  ]),
  'sdk_edge',
  ...under('sdk_edge', [...EDGE, 'metadata']),
  ...under('sdk_edge.metadata', SDK_METADATA),
  'edge',
  'direction',
];

/** Name, address and place of a client. Not the country, Twilio's own addresses, or browser and device. */
export const PERSONAL_PATHS: readonly string[] = [
  ...under('sdk_edge.metadata', 'client_name ip_address location city country_subdivision'),
  ...GATEWAY_EDGES.map((edge) => `${edge}.metadata.external_ip`),
];

function under(parent: string, names: string | readonly string[]): string[] {
  return (typeof names === 'string' ? names.split(' ') : names).map((name) => `${parent}.${name}`);
}
