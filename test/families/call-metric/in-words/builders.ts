import type { JsonObject } from '../../../../shared/json.ts';

/** The call of these samples begins here. */
export const CALL_MS = Date.parse('2026-11-28T10:00:00.000Z');

/** A sample of the Voice SDK as Twilio's resource has it, so many seconds into the call. */
export function sdkSample(atS: number, interval: JsonObject = {}, callMs = CALL_MS): JsonObject {
  return {
    timestamp: new Date(callMs + atS * 1_000).toISOString(),
    call_sid: 'CA00000000000000000000000000000001',
    edge: 'sdk_edge',
    direction: 'both',
    sdk_edge: { codec: 111, codec_name: 'opus', interval: { packets_received: 50, packets_lost: 0, ...interval } },
    client_edge: null,
    carrier_edge: null,
    sip_edge: null,
  };
}

/** A sample of a gateway: ten seconds of one direction. */
export function gatewaySample(
  atS: number,
  { edge = 'client_edge', direction = 'inbound', interval = {}, cumulative, callMs = CALL_MS }: GatewayOptions = {},
): JsonObject {
  const packets = direction === 'inbound' ? { packets_received: 500 } : { packets_sent: 500 };
  const jitter = { avg: 0.3, max: 2 };
  return {
    timestamp: new Date(callMs + atS * 1_000).toISOString(),
    call_sid: 'CA00000000000000000000000000000001',
    edge,
    direction,
    [edge]: {
      codec: 0,
      codec_name: 'pcmu',
      ...(interval && { interval: { ...packets, packets_lost: 0, packets_loss_percentage: 0, jitter, ...interval } }),
      ...(cumulative && { cumulative }),
    },
  };
}

interface GatewayOptions {
  edge?: 'carrier_edge' | 'sip_edge' | 'client_edge';
  direction?: 'inbound' | 'outbound';
  interval?: JsonObject | null;
  cumulative?: JsonObject;
  callMs?: number;
}

/** Samples from one second to another, each of which may differ. */
export function every<Sample>(stepS: number, fromS: number, toS: number, sample: (atS: number) => Sample): Sample[] {
  const count = Math.floor((toS - fromS) / stepS) + 1;
  return Array.from({ length: count }, (_sample, position) => sample(fromS + position * stepS));
}
