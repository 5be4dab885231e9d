import type { ConferenceSummary } from '../../families/conference-summary/conference-summary.ts';
import type { ParticipantSummary } from '../../families/participant-summary/participant-summary.ts';
import { type Members, merged } from '../stream-form.ts';

const NO_CONFERENCE = {
  conference_sid: '',
  account_sid: '',
  friendly_name: '',
  create_time: '',
  start_time: null,
  end_time: null,
  duration_seconds: 0,
  connect_duration_seconds: 0,
  status: 'in_progress',
  max_participants: 250,
  max_concurrent_participants: 0,
  unique_participants: 0,
  end_reason: null,
  ended_by: null,
  mixer_region: '',
  mixer_region_requested: null,
  recording_enabled: false,
  detected_issues: { call_quality: 0, region_configuration: 0, participant_behavior: 0 },
  tags: [],
  tag_info: null,
  processing_state: 'in_progress',
};

const NO_PARTICIPANT = {
  participant_sid: '',
  label: null,
  conference_sid: '',
  call_sid: '',
  account_sid: '',
  call_direction: '',
  from: '',
  to: '',
  call_state: '',
  country_code: '',
  is_moderator: false,
  join_time: '',
  leave_time: '',
  duration_seconds: 0,
  outbound_queue_length: 0,
  outbound_time_in_queue: 0,
  jitter_buffer_size: 'large',
  is_coach: false,
  coached_participants: null,
  participant_region: '',
  conference_region: '',
  call_type: '',
  processing_state: 'in_progress',
  whisper: '',
  agent_audio: false,
  quality_issues: 0,
  properties: {
    start_conference_on_enter: false,
    end_conference_on_exit: false,
    play_early_media: true,
    enter_muted: false,
    beep_on_enter: false,
    beep_on_exit: false,
    recording_enabled: false,
    trim_recording: false,
    requested_region: '',
  },
  events: null,
  metrics: null,
};

/**
 * `data` of a conference as Event Streams writes it: every member is there, and one without a value is an empty text, zero,
 * an empty list or null.
 * Source: https://www.twilio.com/docs/events/event-types/voice-insights/conference-insights/conference-summary
 */
export function conferenceForm(members: Members): ConferenceSummary {
  return merged(NO_CONFERENCE, members) as unknown as ConferenceSummary;
}

/**
 * `data` of a participant as Event Streams writes it.
 * Source: https://www.twilio.com/docs/events/event-types/voice-insights/conference-insights/conference-participant-summary
 */
export function participantForm(members: Members): ParticipantSummary {
  return merged(NO_PARTICIPANT, members) as unknown as ParticipantSummary;
}
