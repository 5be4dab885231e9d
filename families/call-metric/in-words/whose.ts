import type { JsonObject } from '../../../shared/json.ts';
import { CALL_TYPES, type CallType, DIRECTIONS, oneOf } from '../../call-summary/enumerations.ts';
import { objectAt } from '../../call-summary/said.ts';
import type { MetricSeries } from './series.ts';

type Edge = MetricSeries['edge'];

/** Who is at the other end of an edge, where the summary does not say which of the two it is. */
const ANYBODY: Readonly<Record<Edge, string>> = {
  sdk_edge: 'the Voice SDK user',
  client_edge: 'the Voice SDK user',
  sip_edge: 'the SIP party',
  carrier_edge: 'the phone',
  unknown_edge: 'the other party',
};

/** Edges of the one party that a call of a type leads to. */
const OWN: Readonly<Record<Exclude<CallType, 'trunking'>, readonly Edge[]>> = {
  client: ['sdk_edge', 'client_edge'],
  sip: ['sip_edge'],
  carrier: ['carrier_edge'],
  whatsapp: ['carrier_edge'],
};

/** `the caller`, `the callee`; without a summary that tells, what kind of party it is: `the Voice SDK user`. */
export function partyOfEdge(edge: Edge, summary: JsonObject | undefined): string {
  const type = oneOf(CALL_TYPES, summary?.call_type);
  const direction = oneOf(DIRECTIONS, objectAt(summary, 'properties').direction);
  if (type === undefined || direction === undefined) return ANYBODY[edge];
  if (type !== 'trunking') {
    if (direction.startsWith('trunking') || !OWN[type].includes(edge)) return ANYBODY[edge];
    return direction === 'inbound' ? 'the caller' : 'the callee';
  }
  // A trunk terminates what a PBX calls, and originates what calls a PBX.
  const isOfPbx = edge === 'sip_edge';
  if (!direction.startsWith('trunking') || !(isOfPbx || edge === 'carrier_edge')) return ANYBODY[edge];
  return isOfPbx === (direction === 'trunking_terminating') ? 'the caller' : 'the callee';
}

/**
 * A way of the media, as it begins a sentence: `The caller’s uplink`. What a gateway receives is the uplink of its party,
 * what the SDK receives its downlink.
 */
export function wayInWords(
  { edge, direction }: Pick<MetricSeries, 'edge' | 'direction'>,
  summary?: JsonObject,
): string {
  const party = partyOfEdge(edge, summary);
  const isSent = direction === 'outbound';
  if (edge === 'sdk_edge') return upper(`${party}’s ${isSent ? 'device, as it sent,' : 'downlink'}`);
  return isSent ? `What Twilio sent to ${party}` : upper(`${party}’s uplink`);
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
