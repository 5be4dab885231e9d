import * as z from 'zod/mini';
import type { ReadEnvelope } from '../event-data.ts';
import { flag, integer, number, objectsWith, sdkMembers, text, texts } from '../schema-parts.ts';

/**
 * A value may also be an empty text or one that begins with unknown_, and a member that Twilio does not document is kept
 * as it came.
 * @param looseObject makes the objects, however deep
 */
export function summarySchema(looseObject: typeof z.looseObject) {
  const object = objectsWith(looseObject);

  const Range = object({ min: number, avg: number, max: number });
  const Spread = object({ avg: number, max: number });

  const Sdk = object({ ...sdkMembers(object), app: object({ name: text, version: text }) });

  const Party = object({
    caller: text,
    callee: text,
    carrier: text,
    connection: text,
    number_prefix: text,
    location: object({ lat: number, lon: number }),
    city: text,
    country_code: text,
    country_subdivision: text,
    ip_address: text,
    sdk: Sdk,
  });

  const Settings = object({ dscp: flag, ice_restart_enabled: flag, edge: text, selected_edges: texts });

  const Properties = object({
    direction: text,
    disconnected_by: text,
    last_sip_response_num: integer,
    pdd_ms: integer,
    queue_time: integer,
    q850_cause: integer,
    route_id: text,
    media_region: text,
    signaling_region: text,
    twilio_media_ip: text,
    twilio_signaling_ip: text,
    external_media_ip: text,
    external_signaling_ip: text,
    sip_call_id: text,
    user_agent: text,
    selected_region: text,
    region: text,
    trunk_sid: text,
    settings: Settings,
  });

  const packets = {
    codec: integer,
    codec_name: text,
    packets_received: integer,
    packets_sent: integer,
    packets_lost: integer,
    packets_loss_percentage: number,
    jitter: Spread,
    tags: texts,
  };

  const StreamMetrics = object({
    ...packets,
    latency: Spread,
    packet_delay_variation: object({}),
  });

  const GatewayEdge = object({
    properties: object({
      direction: text,
      media_region: text,
      signaling_region: text,
      edge_location: text,
      twilio_media_ip: text,
      external_media_ip: text,
      twilio_signaling_ip: text,
      external_signaling_ip: text,
      sip_call_id: text,
      user_agent: text,
      trunk_sid: text,
      selected_region: text,
      region: text,
      disconnected_by: text,
    }),
    metrics: object({ inbound: StreamMetrics, outbound: StreamMetrics }),
  });

  const SdkMetrics = object({
    ...packets,
    mos: Range,
    rtt: Range,
    audio_in: Spread,
    audio_out: Spread,
  });

  const SdkEdge = object({
    properties: object({ direction: text, disconnected_by: text, settings: Settings }),
    metrics: object({ inbound: SdkMetrics, outbound: SdkMetrics }),
    events: object({ levels: object({}), groups: object({}), errors: object({}), feedback: object({}) }),
  });

  const Trust = object({
    verified_caller: object({ verified: flag }),
    branded: object({
      enabled: flag,
      display_name: text,
      long_display_name: text,
      bundle_sid: text,
      logo: flag,
      type: text,
      use_case: text,
      call_reason: text,
    }),
    branded_call: object({ branded: flag, caller: text, use_case: text, branded_channel_sid: text, brand_sid: text }),
    business_profile: object({ bundle_sid: text, identity: text, industry: text, type: text }),
    voice_integrity: object({ enabled: flag, bundle_sid: text, use_case: text }),
  });

  const Annotation = object({
    answered_by: text,
    connectivity_issue: text,
    quality_issues: texts,
    spam: flag,
    call_score: integer,
    comment: text,
    incident: text,
  });

  const AgentSession = looseObject({
    session_id: text,
    session_state: text,
    turns: integer,
    interruptions: object({ customer_to_agent: integer, agent_to_customer: integer }),
    tts_latency_ms: Range,
    stt_latency_ms: Range,
    network_latency_ms: Range,
    time_to_first_audio_ms: Range,
    application_latency_ms: Range,
    tokens: object({ total: integer, tokens_per_second: Range }),
    words: object({ total: integer, words_per_minute: Range }),
  });

  return looseObject({
    call_sid: z.string().check(z.minLength(1)),
    account_sid: text,
    parent_call_sid: text,
    parent_account_sid: text,
    created_time: text,
    start_time: text,
    end_time: text,
    duration: integer,
    connect_duration: integer,
    call_type: text,
    call_state: text,
    answered_by: text,
    processing_state: text,
    processing_version: integer,
    from: Party,
    to: Party,
    carrier_edge: GatewayEdge,
    client_edge: GatewayEdge,
    sip_edge: GatewayEdge,
    sdk_edge: SdkEdge,
    tags: texts,
    attributes: object({ conference_participant: flag }),
    properties: Properties,
    trust: Trust,
    annotation: Annotation,
    agent_session_summaries: z.nullish(z.array(AgentSession)),
  });
}

/**
 * A Voice Insights call summary: `data` of the three summary types, schema `VoiceInsights.CallSummary` versions 1 to 7,
 * and Twilio's Call Summary resource, which leaves out what the event has as an empty text. Times are ISO 8601 text to the
 * second, durations whole seconds, `pdd_ms` and `queue_time` milliseconds, jitter, latency and `rtt` milliseconds. Only
 * `call_sid` is required.
 * Source: https://www.twilio.com/docs/events/event-types/voice-insights/call-summary
 *
 * @example
 * { call_sid: 'CA…', call_type: 'carrier', call_state: 'completed', processing_state: 'complete', duration: 64,
 *   from: { caller: '+15550100', carrier: 'Example Mobile' }, properties: { last_sip_response_num: 200 } }
 */
export function callSummarySchema(): ReturnType<typeof summarySchema> {
  // Made for the first summary: most processes begin with an event, and it takes milliseconds of their start.
  made ??= summarySchema(z.looseObject);
  return made;
}

let made: ReturnType<typeof summarySchema> | undefined;

/**
 * The documented shape. A stored summary can differ from it: a member of another type is kept as it came and counted by
 * its path, so code that must not fail checks what it reads.
 */
export type CallSummary = z.infer<ReturnType<typeof callSummarySchema>>;

/** A summary and what is kept of the CloudEvent around it. `time` is the envelope's, as it came. */
export interface SummaryCloudEvent extends ReadEnvelope {
  data: CallSummary;
}
