import { isJsonObject, isPresent, type JsonObject } from '../../shared/json.ts';
import { normaliseLevel } from '../../shared/level.ts';
import type { EventResource } from './event-resource.ts';
import { toldTime } from './event-time.ts';
import type { StoredEvent } from './item.ts';
import { timeOfSortKey } from './keys.ts';
import { isMediaEdge } from './media-edge.ts';

/** An event of the table as the read API answers it. */
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

function objectOrNull(value: unknown): JsonObject | null {
  return isJsonObject(value) ? value : null;
}
