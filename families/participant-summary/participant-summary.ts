import * as z from 'zod/mini';
import type { ReadEnvelope } from '../event-data.ts';
import { flag, integer, number, objectsWith, text, texts } from '../schema-parts.ts';

/** @param looseObject makes the objects, however deep */
export function participantSchema(looseObject: typeof z.looseObject) {
  const object = objectsWith(looseObject);
  const Spread = object({ avg: number, max: number });
  const Stream = object({
    total_packets_received: integer,
    total_packets_lost: integer,
    packet_loss_percentage: number,
    jitter: Spread,
    latency: Spread,
    mos: number,
    tags: texts,
  });
  const times = z.nullish(z.array(z.int()));
  return looseObject({
    participant_sid: z.string().check(z.minLength(1)),
    conference_sid: z.string().check(z.minLength(1)),
    label: text,
    call_sid: text,
    account_sid: text,
    call_direction: text,
    from: text,
    to: text,
    call_state: text,
    call_status: text,
    country_code: text,
    is_moderator: flag,
    join_time: text,
    leave_time: text,
    duration_seconds: integer,
    outbound_queue_length: integer,
    outbound_time_in_queue: integer,
    jitter_buffer_size: text,
    is_coach: flag,
    coached_participants: texts,
    participant_region: text,
    conference_region: text,
    call_type: text,
    processing_state: text,
    processing_version: integer,
    whisper: text,
    agent_audio: flag,
    quality_issues: integer,
    properties: object({
      start_conference_on_enter: flag,
      end_conference_on_exit: flag,
      play_early_media: flag,
      early_media: flag,
      enter_muted: flag,
      beep_on_enter: flag,
      beep_on_exit: flag,
      recording_enabled: flag,
      trim_recording: flag,
      requested_region: text,
    }),
    events: object({
      hold: times,
      unhold: times,
      mute: times,
      unmute: times,
      modify_beep: times,
      modify_exit: times,
      coaching: times,
      coaching_stopped: times,
      modify_coached_participant: times,
    }),
    metrics: object({ inbound: Stream, outbound: Stream }),
  });
}

/**
 * The summary of a participant: `data` of its types, schema `VoiceInsights.ConferenceParticipantSummary` versions 1 and 2,
 * and Twilio's Conference Participant Summary resource. `from` and `to` are texts, where the summary of a call has objects.
 * Times are ISO 8601 text to the second, but those of `events`, which are lists of Unix milliseconds. The event has
 * `call_state`, the resource `call_status`. Only both SIDs are required: `participant_sid` and `conference_sid`.
 * Source: https://www.twilio.com/docs/events/event-types/voice-insights/conference-insights/conference-participant-summary
 *
 * @example
 * { participant_sid: 'CP…', conference_sid: 'CF…', call_sid: 'CA…', label: 'agent', from: '+15550100', to: 'client:ann',
 *   join_time: '2026-11-20T11:30:00Z', events: { hold: [1795174260000], unhold: [1795174320000] } }
 */
export function participantSummarySchema(): ReturnType<typeof participantSchema> {
  // Made for the first participant: most processes see none, and it takes a part of their start.
  made ??= participantSchema(z.looseObject);
  return made;
}

let made: ReturnType<typeof participantSchema> | undefined;

/** The documented shape. A stored one can differ from it, see `CallSummary`. */
export type ParticipantSummary = z.infer<ReturnType<typeof participantSummarySchema>>;

/** A participant's summary and what is kept of the CloudEvent around it. `time` is the envelope's, as it came. */
export interface ParticipantCloudEvent extends ReadEnvelope {
  data: ParticipantSummary;
}
