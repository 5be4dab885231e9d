import type { CallEvent } from '../families/call-event/call-event.ts';
import type { Level } from '../shared/level.ts';

/** The parts of an event's `sdk_edge` that differ from event to event of one call. */
export type SdkPayload = Pick<
  NonNullable<CallEvent['sdk_edge']>,
  'error' | 'feedback' | 'metric' | 'ice_candidate_pair'
>;

/** An event of the Voice SDK, of the group and name that the SDK gives it. */
export interface SdkMoment {
  atMs: number;
  edge: 'sdk_edge';
  group: string;
  name: string;
  level: Level;
  payload?: SdkPayload;
}

export type GatewayEdge = 'carrier_edge' | 'sip_edge' | 'client_edge';

/** Call progress, as one of Twilio's media gateways sees it. */
export interface GatewayMoment {
  atMs: number;
  edge: GatewayEdge;
  name: 'initiated' | 'ringing' | 'answered' | 'completed';
}

export type RelayData = NonNullable<CallEvent['conversation_relay_data']>;

/** An event of a Conversation Relay session. Session and sequence number come with the call. */
export interface RelayMoment {
  atMs: number;
  edge: 'conversation_relay';
  name: string;
  payload?: RelayData;
}

/** What happens on a call and becomes one event; `atMs` counts milliseconds from the beginning of the call. */
export type Moment = SdkMoment | GatewayMoment | RelayMoment;
