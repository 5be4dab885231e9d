import * as z from 'zod/mini';
import type { ReadEnvelope } from '../event-data.ts';
import { flag, integer, objectsWith, text, texts } from '../schema-parts.ts';

/** @param looseObject makes the objects, however deep */
export function conferenceSchema(looseObject: typeof z.looseObject) {
  const object = objectsWith(looseObject);
  const DuplicateIdentity = looseObject({ participant_identity: text, participant_sids: texts });
  return looseObject({
    conference_sid: z.string().check(z.minLength(1)),
    account_sid: text,
    friendly_name: text,
    create_time: text,
    start_time: text,
    end_time: text,
    duration_seconds: integer,
    connect_duration_seconds: integer,
    status: text,
    max_participants: integer,
    max_concurrent_participants: integer,
    unique_participants: integer,
    end_reason: text,
    ended_by: text,
    mixer_region: text,
    mixer_region_requested: text,
    recording_enabled: flag,
    detected_issues: object({ call_quality: integer, region_configuration: integer, participant_behavior: integer }),
    tags: texts,
    tag_info: object({
      duplicate_identity: z.nullish(z.array(DuplicateIdentity)),
      start_failure: object({ reason: text }),
    }),
    processing_state: text,
    processing_version: integer,
  });
}

/**
 * The summary of a conference: `data` of both types, schema `VoiceInsights.ConferenceSummary` versions 1 and 2, and
 * Twilio's Conference Summary resource. Times are ISO 8601 text to the second, durations whole seconds, `ended_by` is the
 * SID of a call. `start_time` is null until two participants are in. Only `conference_sid` is required.
 * Source: https://www.twilio.com/docs/events/event-types/voice-insights/conference-insights/conference-summary
 *
 * @example
 * { conference_sid: 'CF…', friendly_name: 'standup', status: 'completed', create_time: '2026-11-20T11:30:00Z',
 *   end_reason: 'last_participant_left', ended_by: 'CA…', detected_issues: { call_quality: 1 } }
 */
export function conferenceSummarySchema(): ReturnType<typeof conferenceSchema> {
  // Made for the first conference: most processes see none, and it takes a part of their start.
  made ??= conferenceSchema(z.looseObject);
  return made;
}

let made: ReturnType<typeof conferenceSchema> | undefined;

/** The documented shape. A stored one can differ from it, see `CallSummary`. */
export type ConferenceSummary = z.infer<ReturnType<typeof conferenceSummarySchema>>;

/** A conference's summary and what is kept of the CloudEvent around it. `time` is the envelope's, as it came. */
export interface ConferenceCloudEvent extends ReadEnvelope {
  data: ConferenceSummary;
}
