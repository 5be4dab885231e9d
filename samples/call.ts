import type { CallEvent } from '../families/call-event/call-event.ts';
import { GATEWAY_CALL_EVENT, SDK_CALL_EVENT } from '../families/call-event/facts.ts';
import { callEventSample, type SampleCloudEvent } from '../families/call-event/sample.ts';
import { type ClientMetadata, clientMetadata, type DeviceName } from './client.ts';
import { type GatewayMetadata, gatewayMetadata } from './gateway.ts';
import type { GatewayEdge, GatewayMoment, Moment, RelayMoment, SdkMoment } from './moment.ts';
import type { Random } from './random.ts';
import type { SummaryPlan } from './summary/summaries.ts';

/** A call before it has a time and an identity. */
export interface Call {
  moments: readonly Moment[];
  /** What the SDK ran on, where one took part. */
  device?: DeviceName;
  /** What its summary says that its moments do not. */
  summary?: SummaryPlan;
  /** The call before it is its parent, and goes on while it takes place. */
  isChild?: true;
}

// The SDK's events come in version 2; Conversation Relay needs 3, which both kinds of gateway event share.
const SDK_VERSION = 2;
const GATEWAY_VERSION = 3;

/** The events of one call as Twilio emits them: in the order of their times, each of a time in the order written. */
export function callEvents(
  { moments, device }: Call,
  { random, startMs, accountSid }: { random: Random; startMs: number; accountSid: string },
): SampleCloudEvent[] {
  const callSid = random.sid('CA');
  const dataOf = createDataOf(random, device);
  return moments
    .toSorted((one, other) => one.atMs - other.atMs)
    .map((moment) => {
      const time = new Date(startMs + moment.atMs).toISOString();
      const isSdk = moment.edge === 'sdk_edge';
      return callEventSample({
        id: random.sid('EZ'),
        type: isSdk ? SDK_CALL_EVENT : GATEWAY_CALL_EVENT,
        version: isSdk ? SDK_VERSION : GATEWAY_VERSION,
        time,
        data: { timestamp: time, call_sid: callSid, account_sid: accountSid, ...dataOf(moment) },
      });
    });
}

function createDataOf(random: Random, device: DeviceName | undefined) {
  const client = device && clientMetadata(random, device);
  const gateways: Record<GatewayEdge, GatewayMetadata> = {
    carrier_edge: gatewayMetadata(random),
    sip_edge: gatewayMetadata(random),
    client_edge: gatewayMetadata(random),
  };
  const sessionId = random.sid('VX');
  let sequenceNumber = 0;
  return (moment: Moment): CallEventMembers => {
    if (moment.edge === 'sdk_edge') return sdkData(moment, client);
    if (moment.edge !== 'conversation_relay') return gatewayData(moment, gateways[moment.edge]);
    sequenceNumber += 1;
    return relayData(moment, sessionId, sequenceNumber);
  };
}

type CallEventMembers = Omit<CallEvent, 'call_sid'>;

// Twilio writes null for the sides of the call an event does not come from.
const NO_EDGES = { carrier_edge: null, client_edge: null, sip_edge: null, sdk_edge: null } as const;

function sdkData({ edge, group, name, level, payload }: SdkMoment, metadata?: ClientMetadata): CallEventMembers {
  return { edge, group, name, level, ...NO_EDGES, sdk_edge: { ...payload, metadata } };
}

function gatewayData({ edge, name }: GatewayMoment, metadata: GatewayMetadata): CallEventMembers {
  return { edge, group: 'connection', name, level: 'INFO', ...NO_EDGES, [edge]: { metadata } };
}

function relayData({ name, payload }: RelayMoment, session_id: string, sequence_number: number): CallEventMembers {
  return {
    edge: 'carrier_edge',
    group: 'conversation_relay',
    name,
    level: null,
    ...NO_EDGES,
    conversation_relay_data: { session_id, sequence_number, ...payload },
  };
}
