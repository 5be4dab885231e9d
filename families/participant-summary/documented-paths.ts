const STREAM = [
  '',
  '.total_packets_received',
  '.total_packets_lost',
  '.packet_loss_percentage',
  '.jitter',
  '.jitter.avg',
  '.jitter.max',
  '.latency',
  '.latency.avg',
  '.latency.max',
  '.mos',
  '.tags',
];

/**
 * Every path of `data` that Twilio documents, objects and values: those of the schema `ParticipantSummary`, for whoever
 * has no use for the schema itself.
 */
export const DOCUMENTED_PATHS: readonly string[] = [
  'participant_sid',
  'label',
  'conference_sid',
  'call_sid',
  'account_sid',
  'call_direction',
  'from',
  'to',
  'call_state',
  'call_status',
  'country_code',
  'is_moderator',
  'join_time',
  'leave_time',
  'duration_seconds',
  'outbound_queue_length',
  'outbound_time_in_queue',
  'jitter_buffer_size',
  'is_coach',
  'coached_participants',
  'participant_region',
  'conference_region',
  'call_type',
  'processing_state',
  'processing_version',
  'whisper',
  'agent_audio',
  'quality_issues',
  ...members(
    'properties',
    'start_conference_on_enter end_conference_on_exit play_early_media early_media enter_muted beep_on_enter ' +
      'beep_on_exit recording_enabled trim_recording requested_region',
  ),
  ...members(
    'events',
    'hold unhold mute unmute modify_beep modify_exit coaching coaching_stopped modify_coached_participant',
  ),
  'metrics',
  ...['inbound', 'outbound'].flatMap((direction) => STREAM.map((path) => `metrics.${direction}${path}`)),
];

/**
 * Who called, and the name that somebody gave them. The numbers are texts here and objects in the summary of a call: by
 * these paths both are hidden, and a call's country and carrier are not.
 */
export const PERSONAL_PATHS: readonly string[] = ['from.caller', 'to.callee', 'label'];

function members(object: string, names: string): string[] {
  return [object, ...names.split(' ').map((name) => `${object}.${name}`)];
}
