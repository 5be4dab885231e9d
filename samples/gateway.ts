import type { CallEvent } from '../families/call-event/call-event.ts';
import type { GatewayEdge, GatewayMoment } from './moment.ts';
import type { Random } from './random.ts';

export type GatewayMetadata = NonNullable<NonNullable<CallEvent['carrier_edge']>['metadata']>;

/** Twilio regions and, of each, an edge location. https://www.twilio.com/docs/global-infrastructure/edge-locations */
const LOCATIONS = [
  { region: 'us1', edge_location: 'ashburn' },
  { region: 'us1', edge_location: 'umatilla' },
  { region: 'ie1', edge_location: 'dublin' },
  { region: 'de1', edge_location: 'frankfurt' },
  { region: 'sg1', edge_location: 'singapore' },
  { region: 'au1', edge_location: 'sydney' },
] as const;

/** The addresses of a gateway and of its peer, out of the ranges kept for documentation (RFC 5737). */
export function gatewayMetadata(random: Random): GatewayMetadata {
  const { region, edge_location } = random.pick(LOCATIONS);
  return {
    region,
    twilio_ip: `203.0.113.${random.integer(1, 254)}`,
    external_ip: `192.0.2.${random.integer(1, 254)}`,
    edge_location,
  };
}

/**
 * Call progress at one gateway, from `initiated` to `completed`: answered `answeredMs` after it began, or given up then
 * where there is no `talkMs`. It rings `ringingMs` after it began, in less than a second where that is not said.
 * Twilio publishes no list of these names; they are those of its call progress events,
 * https://www.twilio.com/docs/voice/api/call-resource
 */
export function callProgress(
  random: Random,
  edge: GatewayEdge,
  {
    startMs = 0,
    answeredMs,
    ringingMs = random.integer(80, Math.min(900, answeredMs)),
    talkMs,
  }: { startMs?: number; ringingMs?: number; answeredMs: number; talkMs?: number },
): GatewayMoment[] {
  return [
    { atMs: startMs, edge, name: 'initiated' },
    { atMs: startMs + ringingMs, edge, name: 'ringing' },
    ...(talkMs === undefined ? [] : [{ atMs: startMs + answeredMs, edge, name: 'answered' } as const]),
    { atMs: startMs + answeredMs + (talkMs ?? 0), edge, name: 'completed' },
  ];
}
