import * as z from 'zod/mini';
import { CONFERENCE_PROCESSING_STATES, CONFERENCE_REGIONS } from '../conference-summary/enumerations.ts';
import {
  JITTER_BUFFER_SIZES,
  PARTICIPANT_CALL_STATUSES,
  PARTICIPANT_CALL_TYPES,
  PARTICIPANT_DIRECTIONS,
} from './enumerations.ts';

const text = z.nullable(z.string());
const object = z.nullable(z.record(z.string(), z.unknown()));
const flag = z.nullable(z.boolean());
const count = z.nullable(z.number().register(z.globalRegistry, { type: 'integer', minimum: 0 }));
const time = z.nullable(z.string().register(z.globalRegistry, { format: 'date-time' }));
const number = z.optional(z.number());
const spread = z.optional(z.looseObject({ avg: number, max: number }));

/** Media of a participant in one direction, as the mixer of the conference sees it. Jitter and latency are milliseconds. */
export type ParticipantStream = z.infer<typeof ParticipantStream>;
const ParticipantStream = z.looseObject({
  total_packets_received: number,
  total_packets_lost: number,
  packet_loss_percentage: number,
  jitter: spread,
  latency: spread,
  mos: number,
  tags: z.optional(z.array(z.string())),
});

/**
 * A participant as Twilio's Conference Participant Summary resource shows it: each of its members, null where there is
 * none, and its enumerations in Twilio's spelling. `duration_seconds` is seconds.
 * https://www.twilio.com/docs/voice/voice-insights/api/conference/conference-participant-summary-resource
 */
export type ParticipantResource = z.infer<typeof ParticipantResource>;
export const ParticipantResource = z.object({
  participant_sid: z.string().register(z.globalRegistry, {
    description: 'As it came: CP and 32 hexadecimal digits, mostly.',
  }),
  label: text,
  conference_sid: z.string(),
  call_sid: text,
  account_sid: text,
  call_direction: z.nullable(z.enum(PARTICIPANT_DIRECTIONS)),
  from: text,
  to: text,
  call_status: z.nullable(z.enum(PARTICIPANT_CALL_STATUSES)),
  country_code: text,
  is_moderator: flag,
  join_time: time,
  leave_time: time,
  duration_seconds: count,
  outbound_queue_length: count,
  outbound_time_in_queue: z.nullable(z.number()).register(z.globalRegistry, {
    description: "As it came: seconds by Twilio's text, milliseconds by its examples.",
  }),
  jitter_buffer_size: z.nullable(z.enum(JITTER_BUFFER_SIZES)),
  is_coach: flag,
  coached_participants: z.nullable(z.array(z.string())).register(z.globalRegistry, {
    description: 'SIDs of calls, or of participants: Twilio writes both.',
  }),
  participant_region: z.nullable(z.enum(CONFERENCE_REGIONS)),
  conference_region: z.nullable(z.enum(CONFERENCE_REGIONS)),
  call_type: z.nullable(z.enum(PARTICIPANT_CALL_TYPES)),
  processing_state: z.nullable(z.enum(CONFERENCE_PROCESSING_STATES)),
  properties: object,
  events: z.nullable(z.record(z.string(), z.array(z.number()))).register(z.globalRegistry, {
    description: 'Of each action, such as hold, unhold, mute or coaching, its times in Unix milliseconds.',
  }),
  metrics: z.nullable(z.object({ inbound: z.optional(ParticipantStream), outbound: z.optional(ParticipantStream) })),
  url: z.string().register(z.globalRegistry, { format: 'uri' }),
});
