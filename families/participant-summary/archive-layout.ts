import type { ArchiveLayout } from '../archive/archive-table.ts';
import type { ArchiveColumn } from '../archive/column.ts';
import { columns, REST_COLUMNS, VERSION_COLUMNS } from '../archive/columns.ts';

/** A row for each participant of a conference; until a merge, one for each version of its summary. */
export const PARTICIPANT_LAYOUT: ArchiveLayout = {
  name: 'participants',
  folder: 'participants',
  about: 'Participants of conferences as their summaries tell them, one row each.',
  columns: [
    ...VERSION_COLUMNS,
    ...columns(
      'string',
      ['participant_sid', 'The SID of the participant.', 'participant_sid'],
      ['label', 'The label of the participant.', 'label'],
      ['conference_sid', 'The SID of the conference.', 'conference_sid'],
      ['call_sid', 'The SID of the call that took part.', 'call_sid'],
      ['account_sid', 'The SID of the account.', 'account_sid'],
      ['call_direction', 'inbound or outbound.', 'call_direction'],
      ['from_number', 'Who called: a number, client or SIP address.', 'from'],
      ['to_number', 'Who was called: a number, client or SIP address.', 'to'],
      ['call_state', 'How the call stands or ended, by the event.', 'call_state'],
      ['call_status', 'How the call stands or ended, by the REST resource.', 'call_status'],
      ['country_code', 'The country of the participant, two letters.', 'country_code'],
    ),
    ...columns('boolean', ['is_moderator', 'Whether the participant moderates.', 'is_moderator']),
    ...columns(
      'timestamp',
      ['joined_at', 'When the participant joined, or was told of: never null.', 'join_time'],
      ['left_at', 'When the participant left.', 'leave_time'],
    ),
    ...columns(
      'int',
      ['duration_s', 'How long the participant was in, in seconds.', 'duration_seconds'],
      ['outbound_queue_length', 'How many calls waited to be dialled.', 'outbound_queue_length'],
      ['outbound_time_in_queue', 'How long the call waited to be dialled, in milliseconds.', 'outbound_time_in_queue'],
    ),
    ...columns('string', ['jitter_buffer_size', 'The size of the jitter buffer, as large.', 'jitter_buffer_size']),
    ...columns('boolean', ['is_coach', 'Whether the participant coaches others.', 'is_coach']),
    ...columns('strings', ['coached_participants', 'The SIDs of those coached.', 'coached_participants']),
    ...columns(
      'string',
      ['participant_region', 'The region of the participant.', 'participant_region'],
      ['conference_region', 'The region of the conference.', 'conference_region'],
      ['call_type', 'carrier, sip or client.', 'call_type'],
      ['processing_state', 'How far Twilio is with the summary.', 'processing_state'],
    ),
    ...columns('int', ['processing_version', 'How often Twilio has made the summary.', 'processing_version']),
    ...columns('string', ['whisper', 'Who whispers to the participant.', 'whisper']),
    ...columns('boolean', ['agent_audio', 'Whether the agent was heard.', 'agent_audio']),
    ...columns('int', ['quality_issues', 'How many issues of quality there were.', 'quality_issues']),
    ...columns(
      'boolean',
      property('start_conference_on_enter', 'Whether the conference starts with the participant.'),
      property('end_conference_on_exit', 'Whether the conference ends with the participant.'),
      property('play_early_media', 'Whether early media was played.'),
      property('early_media', 'Whether there was early media.'),
      property('enter_muted', 'Whether the participant came in muted.'),
      property('beep_on_enter', 'Whether there was a beep to come in.'),
      property('beep_on_exit', 'Whether there was a beep to leave.'),
      property('recording_enabled', 'Whether the participant was recorded.'),
      property('trim_recording', 'Whether silence was cut from the recording.'),
    ),
    ...columns('string', property('requested_region', 'The region that was asked for.')),
    ...columns(
      'doubles',
      ['hold_times', 'When the participant was put on hold, epoch milliseconds.', 'events.hold'],
      ['unhold_times', 'When the hold ended, epoch milliseconds.', 'events.unhold'],
      ['mute_times', 'When the participant was muted, epoch milliseconds.', 'events.mute'],
      ['unmute_times', 'When the mute ended, epoch milliseconds.', 'events.unmute'],
    ),
    ...stream('in', 'inbound'),
    ...stream('out', 'outbound'),
    ...REST_COLUMNS,
  ],
  key: ['conference_sid', 'participant_sid'],
  newest: 'rank',
  order: ['conference_sid', 'participant_sid', 'rank'],
  dayFrom: 'joined_at',
  sids: ['conference_sid', 'call_sid', 'participant_sid'],
};

function property(name: string, about: string): readonly [string, string, string] {
  return [name, about, `properties.${name}`];
}

function stream(name: 'in' | 'out', of: 'inbound' | 'outbound'): ArchiveColumn[] {
  const at = `metrics.${of}`;
  return [
    ...columns(
      'double',
      [`${name}_packets_received`, `Packets received, ${of}.`, `${at}.total_packets_received`],
      [`${name}_packets_lost`, `Packets lost, ${of}.`, `${at}.total_packets_lost`],
      [`${name}_loss_percent`, `Packets lost of a hundred, ${of}.`, `${at}.packet_loss_percentage`],
      [`${name}_jitter_avg`, `Average jitter in milliseconds, ${of}.`, `${at}.jitter.avg`],
      [`${name}_jitter_max`, `Largest jitter in milliseconds, ${of}.`, `${at}.jitter.max`],
      [`${name}_latency_avg`, `Average latency in milliseconds, ${of}.`, `${at}.latency.avg`],
      [`${name}_latency_max`, `Largest latency in milliseconds, ${of}.`, `${at}.latency.max`],
      [`${name}_mos`, `Mean opinion score, 1 to 4.6, ${of}.`, `${at}.mos`],
    ),
    ...columns('strings', [`${name}_tags`, `Faults that Twilio found, ${of}.`, `${at}.tags`]),
  ];
}
