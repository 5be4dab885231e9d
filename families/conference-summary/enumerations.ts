/**
 * How a conference stands. `summary_timeout` is one whose end Twilio did not see within a day.
 * Source: https://www.twilio.com/docs/voice/voice-insights/api/conference/conference-summary-resource
 */
export const CONFERENCE_STATUSES = ['in_progress', 'not_started', 'completed', 'summary_timeout'] as const;
export type ConferenceStatus = (typeof CONFERENCE_STATUSES)[number];

export const END_REASONS = [
  'last_participant_left',
  'conference_ended_via_api',
  'participant_with_end_conference_on_exit_left',
  'last_participant_kicked',
  'participant_with_end_conference_on_exit_kicked',
] as const;
export type EndReason = (typeof END_REASONS)[number];

/** Of Twilio's media: those that its schema of a conference names. */
export const CONFERENCE_REGIONS = ['us1', 'us2', 'au1', 'br1', 'ie1', 'jp1', 'sg1', 'de1', 'in1'] as const;
export type ConferenceRegion = (typeof CONFERENCE_REGIONS)[number];

/** Tags that Twilio puts on a conference. */
export const CONFERENCE_TAGS = [
  'invalid_requested_region',
  'duplicate_identity',
  'start_failure',
  'region_configuration_issues',
  'quality_warnings',
  'participant_behavior_issues',
  'high_packet_loss',
  'high_jitter',
  'high_latency',
  'low_mos',
  'detected_silence',
  'no_concurrent_participants',
] as const;
export type ConferenceTag = (typeof CONFERENCE_TAGS)[number];

/** Kinds of trouble that Twilio counts in a conference. */
export const DETECTED_ISSUES = ['call_quality', 'region_configuration', 'participant_behavior'] as const;
export type DetectedIssue = (typeof DETECTED_ISSUES)[number];

/** How far the summary of a conference or participant is; `timeout` where Twilio gave up after a day. */
export const CONFERENCE_PROCESSING_STATES = ['complete', 'in_progress', 'timeout'] as const;
export type ConferenceProcessingState = (typeof CONFERENCE_PROCESSING_STATES)[number];
