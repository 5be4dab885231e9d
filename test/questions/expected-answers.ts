import type { QueryAnswer } from '../../lambda/query/archive-query.ts';

/** What each question is to be answered with over the sample tables, worked out by hand. */
export const EXPECTED_ANSWERS: Readonly<Record<string, { columns: string; rows: QueryAnswer['rows'] }>> = {
  volume: {
    columns: 'day events calls warnings errors late_p95_s',
    rows: [
      ['2026-11-09', 6, 3, 2, 1, 10800],
      ['2026-11-20', 49, 23, 1, 5, 7200],
    ],
  },
  'trouble-by-day': {
    columns: 'day calls warned_percent failed_percent',
    rows: [
      ['2026-11-09', 3, 33.33, 33.33],
      ['2026-11-20', 23, 4.35, 21.74],
    ],
  },
  'error-codes': {
    columns: 'error_code calls calls_before errors first_day last_day example',
    rows: [[31005, 5, 1, 6, '2026-11-09', '2026-11-20', 'HANGUP']],
  },
  'errors-by-country': {
    columns: 'week country error_code errors calls',
    rows: [
      ['2026-11-16', 'DE', 31005, 5, 5],
      ['2026-11-09', '?', 31005, 1, 1],
    ],
  },
  'relay-latency': { columns: 'day spoken tts_p95_ms stt_p95_ms calls', rows: [['2026-11-09', 1, 100, null, 1]] },
  ratings: { columns: 'month reason ratings score', rows: [['2026-11-01', 'echo', 2, 4.5]] },
  'unknown-fields': {
    columns: 'event_group event_name schema_version events first_day example',
    rows: [['g', 'n', 2, 1, '2026-11-20', '{"a":1}']],
  },
  'one-call': {
    columns: 'happened_at level media_edge event_group event_name error_code error_message metric_values other',
    rows: [
      ['2026-11-09T10:00:00.000Z', 'INFO', null, null, 'ringing', null, null, null, null],
      ['2026-11-09T10:00:01.000Z', 'INFO', null, 'conversation_relay', 'relay', null, null, null, null],
    ],
  },
  'warnings-by-sdk': {
    columns: 'sdk_type sdk_version this_period period_before',
    rows: [
      ['twilio-voice-js', '2.1', 1, 0],
      ['twilio-voice-js', '2.0', 0, 2],
    ],
  },
  'quality-by-region': {
    columns: 'region edge_location event_name warnings calls median p95',
    rows: [['us1', 'ashburn', 'high-jitter', 3, 2, 60, 80]],
  },
  'network-paths': {
    columns: 'local_type protocol calls warned_percent failed_percent',
    rows: [['relay', 'tcp', 1, 0, 0]],
  },
  'worst-clients': { columns: 'client_name calls bad_calls', rows: [['alice', 6, 5]] },
  browsers: {
    columns: 'browser major os os_version calls failed_percent',
    rows: [['Chrome', '120', 'Windows', '10', 20, 25]],
  },
  'connect-time': { columns: 'region calls median_ms p95_ms', rows: [['us1', 20, 500, 500]] },
  'answer-rate-by-carrier': {
    columns: 'carrier calls answered_percent busy_percent failed_percent median_s average_s',
    rows: [
      ['Acme, Inc.', 2, 50, 50, 0, 60, 60],
      ['?', 1, 0, 0, 0, null, null],
    ],
  },
  'answer-rate-by-country': {
    columns: 'country calls answered_percent busy_percent failed_percent median_s average_s',
    rows: [
      ['US', 2, 50, 50, 0, 60, 60],
      ['DE', 1, 0, 0, 0, null, null],
    ],
  },
  'who-hangs-up': {
    columns: 'call_type direction disconnected_by calls percent median_s',
    rows: [
      ['client', 'inbound', '?', 3, 100, null],
      ['carrier', 'outbound_api', 'callee', 1, 100, 60],
    ],
  },
  'post-dial-delay': {
    columns: 'country carrier calls median_ms p95_ms worst_ms',
    rows: [['US', 'Acme, Inc.', 2, 1200, 1500, 1500]],
  },
  'sip-codes': {
    columns: 'last_sip_response call_state calls calls_before',
    rows: [
      [200, 'completed', 1, 0],
      [486, 'busy', 1, 0],
      [487, 'noanswer', 0, 1],
    ],
  },
  'cost-of-retries': {
    columns: 'day calls retries retry_percent retry_minutes minutes_percent',
    rows: [
      ['2026-11-09', 1, 0, 0, 0, null],
      ['2026-11-20', 2, 1, 50, 1, 100],
    ],
  },
  'calls-by-country': {
    columns: 'country calls warned_percent failed_percent',
    rows: [
      ['?', 21, 9.52, 4.76],
      ['DE', 5, 0, 100],
    ],
  },
  'calls-by-carrier': {
    columns: 'carrier calls failed_percent tagged_percent',
    rows: [
      ['?', 6, 0, 33.33],
      ['Emca, Inc.', 1, 0, 0],
    ],
  },
  'tagged-share': {
    columns: 'day calls tagged tagged_percent',
    rows: [
      ['2026-11-09', 2, 1, 50],
      ['2026-11-20', 5, 1, 20],
    ],
  },
  tags: {
    columns: 'tag calls calls_before',
    rows: [
      ['low_mos', 1, 1],
      ['high_jitter', 0, 1],
    ],
  },
  'bad-calls-by-sdk': {
    columns: 'sdk_type sdk_version calls tagged_percent calls_before tagged_percent_before mos mos_before',
    rows: [
      ['twilio-voice-js', '2.1', 2, 50, 0, null, 4, null],
      ['twilio-voice-js', '2.0', 0, null, 1, 100, null, 3],
    ],
  },
  'worst-networks': {
    columns: 'ip_address city country calls tagged tagged_percent mos jitter_p95_ms',
    rows: [['192.0.2.1', 'Berlin', 'DE', 3, 2, 66.67, 3.67, 12]],
  },
  'quality-by-edge': {
    columns: 'media_edge direction codec_name samples calls jitter_median_ms jitter_p95_ms rtt_p95_ms mos loss_percent',
    rows: [
      ['carrier_edge', 'inbound', 'pcmu', 2, 1, 3, 4, null, null, 0.1],
      ['sdk_edge', 'inbound', 'opus', 1, 1, null, null, 30, 4.25, null],
    ],
  },
  'conferences-by-day': {
    columns: 'day conferences participants minutes with_issues not_started',
    rows: [['2026-11-20', 2, 2.5, 3, 1, 1]],
  },
};
