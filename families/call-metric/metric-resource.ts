import * as z from 'zod/mini';
import { MEDIA_EDGES } from '../call-event/media-edge.ts';

const object = z.nullable(z.record(z.string(), z.unknown()));

/**
 * Directions of media as the media edge sees them. SDK samples say `both`, those of gateways come in pairs.
 * Source: https://www.twilio.com/docs/voice/voice-insights/api/call/call-metrics-resource
 */
export const METRIC_DIRECTIONS = ['unknown', 'inbound', 'outbound', 'both'] as const;
export type MetricDirection = (typeof METRIC_DIRECTIONS)[number];

/**
 * A sample of a call's media as Twilio's Call Metric resource shows it: one element of its list `metrics`. Its
 * enumerations are kept, and its types: typed clients fail on anything else. What is inside of an edge's object is as it
 * came, but for values of another type than Twilio documents.
 * https://www.twilio.com/docs/voice/voice-insights/api/call/call-metrics-resource
 */
export type MetricResource = z.infer<typeof MetricResource>;
export const MetricResource = z.object({
  timestamp: z.string().register(z.globalRegistry, {
    format: 'date-time',
    description:
      'The time by which samples are in order, of the sample or else of the CloudEvent around it. As Twilio wrote it where that is RFC 3339.',
  }),
  call_sid: z.string().register(z.globalRegistry, {
    description: 'As it came: CA and 32 hexadecimal digits, mostly.',
  }),
  account_sid: z.nullable(z.string()),
  edge: z.enum(MEDIA_EDGES).register(z.globalRegistry, {
    description: 'As the sample says it; where it says none of the five, the only edge it has an object of.',
  }),
  direction: z.enum(METRIC_DIRECTIONS),
  carrier_edge: object,
  sip_edge: object,
  sdk_edge: object,
  client_edge: object,
});
