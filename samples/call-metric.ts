import type { CallMetric } from '../families/call-metric/call-metric.ts';
import { GATEWAY_METRICS, SDK_METRICS } from '../families/call-metric/facts.ts';
import { callMetricSample, type MetricMembers, type SampleMetric } from '../families/call-metric/sample.ts';
import { ACCOUNT_SID, CALL_SID, eventId } from './builders.ts';
import { type Members, merged } from './stream-form.ts';

const TIMESTAMP = '2026-11-20T11:30:10.250Z';

/** What stands in every sample on the stream: the edges that it is not of as nulls. */
const EVERY_SAMPLE = {
  timestamp: TIMESTAMP,
  call_sid: CALL_SID,
  account_sid: ACCOUNT_SID,
  carrier_edge: null,
  client_edge: null,
  sip_edge: null,
  sdk_edge: null,
};

/**
 * `data` of a sample of the Voice SDK, one second of a call that is well, but for what is given. Members are merged into
 * it at any depth, and may have any type: the pipeline must take what Twilio sends.
 */
export function sdkMetricData(members: Members = {}): CallMetric {
  return merged(
    {
      ...EVERY_SAMPLE,
      edge: 'sdk_edge',
      direction: 'both',
      sdk_edge: {
        codec: 111,
        codec_name: 'opus',
        interval: {
          packets_received: 50,
          packets_sent: 50,
          packets_lost: 0,
          packets_loss_percentage: 0,
          jitter: { value: 9 },
          mos: { value: 4.39 },
          rtt: { value: 81 },
          audio_in: { value: 81 },
          audio_out: { value: 5237 },
        },
        cumulative: {
          bytes_received: 547788,
          bytes_sent: 329425,
          packets_received: 3900,
          packets_lost: 0,
          packets_sent: 3934,
        },
        metadata: {
          client_name: 'client:alice',
          location: { lat: 41.88, lon: -87.63 },
          city: 'Chicago',
          country_code: 'US',
          country_subdivision: 'IL',
          ip_address: '198.51.100.7',
          sdk: { type: 'voice-js', version: '2.18.3', platform: 'browser', browser: { name: 'chrome', major: '120' } },
        },
      },
    },
    members,
  ) as CallMetric;
}

/** `data` of a sample of a gateway, ten seconds of one direction, likewise. */
export function gatewayMetricData(
  {
    edge = 'carrier_edge',
    direction = 'inbound',
  }: { edge?: 'carrier_edge' | 'client_edge' | 'sip_edge'; direction?: 'inbound' | 'outbound' } = {},
  members: Members = {},
): CallMetric {
  const counted = direction === 'inbound' ? 'packets_received' : 'packets_sent';
  const jitter = { avg: 0.0292, max: 0.1227 };
  return merged(
    {
      ...EVERY_SAMPLE,
      edge,
      direction,
      [edge]: {
        codec: 0,
        codec_name: 'pcmu',
        interval: { [counted]: 500, packets_lost: 0, packets_loss_percentage: 0, jitter },
        cumulative: { [counted]: 3477, packets_lost: 0, jitter },
        metadata: { region: 'us1', twilio_ip: '203.0.113.4', external_ip: '198.51.100.20', edge_location: 'ashburn' },
      },
    },
    members,
  ) as CallMetric;
}

/**
 * What Twilio puts on the stream, around a sample. `version` is that of the schema, `data` that of the SDK unless the type
 * says otherwise; of several samples at once it is a list of them.
 */
export function metricEvent(
  { type = SDK_METRICS, ...members }: Partial<Omit<MetricMembers, 'data'>> = {},
  data: unknown = type === GATEWAY_METRICS ? gatewayMetricData() : sdkMetricData(),
): Omit<SampleMetric, 'data'> & { data: unknown } {
  return {
    ...callMetricSample({
      id: eventId(1),
      version: 2,
      time: '2026-11-20T11:30:12.000Z',
      data: sdkMetricData(),
      type,
      ...members,
    }),
    data,
  };
}
