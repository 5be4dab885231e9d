import * as z from 'zod';

// As whoever starts from Twilio's list of fields would write it.
const text = z.string().nullish();
const number = z.number().nullish();
const gatewayEdge = z
  .object({ metadata: z.object({ region: text, twilio_ip: text, external_ip: text, edge_location: text }).nullish() })
  .nullish();
const candidate = z.object({ type: text, protocol: text }).nullish();
const latency = z.object({ latency_ms: number }).nullish();

const CallEvent = z.object({
  timestamp: z.string(),
  call_sid: z.string(),
  account_sid: text,
  edge: text,
  name: text,
  group: text,
  level: text,
  carrier_edge: gatewayEdge,
  client_edge: gatewayEdge,
  sip_edge: gatewayEdge,
  sdk_edge: z
    .object({
      error: z.object({ code: number, message: text }).nullish(),
      feedback: z.object({ score: number, reason: text }).nullish(),
      metric: z.object({ threshold: number, values: z.array(z.number()).nullish() }).nullish(),
      ice_candidate_pair: z.object({ remote: candidate, local: candidate }).nullish(),
      metadata: z
        .object({
          client_name: text,
          location: z.object({ lat: number, lon: number }).nullish(),
          city: text,
          country_code: text,
          country_subdivision: text,
          ip_address: text,
          sdk: z
            .object({
              type: text,
              version: text,
              platform: text,
              region: text,
              selected_region: text,
              browser: z.object({ name: text, major: text, version: text }).nullish(),
              os: z.object({ name: text, version: text }).nullish(),
              device: z.object({ model: text, type: text, vendor: text, arch: text }).nullish(),
              engine: z.object({ name: text, version: text }).nullish(),
              edge_location: text,
            })
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
  conversation_relay_data: z
    .looseObject({ session_id: text, sequence_number: number, tts_latency: latency, stt_latency: latency })
    .nullish(),
});

/** What a rival reads of a record. */
export const CallCloudEvent = z.object({ id: z.string(), type: z.string(), time: text, data: CallEvent });
