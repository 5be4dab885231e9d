import type { DayRow, Tables } from './archive-folder.ts';

/** The span that its questions are asked about, and the days of its rows. */
export const SPAN = { from: '2026-11-01', to: '2026-11-30', call: "CA'1" };
const EARLY = '2026-11-09';
const LATE = '2026-11-20';

let id = 0;
function event(members: Record<string, DayRow[string]> & { day: string; at?: string }): DayRow {
  const { day, at = '10:00:00', ...row } = members;
  id += 1;
  return {
    event_id: `EV${String(id).padStart(3, '0')}`,
    schema_version: 2,
    happened_at: `${day} ${at}`,
    arrived_at: `${day} 12:00:00`,
    level: 'INFO',
    is_error: false,
    ...row,
    day,
  };
}

const numbers = (count: number) => Array.from({ length: count }, (_value, index) => index);
const CHROME = { browser_name: 'Chrome', browser_major: '120', os_name: 'Windows', os_version: '10' };
const JS_SDK = { sdk_type: 'twilio-voice-js', sdk_region: 'us1', sdk_edge_location: 'ashburn' };

/** Twenty calls from Chrome, five of which fail and six of which are Alice's; all connect after half a second. */
const chromeCalls = numbers(20).flatMap((number) => {
  const call = {
    call_sid: `CAchrome${number}`,
    ...CHROME,
    ...JS_SDK,
    ...(number < 6 && { client_name: 'alice' }),
    day: LATE,
  };
  const connected = { event_group: 'pc-connection-state', event_name: 'connected', at: '10:00:00.500' };
  const failed = {
    level: 'ERROR',
    is_error: true,
    error_code: 31005,
    error_message: 'HANGUP',
    country_code: 'DE',
    at: '10:01:00',
  };
  return [event(call), event({ ...call, ...connected }), ...(number < 5 ? [event({ ...call, ...failed })] : [])];
});

const warning = (
  day: string,
  sdk_version: string,
  metric_values: number[],
  more: Record<string, DayRow[string]> = {},
) =>
  event({
    call_sid: `CA${sdk_version}`,
    level: 'WARNING',
    event_name: 'high-jitter',
    ...JS_SDK,
    sdk_version,
    metric_values,
    day,
    ...more,
  });

const oneCall = event({
  call_sid: SPAN.call,
  event_name: 'ringing',
  day: EARLY,
  ice_local_type: 'relay',
  ice_local_protocol: 'tcp',
});

const events: DayRow[] = [
  ...chromeCalls,
  warning(EARLY, '2.0', [40]),
  warning(EARLY, '2.0', [50, 60]),
  warning(LATE, '2.1', [80, 30]),
  event({ call_sid: 'CAold', level: 'ERROR', is_error: true, error_code: 31005, error_message: 'HANGUP', day: EARLY }),
  oneCall,
  // Delivered again.
  { ...oneCall, arrived_at: `${EARLY} 13:00:00` },
  event({
    call_sid: SPAN.call,
    event_name: 'relay',
    event_group: 'conversation_relay',
    relay_sequence_number: 1,
    relay_tts_latency_ms: 100,
    day: EARLY,
    at: '10:00:01',
  }),
  event({ call_sid: 'CArated', feedback_score: 4, feedback_reason: 'echo', day: LATE }),
  event({ call_sid: 'CArated', feedback_score: 5, feedback_reason: 'echo', day: LATE }),
  event({ call_sid: 'CAnew', event_group: 'g', event_name: 'n', other: '{"a":1}', day: LATE }),
];

let calls = 0;
function summary(members: Record<string, DayRow[string]> & { day: string; at?: string }): DayRow {
  const { day, at = '09:00:00', ...row } = members;
  calls += 1;
  return {
    event_id: `SU${calls}`,
    call_sid: `CAs${String(calls).padStart(2, '0')}`,
    rank: '1',
    started_at: `${day} ${at}`,
    call_state: 'completed',
    direction: 'outbound_api',
    call_type: 'carrier',
    ...row,
    day,
  };
}

const ACME = { to_carrier: 'Acme, Inc.', to_country_code: 'US' };
const agent = (day: string, from_sdk_version: string, tags: string[], sdk_in_mos_avg: number) =>
  summary({
    call_type: 'client',
    direction: 'inbound',
    from_sdk_type: 'twilio-voice-js',
    from_sdk_version,
    from_ip_address: '192.0.2.1',
    from_city: 'Berlin',
    from_country_code: 'DE',
    tags,
    sdk_in_mos_avg,
    sdk_in_jitter_max: 12,
    day,
  });

const answered = summary({
  ...ACME,
  to_number: '+1',
  connect_duration_s: 60,
  disconnected_by: 'callee',
  pdd_ms: 900,
  last_sip_response: 200,
  at: '09:05:00',
  day: LATE,
});
const summaries: DayRow[] = [
  summary({ ...ACME, to_number: '+1', call_state: 'busy', pdd_ms: 1_500, last_sip_response: 486, day: LATE }),
  // An earlier version of it, which the merge would leave out.
  { ...answered, rank: '0', call_state: 'ringing', pdd_ms: 1, tags: ['silence'] },
  answered,
  summary({
    from_carrier: 'Emca, Inc.',
    to_number: '+49',
    to_country_code: 'DE',
    call_state: 'noanswer',
    last_sip_response: 487,
    day: EARLY,
  }),
  agent(EARLY, '2.0', ['high_jitter', 'low_mos'], 3),
  agent(LATE, '2.1', [], 4.5),
  // What the stream writes where it has no value.
  summary({
    ...{ call_state: 'ringing', direction: 'inbound', call_type: 'sip', disconnected_by: 'unknown_disconnected_by' },
    ...{
      from_sdk_type: '',
      from_sdk_version: '',
      from_ip_address: '',
      to_ip_address: '',
      to_carrier: '',
      to_number: '',
    },
    ...{ pdd_ms: 0, last_sip_response: 0, connect_duration_s: 0, sdk_in_mos_avg: 0, tags: [] },
    day: LATE,
  }),
  agent(LATE, '2.1', ['low_mos'], 3.5),
];

let samples = 0;
function sample(members: Record<string, DayRow[string]>): DayRow {
  samples += 1;
  return {
    event_id: `ME${samples}`,
    call_sid: 'CA1',
    happened_at: `${LATE} 10:00:00`,
    media_edge: 'carrier_edge',
    direction: 'inbound',
    codec_name: 'pcmu',
    ...members,
    day: LATE,
  };
}

const conference = {
  event_id: 'CO1',
  conference_sid: 'CF1',
  created_at: `${LATE} 10:00:00`,
  duration_s: 90,
  unique_participants: 3,
  day: LATE,
};

/** A little of everything that questions ask about. */
export const SAMPLE_TABLES: Tables = {
  call_events: events,
  call_summaries: summaries,
  call_metrics: [
    sample({ interval_jitter: 2, interval_packets_lost: 1, interval_packets_received: 499 }),
    sample({ interval_jitter: 4, interval_packets_lost: 0, interval_packets_received: 500 }),
    sample({ media_edge: 'sdk_edge', codec_name: 'opus', interval_mos: 4.25, interval_rtt: 30 }),
  ],
  conferences: [
    { ...conference, rank: '1', call_quality_issues: 1 },
    { ...conference, rank: '0' },
    { ...conference, conference_sid: 'CF2', rank: '1', unique_participants: 2, start_failure_reason: 'not_enough' },
  ],
};
