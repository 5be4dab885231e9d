import * as z from 'zod/mini';
import {
  CONFERENCE_PROCESSING_STATES,
  CONFERENCE_REGIONS,
  CONFERENCE_STATUSES,
  CONFERENCE_TAGS,
  END_REASONS,
} from './enumerations.ts';

const text = z.nullable(z.string());
const object = z.nullable(z.record(z.string(), z.unknown()));
const count = z.nullable(z.number().register(z.globalRegistry, { type: 'integer', minimum: 0 }));
const time = z.nullable(z.string().register(z.globalRegistry, { format: 'date-time' }));
const address = z.string().register(z.globalRegistry, { format: 'uri' });

/**
 * A conference as Twilio's Conference Summary resource shows it: each of its members, null where there is none, and its
 * enumerations in Twilio's spelling. Durations are seconds.
 * https://www.twilio.com/docs/voice/voice-insights/api/conference/conference-summary-resource
 */
export type ConferenceResource = z.infer<typeof ConferenceResource>;
export const ConferenceResource = z.object({
  conference_sid: z.string().register(z.globalRegistry, {
    description: 'As it came: CF and 32 hexadecimal digits, mostly.',
  }),
  account_sid: text,
  friendly_name: text,
  create_time: time,
  start_time: time,
  end_time: time,
  duration_seconds: count,
  connect_duration_seconds: count,
  status: z.nullable(z.enum(CONFERENCE_STATUSES)),
  max_participants: count,
  max_concurrent_participants: count,
  unique_participants: count,
  end_reason: z.nullable(z.enum(END_REASONS)),
  ended_by: z.nullable(
    z.string().register(z.globalRegistry, { description: 'The SID of the call that ended the conference.' }),
  ),
  mixer_region: z.nullable(z.enum(CONFERENCE_REGIONS)),
  mixer_region_requested: z.nullable(z.enum(CONFERENCE_REGIONS)),
  recording_enabled: z.nullable(z.boolean()),
  detected_issues: z.nullable(z.record(z.string(), z.number())).register(z.globalRegistry, {
    description: 'How often: call_quality, region_configuration, participant_behavior.',
  }),
  tags: z.nullable(z.array(z.enum(CONFERENCE_TAGS))),
  tag_info: object,
  processing_state: z.nullable(z.enum(CONFERENCE_PROCESSING_STATES)),
  url: address,
  links: z.object({ conference_participants: address }),
});
