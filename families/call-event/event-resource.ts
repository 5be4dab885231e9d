import { isJsonObject, isPresent } from '../../shared/json.ts';
import { normaliseLevel } from '../../shared/level.ts';
import { toldTime } from './event-time.ts';
import type { StoredEvent } from './item.ts';
import { timeOfSortKey } from './keys.ts';
import { isMediaEdge } from './media-edge.ts';

/**
 * An event as Twilio's Call Insights Event resource shows it. Its enumerations are kept, and its types: typed clients
 * fail on anything else. The table has what came.
 * https://www.twilio.com/docs/voice/voice-insights/api/call/call-events-resource
 */
export interface EventResource {
  /** The time the event is filed under, as Twilio wrote it where that is an RFC 3339 time. */
  timestamp: string;
  call_sid: string;
  account_sid: string | null;
  /** One of five; a location (ashburn) is answered as unknown_edge. */
  edge: string | null;
  group: string | null;
  name: string | null;
  level: string | null;
  carrier_edge: object | null;
  sip_edge: object | null;
  sdk_edge: object | null;
  client_edge: object | null;
  conversation_relay_data?: object;
}

export function toEventResource({ event, sortKey }: StoredEvent): EventResource {
  const { data } = event;
  const relay = objectOrNull(data.conversation_relay_data);
  return {
    timestamp: toldTime(data.timestamp, timeOfSortKey(sortKey)),
    call_sid: data.call_sid,
    account_sid: textOrNull(data.account_sid),
    edge: isMediaEdge(data.edge) ? data.edge : isPresent(data.edge) ? 'unknown_edge' : null,
    group: textOrNull(data.group),
    name: textOrNull(data.name),
    level: data.level === undefined || data.level === null ? null : normaliseLevel(data.level),
    carrier_edge: objectOrNull(data.carrier_edge),
    sip_edge: objectOrNull(data.sip_edge),
    sdk_edge: objectOrNull(data.sdk_edge),
    client_edge: objectOrNull(data.client_edge),
    ...(relay !== null && { conversation_relay_data: relay }),
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function objectOrNull(value: unknown): object | null {
  return isJsonObject(value) ? value : null;
}
