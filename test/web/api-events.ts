import type { EventResource } from '../../families/call-event/event-resource.ts';
import { eventTime } from '../../families/call-event/event-time.ts';
import type { StoredEvent } from '../../families/call-event/item.ts';
import { sortKey } from '../../families/call-event/keys.ts';
import { toEventResource } from '../../families/call-event/to-event-resource.ts';
import { callCloudEvent } from '../../samples/builders.ts';
import { showcaseCalls } from '../../samples/sample-calls.ts';

export const START_MS = Date.parse('2026-11-20T11:59:00.000Z');

/** An event as the read API answers it. */
export function apiEvent(data: Record<string, unknown> = {}): EventResource {
  const event = callCloudEvent({}, data);
  const key = sortKey(eventTime(event.data.timestamp, event.time) ?? '', event);
  return toEventResource({ event, sortKey: key } as StoredEvent);
}

/** So many milliseconds after the first, as Twilio writes times. */
export function at(ms: number): { timestamp: string } {
  return { timestamp: new Date(START_MS + ms).toISOString() };
}

/** A call of `npm start`, by its place among them. */
export function sampleCall(position: number): EventResource[] {
  const calls = showcaseCalls({ seed: 1, startMs: START_MS });
  return (calls.at(position) ?? []).map(({ data }) => apiEvent(data));
}
