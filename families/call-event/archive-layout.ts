import type { ArchiveLayout } from '../archive/archive-table.ts';
import { columns, ENVELOPE_COLUMNS, GATEWAY_COLUMNS, REST_COLUMNS, SDK_COLUMNS } from '../archive/columns.ts';

const RELAY = 'conversation_relay_data';
const CANDIDATES = 'sdk_edge.ice_candidate_pair';

/** A row for each call event. */
export const CALL_EVENT_LAYOUT: ArchiveLayout = {
  name: 'call_events',
  folder: 'events',
  about: 'Call events: progress, quality warnings, errors and Conversation Relay, one row each.',
  columns: [
    ...ENVELOPE_COLUMNS,
    ...columns('timestamp', ['happened_at', 'When it happened, by the event itself.', 'timestamp']),
    ...columns(
      'string',
      ['call_sid', 'The SID of the call.', 'call_sid'],
      ['account_sid', 'The SID of the account.', 'account_sid'],
      ['edge', 'The edge that the event names: a location, or a side of the call.', 'edge'],
      ['media_edge', 'The side of the call that reported it, as sdk_edge or carrier_edge.'],
      ['event_name', 'The name of the event, as high-jitter.', 'name'],
      ['event_group', 'The group of the event, as network-quality-warning-raised.', 'group'],
      ['level', 'ERROR, WARNING, INFO, DEBUG or UNKNOWN.', 'level'],
    ),
    ...columns('boolean', ['is_error', 'Whether it counts as an error.']),
    ...columns('int', [
      'error_code',
      'The error code, one of https://www.twilio.com/docs/api/errors.',
      'sdk_edge.error.code',
    ]),
    ...columns('string', ['error_message', 'The message of the error.', 'sdk_edge.error.message']),
    ...columns('int', ['feedback_score', 'The score that the user gave the call, 1 to 5.', 'sdk_edge.feedback.score']),
    ...columns('string', ['feedback_reason', 'The issue that the user named.', 'sdk_edge.feedback.reason']),
    ...columns('double', [
      'metric_threshold',
      'The threshold that a warning is about, in the unit of its values.',
      'sdk_edge.metric.threshold',
    ]),
    ...columns('doubles', ['metric_values', 'The values that made the SDK warn.', 'sdk_edge.metric.values']),
    ...columns(
      'string',
      ['ice_remote_type', 'The type of the remote ICE candidate.', `${CANDIDATES}.remote.type`],
      ['ice_remote_protocol', 'The protocol of the remote ICE candidate.', `${CANDIDATES}.remote.protocol`],
      ['ice_local_type', 'The type of the local ICE candidate, as relay.', `${CANDIDATES}.local.type`],
      ['ice_local_protocol', 'The protocol of the local ICE candidate, as udp.', `${CANDIDATES}.local.protocol`],
    ),
    ...SDK_COLUMNS,
    ...GATEWAY_COLUMNS,
    ...columns('string', ['relay_session_id', 'The session of Conversation Relay.', `${RELAY}.session_id`]),
    ...columns('int', ['relay_sequence_number', 'The place of the event in that session.', `${RELAY}.sequence_number`]),
    ...columns(
      'double',
      ['relay_tts_latency_ms', 'How long text took to become speech.', `${RELAY}.tts_latency.latency_ms`],
      ['relay_stt_latency_ms', 'How long speech took to become text.', `${RELAY}.stt_latency.latency_ms`],
    ),
    ...columns('string', ['relay_interrupt_type', 'How the caller interrupted.', `${RELAY}.interrupt.type`]),
    ...columns('double', [
      'relay_duration_s',
      'How long the session was, in seconds.',
      `${RELAY}.call_wrap_up.duration_in_seconds`,
    ]),
    ...columns('string', ['relay_end_status', 'How the session ended.', `${RELAY}.call_wrap_up.end_status`]),
    ...REST_COLUMNS,
  ],
  key: ['call_sid', 'event_id'],
  newest: 'arrived_at',
  order: ['call_sid', 'happened_at', 'event_id'],
  dayFrom: 'happened_at',
  sids: ['call_sid'],
};
