import * as z from 'zod/mini';
import type { ReadEnvelope } from '../event-data.ts';
import { createMismatches } from '../schema-mismatches.ts';
import { integer, number, objectsWith, sdkMembers, text } from '../schema-parts.ts';

/** A member that Twilio does not document is kept as it came. @param looseObject makes the objects, however deep */
function schemaOf(looseObject: typeof z.looseObject) {
  const object = objectsWith(looseObject);

  const GatewayEdge = object({
    metadata: object({ region: text, twilio_ip: text, external_ip: text, edge_location: text }),
  });

  const IceCandidate = object({ type: text, protocol: text });

  const Sdk = object(sdkMembers(object));

  const SdkEdge = object({
    error: object({ code: integer, message: text }),
    feedback: object({ score: integer, reason: text }),
    metric: object({ threshold: number, values: z.nullish(z.array(z.number())) }),
    ice_candidate_pair: object({ remote: IceCandidate, local: IceCandidate }),
    metadata: object({
      client_name: text,
      location: object({ lat: number, lon: number }),
      city: text,
      country_code: text,
      country_subdivision: text,
      ip_address: text,
      sdk: Sdk,
    }),
  });

  const Latency = object({ latency_ms: number });

  /** Not in the published lists of fields; as the official Node.js client reads it since 6.1.0. */
  const ConversationRelayData = object({
    session_id: text,
    sequence_number: integer,
    tts_latency: Latency,
    stt_latency: Latency,
    interrupt: object({ type: text }),
    last_token_received: object({ total_tokens: integer, total_words: integer }),
    configurations: object({ configurations: object({}), languages: object({}) }),
    language_changed: object({ tts_language_code: text, transcription_language_code: text }),
    call_wrap_up: object({ duration_in_seconds: number, end_status: text }),
    error: object({ error_code: integer, error_message: text, message: text }),
  });

  return looseObject({
    timestamp: text,
    call_sid: z.string().check(z.minLength(1)),
    account_sid: text,
    edge: text,
    name: text,
    group: text,
    level: text,
    carrier_edge: GatewayEdge,
    client_edge: GatewayEdge,
    sip_edge: GatewayEdge,
    sdk_edge: SdkEdge,
    conversation_relay_data: ConversationRelayData,
  });
}

/**
 * A Voice Insights call event: `data` of both call event types, schema `VoiceInsights.CallEvent` versions 1 to 3.
 * `timestamp` is ISO 8601 text; `edge` is a location (ashburn) or a side of the call (sdk_edge). Only what the table's
 * key needs is required: Twilio's own examples lack members that its lists call required.
 * Source: https://www.twilio.com/docs/events/event-types/voice-insights/voice-sdk-events
 *
 * @example
 * { timestamp: '2021-05-24T14:15:22Z', call_sid: 'CA…', account_sid: 'AC…', edge: 'sdk_edge', group: 'connection',
 *   name: 'error', level: 'ERROR', sdk_edge: { error: { code: 31005, message: 'Connection error' } } }
 */
export const CallEvent = schemaOf(z.looseObject);

/**
 * The documented shape. A stored event can differ from it: a member of another type is kept as it came and counted by
 * its path, so code that must not fail checks what it reads.
 */
export type CallEvent = z.infer<typeof CallEvent>;

/**
 * The paths at which data differs from the documented schema, `[]` for none; an element of a list is written `[]`, so
 * that `sdk_edge.metric.values[]` is one path however long the list is.
 */
export const schemaMismatches = createMismatches(CallEvent, schemaOf(z.object as typeof z.looseObject));

/** A call event and what is kept of the CloudEvent around it. `time` is the envelope's, as it came. */
export interface CallCloudEvent extends ReadEnvelope {
  data: CallEvent;
}
