import type { JsonObject } from '../../../../shared/json.ts';

export const CALL_SID = `CA${'1'.repeat(32)}`;
export const PARENT_SID = `CA${'2'.repeat(32)}`;

const NOTHING = {
  caller: '',
  callee: '',
  carrier: '',
  connection: '',
  city: '',
  country_code: '',
  country_subdivision: '',
};

/** A phone call that went well, in the form of the stream: members that have no value are there, and empty. */
export const PHONE_CALL: JsonObject = {
  call_sid: CALL_SID,
  parent_call_sid: '',
  event_type: 'com.twilio.voice.insights.call-summary.complete',
  start_time: '2026-11-20T11:59:00Z',
  end_time: '2026-11-20T12:01:20Z',
  duration: 140,
  connect_duration: 131,
  call_type: 'carrier',
  call_state: 'completed',
  processing_state: 'complete',
  processing_version: 4,
  from: { ...NOTHING, caller: '+15550100', carrier: 'Example Voice', connection: 'voip', country_code: 'US' },
  to: {
    ...NOTHING,
    callee: '+15550123',
    carrier: 'Example Mobile',
    connection: 'mobile',
    city: 'Huntsville',
    country_subdivision: 'AL',
    country_code: 'US',
  },
  carrier_edge: {
    properties: { direction: 'outbound', region: 'us1', trunk_sid: '' },
    metrics: {
      inbound: {
        packets_received: 6861,
        packets_lost: 1,
        packets_loss_percentage: 0.01,
        jitter: { avg: 0.055, max: 0.359 },
      },
      outbound: { packets_sent: 6513, packets_lost: 0, packets_loss_percentage: 0, jitter: { avg: 0.12, max: 4.4 } },
    },
  },
  tags: [],
  properties: {
    direction: 'outbound_api',
    disconnected_by: 'caller',
    last_sip_response_num: 200,
    pdd_ms: 2917,
    queue_time: 0,
    q850_cause: 16,
    region: 'unknown_realm',
  },
};

/** As Twilio's documents have it: cancelled, never dialled, and nothing known. */
export const CANCELLED: JsonObject = {
  ...PHONE_CALL,
  event_type: 'com.twilio.voice.insights.call-summary.predicted-complete',
  processing_state: 'partial',
  duration: 0,
  connect_duration: 0,
  call_type: 'client',
  call_state: 'canceled',
  from: { ...NOTHING, caller: '+15550100', connection: 'landline' },
  to: { ...NOTHING, callee: 'client:alice' },
  carrier_edge: null,
  properties: {
    direction: 'outbound_dial',
    disconnected_by: 'unknown_disconnected_by',
    last_sip_response_num: 0,
    pdd_ms: 0,
    queue_time: 0,
    q850_cause: 0,
    region: 'unknown_realm',
  },
};

const SDK = {
  type: 'twilio-voice-js',
  version: '2.18.3',
  browser: { name: 'Chrome', major: '143', version: '143.0.0' },
  os: { name: 'Windows', version: '11' },
  edge_location: 'ashburn',
};

/** An agent's call in a browser. */
export const BROWSER_CALL: JsonObject = {
  ...PHONE_CALL,
  parent_call_sid: '',
  call_type: 'client',
  from: { ...NOTHING, caller: 'client:alice', connection: 'twilio_sdk', country_code: 'DE', sdk: SDK },
  to: { ...NOTHING, callee: '+15550123' },
  carrier_edge: null,
  client_edge: {
    properties: { direction: 'inbound' },
    metrics: {
      inbound: { packets_received: 9987, packets_loss_percentage: 0.2, jitter: { avg: 1.2, max: 9 } },
      outbound: { packets_sent: 9997, packets_loss_percentage: 0, jitter: { avg: 0.1, max: 3 } },
    },
  },
  sdk_edge: {
    properties: { direction: 'outbound', disconnected_by: 'remote', settings: {} },
    metrics: {
      inbound: {
        mos: { min: 4.33, avg: 4.43, max: 4.43 },
        rtt: { min: 80, avg: 85.8, max: 98 },
        jitter: { avg: 0.17, max: 3 },
        packets_received: 9987,
        packets_loss_percentage: 0.010012015,
      },
      outbound: { codec_name: 'opus', packets_sent: 9997 },
    },
    events: { levels: { INFO: 13 }, groups: { connection: 5 }, errors: {}, feedback: {} },
  },
  properties: { direction: 'inbound', disconnected_by: 'callee', last_sip_response_num: 200, pdd_ms: 0 },
};

/** Rejected on the device: SIP says busy, and only the SDK knows. */
export const REJECTED: JsonObject = {
  ...BROWSER_CALL,
  parent_call_sid: PARENT_SID,
  call_state: 'busy',
  duration: 0,
  connect_duration: 0,
  from: { ...NOTHING, caller: '+15550100' },
  to: { ...NOTHING, callee: 'client:alice', connection: 'twilio_sdk', sdk: SDK },
  client_edge: null,
  sdk_edge: { properties: { direction: 'inbound', disconnected_by: 'rejected' }, metrics: {} },
  properties: { direction: 'outbound_dial', disconnected_by: '', last_sip_response_num: 600, pdd_ms: 310 },
};

/** The network of the device was cut: it ends as completed. */
export const WITHOUT_MEDIA: JsonObject = {
  ...BROWSER_CALL,
  duration: 21,
  connect_duration: 20,
  tags: ['silence'],
  client_edge: { properties: {}, metrics: { inbound: { packets_received: 0, tags: ['silence'] } } },
  sdk_edge: {
    properties: { direction: 'outbound', disconnected_by: 'local' },
    metrics: { inbound: { mos: null, packets_received: 0 } },
    events: { errors: { '53405': 2 } },
  },
  properties: { direction: 'inbound', disconnected_by: 'unknown', last_sip_response_num: 200, pdd_ms: 0 },
};

/** Robotic for the agent: both ways lose packets. */
export const BAD_AUDIO: JsonObject = {
  ...BROWSER_CALL,
  tags: ['high_packet_loss', 'low_mos'],
  client_edge: {
    properties: {},
    metrics: {
      inbound: { packets_loss_percentage: 9.34, jitter: { avg: 12.04, max: 64 }, tags: ['high_packet_loss'] },
      outbound: { packets_loss_percentage: 0, latency: { avg: 1, max: 2 } },
    },
  },
  sdk_edge: {
    properties: {},
    metrics: {
      inbound: {
        mos: { min: 1, avg: 2.86, max: 4.4 },
        rtt: { min: 80, avg: 450, max: 980 },
        jitter: { avg: 4, max: 90 },
        packets_loss_percentage: 8.3456,
        tags: ['high_packet_loss', 'low_mos', 'high_latency'],
      },
    },
    events: {},
  },
};
