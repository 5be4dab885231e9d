import type { EventResource } from '../../families/call-event/event-resource.ts';
import { objectAt } from '../../families/call-summary/said.ts';
import type { JsonObject } from '../../shared/json.ts';

const CONFERENCE = /^CF[0-9a-f]{32}$/i;
const EDGES = ['carrier_edge', 'sip_edge', 'sdk_edge', 'client_edge'] as const;

/** The conferences that a call took part in, as far as its events or its summary name them. */
export function conferencesIn(events: readonly EventResource[], summary: JsonObject | undefined): string[] {
  const ofEvents = events.flatMap((event) =>
    EDGES.flatMap((edge) => [objectAt(event, edge).conference_sid, objectAt(event, edge, 'metadata').conference_sid]),
  );
  const ofSummary = [objectAt(summary, 'attributes').conference_sid, objectAt(summary, 'properties').conference_sid];
  const named = [...ofEvents, ...ofSummary, summary?.conference_sid];
  return [...new Set(named.filter((sid): sid is string => typeof sid === 'string' && CONFERENCE.test(sid)))];
}
