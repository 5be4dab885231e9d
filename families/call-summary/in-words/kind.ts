import type { JsonObject } from '../../../shared/json.ts';
import { CALL_TYPES, type CallDirection, type CallType, DIRECTIONS, oneOf } from '../enumerations.ts';
import { objectAt } from '../said.ts';

const TYPES: Record<CallType, string> = {
  carrier: 'phone call',
  sip: 'SIP call',
  trunking: 'SIP trunk call',
  client: 'Voice SDK call',
  whatsapp: 'WhatsApp call',
};

const WAYS: Record<CallDirection, readonly [before: string, after: string]> = {
  inbound: ['inbound', ''],
  outbound_api: ['outbound', ', made over the API'],
  outbound_dial: ['outbound', ', made by TwiML <Dial>'],
  trunking_originating: ['originating', ''],
  trunking_terminating: ['terminating', ''],
};

/** The kind of a call: `inbound phone call`, `outbound Voice SDK call, made over the API`; `call` where nothing says it. */
export function kindOfCall(summary: JsonObject): string {
  const type = oneOf(CALL_TYPES, summary.call_type);
  const direction = oneOf(DIRECTIONS, objectAt(summary, 'properties').direction);
  const [before, after] = direction === undefined ? ['', ''] : WAYS[direction];
  return `${before} ${type === undefined ? 'call' : TYPES[type]}${after}`.trim();
}

/** Whether the call is likely to have another leg: it has a parent, is one of a conference, or TwiML dialled it. */
export function isLegOfSeveral(summary: JsonObject): boolean {
  const direction = oneOf(DIRECTIONS, objectAt(summary, 'properties').direction);
  return direction === 'outbound_dial' || isOfConference(summary);
}

/** Whether the call took part in a conference. */
export function isOfConference(summary: JsonObject): boolean {
  return objectAt(summary, 'attributes').conference_participant === true;
}
