import * as z from 'zod/mini';
import { LEVELS } from '../../shared/level.ts';
import { MEDIA_EDGES } from './media-edge.ts';

const text = z.nullable(z.string());
const object = z.record(z.string(), z.unknown());

/**
 * An event as Twilio's Call Insights Event resource shows it. Its enumerations are kept, and its types: typed clients
 * fail on anything else. The table has what came; what is inside of an edge's object came from a client.
 * https://www.twilio.com/docs/voice/voice-insights/api/call/call-events-resource
 */
export type EventResource = z.infer<typeof EventResource>;
export const EventResource = z.object({
  timestamp: z.string().register(z.globalRegistry, {
    format: 'date-time',
    description:
      'The time by which events are in order, of the event or else of the CloudEvent around it. As Twilio wrote it where that is RFC 3339.',
  }),
  call_sid: z.string().register(z.globalRegistry, {
    description: 'As it came: CA and 32 hexadecimal digits, mostly.',
  }),
  account_sid: text,
  edge: z.nullable(z.enum(MEDIA_EDGES)).register(z.globalRegistry, {
    description: 'A location (ashburn) is answered as unknown_edge.',
  }),
  group: text,
  name: text,
  level: z.nullable(z.enum(LEVELS)),
  carrier_edge: z.nullable(object),
  sip_edge: z.nullable(object),
  sdk_edge: z.nullable(object),
  client_edge: z.nullable(object),
  conversation_relay_data: z.optional(object),
});
