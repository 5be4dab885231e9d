import { isPresent, type JsonObject } from '../../shared/json.ts';

/**
 * The sides of a call that report events. `edge_location` (ashburn, dublin …) is something else.
 * Source: Understanding Twilio Media Edges, https://www.twilio.com/docs/voice/voice-insights/api/call/call-events-resource
 */
export const MEDIA_EDGES = ['unknown_edge', 'carrier_edge', 'sip_edge', 'sdk_edge', 'client_edge'] as const;
export type MediaEdge = (typeof MEDIA_EDGES)[number];

const EDGE_OBJECTS = ['sdk_edge', 'client_edge', 'sip_edge', 'carrier_edge'] as const;
const known: ReadonlySet<unknown> = new Set(MEDIA_EDGES);

export function isMediaEdge(edge: unknown): edge is MediaEdge {
  return known.has(edge);
}

/**
 * The side of the call an event comes from: `edge` where it is one of Twilio's five, else the only edge object that is
 * there. The stream's documentation calls `edge` a location, the REST resource's one of five; both are understood.
 */
export function mediaEdge(data: JsonObject): MediaEdge | undefined {
  if (isMediaEdge(data.edge)) return data.edge;
  const present = EDGE_OBJECTS.filter((edge) => isPresent(data[edge]));
  return present.length === 1 ? present[0] : undefined;
}
