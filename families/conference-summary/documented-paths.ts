/**
 * Every path of `data` that Twilio documents, objects and values: those of the schema `ConferenceSummary`, for whoever has
 * no use for the schema itself.
 */
export const DOCUMENTED_PATHS: readonly string[] = [
  'conference_sid',
  'account_sid',
  'friendly_name',
  'create_time',
  'start_time',
  'end_time',
  'duration_seconds',
  'connect_duration_seconds',
  'status',
  'max_participants',
  'max_concurrent_participants',
  'unique_participants',
  'end_reason',
  'ended_by',
  'mixer_region',
  'mixer_region_requested',
  'recording_enabled',
  'detected_issues',
  'detected_issues.call_quality',
  'detected_issues.region_configuration',
  'detected_issues.participant_behavior',
  'tags',
  'tag_info',
  'tag_info.duplicate_identity',
  'tag_info.duplicate_identity.participant_identity',
  'tag_info.duplicate_identity.participant_sids',
  'tag_info.start_failure',
  'tag_info.start_failure.reason',
  'processing_state',
  'processing_version',
];

/** Texts that people wrote. */
export const PERSONAL_PATHS: readonly string[] = ['friendly_name', 'tag_info.duplicate_identity.participant_identity'];
