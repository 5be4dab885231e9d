import type { ArchiveLayout } from '../archive/archive-table.ts';
import { columns, REST_COLUMNS, VERSION_COLUMNS } from '../archive/columns.ts';

/** A row for each conference; until a merge, one for each version of its summary. */
export const CONFERENCE_LAYOUT: ArchiveLayout = {
  name: 'conferences',
  folder: 'conferences',
  about: 'Conferences as their summaries tell them, one row each.',
  columns: [
    ...VERSION_COLUMNS,
    ...columns(
      'string',
      ['conference_sid', 'The SID of the conference.', 'conference_sid'],
      ['account_sid', 'The SID of the account.', 'account_sid'],
      ['friendly_name', 'Its friendly name.', 'friendly_name'],
    ),
    ...columns(
      'timestamp',
      ['created_at', 'When the conference was made, or was told of: never null.', 'create_time'],
      ['start_at', 'When two participants were in.', 'start_time'],
      ['end_at', 'When the conference ended.', 'end_time'],
    ),
    ...columns(
      'int',
      ['duration_s', 'How long it was, in seconds.', 'duration_seconds'],
      ['connect_duration_s', 'How long participants were connected, in seconds.', 'connect_duration_seconds'],
    ),
    ...columns('string', ['status', 'in_progress, not_started, completed or summary_timeout.', 'status']),
    ...columns(
      'int',
      ['max_participants', 'How many participants it allows.', 'max_participants'],
      ['max_concurrent_participants', 'How many were in it at once.', 'max_concurrent_participants'],
      ['unique_participants', 'How many different ones there were.', 'unique_participants'],
    ),
    ...columns(
      'string',
      ['end_reason', 'Why it ended, as last_participant_left.', 'end_reason'],
      ['ended_by', 'The SID of the call that ended it.', 'ended_by'],
      ['mixer_region', 'The region in which it was mixed.', 'mixer_region'],
      ['mixer_region_requested', 'The region that was asked for.', 'mixer_region_requested'],
    ),
    ...columns('boolean', ['recording_enabled', 'Whether it was recorded.', 'recording_enabled']),
    ...columns(
      'int',
      ['call_quality_issues', 'Issues of call quality.', 'detected_issues.call_quality'],
      ['region_issues', 'Issues of the configuration of regions.', 'detected_issues.region_configuration'],
      ['behavior_issues', 'Issues of how participants behaved.', 'detected_issues.participant_behavior'],
    ),
    ...columns('strings', ['tags', 'Faults that Twilio found with it.', 'tags']),
    ...columns(
      'string',
      ['start_failure_reason', 'Why it did not start.', 'tag_info.start_failure.reason'],
      ['processing_state', 'How far Twilio is with the summary.', 'processing_state'],
    ),
    ...columns('int', ['processing_version', 'How often Twilio has made the summary.', 'processing_version']),
    ...REST_COLUMNS,
  ],
  key: ['conference_sid'],
  newest: 'rank',
  order: ['conference_sid', 'rank'],
  dayFrom: 'created_at',
  sids: ['conference_sid'],
};
