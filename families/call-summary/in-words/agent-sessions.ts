import { isJsonObject, type JsonObject } from '../../../shared/json.ts';
import { objectAt, saidNumber } from '../said.ts';
import { counted } from './in-text.ts';

/**
 * What a summary says of Conversation Relay, as a sentence; undefined of a call that did not use it: no other member of a
 * summary tells.
 */
export function conversationRelayInWords({ agent_session_summaries: sessions }: JsonObject): string | undefined {
  if (!Array.isArray(sessions) || !sessions.some(isJsonObject)) return undefined;
  const sum = (numberOf: (session: JsonObject) => number | undefined) =>
    sessions.reduce<number>((total, session) => total + ((isJsonObject(session) ? numberOf(session) : 0) ?? 0), 0);
  const turns = sum((session) => saidNumber(session.turns));
  const interruptions = sum((session) => saidNumber(objectAt(session, 'interruptions').customer_to_agent));
  const isFailed = sessions.some((session) => isJsonObject(session) && session.session_state === 'failure');
  const details = [
    ...(turns > 0 ? [counted(turns, 'turn')] : []),
    ...(interruptions > 0 ? [`${counted(interruptions, 'interruption')} by the customer`] : []),
    ...(isFailed ? ['and it failed'] : []),
  ];
  return `It used Conversation Relay${details.length === 0 ? '' : `: ${details.join(', ')}`}.`;
}
