import * as z from 'zod/mini';
import type { ReadEnvelope } from '../event-data.ts';
import { createMismatches } from '../schema-mismatches.ts';
import { integer, number, objectsWith, sdkMembers, text } from '../schema-parts.ts';

/** A member that Twilio does not document is kept as it came. @param looseObject makes the objects, however deep */
function schemaOf(looseObject: typeof z.looseObject) {
  const object = objectsWith(looseObject);

  /** The SDK says `value`, gateways `avg` and `max`. */
  const Range = object({ min: number, max: number, avg: number, value: number });

  const Metrics = object({
    codec: integer,
    codec_name: text,
    packets_received: integer,
    packets_sent: integer,
    packets_lost: integer,
    packets_loss_percentage: number,
    bytes_received: integer,
    bytes_sent: integer,
    jitter: Range,
    rtt: Range,
    mos: Range,
    audio_in: Range,
    audio_out: Range,
    latency: Range,
    packet_delay_variation: object({}),
  });

  const measured = { codec: integer, codec_name: text, interval: Metrics, cumulative: Metrics };

  const GatewayEdge = object({
    ...measured,
    metadata: object({ region: text, twilio_ip: text, external_ip: text, edge_location: text }),
  });

  const SdkEdge = object({
    ...measured,
    metadata: object({
      client_name: text,
      location: object({ lat: number, lon: number }),
      city: text,
      country_code: text,
      country_subdivision: text,
      ip_address: text,
      sdk: object(sdkMembers(object)),
    }),
  });

  return looseObject({
    timestamp: text,
    call_sid: z.string().check(z.minLength(1)),
    account_sid: text,
    edge: text,
    direction: text,
    carrier_edge: GatewayEdge,
    client_edge: GatewayEdge,
    sip_edge: GatewayEdge,
    sdk_edge: SdkEdge,
  });
}

/**
 * A sample of a call's media: `data` of both metric types, schema `VoiceInsights.CallMetric` versions 1 and 2. `interval`
 * is what was measured since the sample before, `cumulative` since the call began. `jitter`, `rtt` and `latency` are
 * milliseconds, audio levels 0 to 32767, `mos` 1 to 4.6. Gateways say neither `mos` nor `rtt`. Only what the table's key
 * needs is required.
 * Source: https://www.twilio.com/docs/events/event-types/voice-insights/voice-sdk-metrics
 *
 * @example
 * { timestamp: '2026-11-20T11:58:27.143Z', call_sid: 'CA…', account_sid: 'AC…', edge: 'sdk_edge', direction: 'both',
 *   sdk_edge: { interval: { packets_received: 50, packets_lost: 0, jitter: { value: 9 }, mos: { value: 4.39 } } } }
 */
export function callMetricSchema(): ReturnType<typeof schemaOf> {
  // Made for the first sample: most processes begin with an event, and it takes milliseconds of their start.
  made ??= schemaOf(z.looseObject);
  return made;
}

let made: ReturnType<typeof schemaOf> | undefined;

/**
 * The documented shape. A stored sample can differ from it: a member of another type is kept as it came and counted by
 * its path, so code that must not fail checks what it reads.
 */
export type CallMetric = z.infer<ReturnType<typeof schemaOf>>;

/** The paths at which a sample differs from the documented schema, `[]` for none. */
export function metricMismatches(data: unknown): string[] {
  // The gate takes milliseconds to compile, which a cold start without a sample has no use for.
  find ??= createMismatches(callMetricSchema(), schemaOf(z.object as typeof z.looseObject));
  return find(data);
}

let find: ReturnType<typeof createMismatches> | undefined;

/** A metric event and what is kept of the CloudEvent around it. `time` is the envelope's, as it came. */
export interface MetricCloudEvent extends ReadEnvelope {
  /** One sample mostly; where Twilio sends several at once, each is a row of its own. */
  data: readonly CallMetric[];
  /** Several were sent as a list, be it a list of one. */
  isList: boolean;
}
