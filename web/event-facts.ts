import { isError } from '../families/call-event/call-error.ts';
import type { EventResource } from '../families/call-event/event-resource.ts';
import { mediaEdge } from '../families/call-event/media-edge.ts';
import { isPresent } from '../shared/json.ts';
import { type Level, normaliseLevel } from '../shared/level.ts';
import { printable } from '../shared/printable.ts';
import { utcTime } from '../shared/utc-time.ts';

/** The lanes of a call, from the phone network to the application; `none` is of events that name no edge. */
export const LANES = ['carrier_edge', 'sip_edge', 'sdk_edge', 'client_edge', 'conversation_relay', 'none'] as const;
export type Lane = (typeof LANES)[number];

export const LANE_WORD: Record<Lane, string> = {
  carrier_edge: 'Carrier',
  sip_edge: 'SIP',
  sdk_edge: 'SDK',
  client_edge: 'Client',
  conversation_relay: 'Conversation Relay',
  none: 'No edge',
};

/** What an event is shown as: ERROR where it is an error, though Twilio gave it no level; else its level. */
export function levelOf(event: EventResource): Level {
  return isError(event) ? 'ERROR' : normaliseLevel(event.level);
}

/** Conversation Relay's events name the carrier's edge; they are about something else. */
export function laneOf(event: EventResource): Lane {
  if (isPresent(event.conversation_relay_data) || event.group === 'conversation_relay') return 'conversation_relay';
  // The API says `unknown_edge` for a location, too; the edge object then tells the media edge.
  const edge = mediaEdge({ ...event, edge: event.edge === 'unknown_edge' ? undefined : event.edge });
  return edge === undefined || edge === 'unknown_edge' ? 'none' : edge;
}

/** `group / name`, without what a terminal or a reading direction would obey. */
export function titleOf({ group, name }: EventResource): string {
  const parts = [group, name].filter((part) => part !== null && part !== '');
  return parts.length === 0 ? '(no name)' : parts.map(printable).join(' / ');
}

/** When an event happened, in epoch milliseconds; undefined where it tells no time: the API always does. */
export function timeOf({ timestamp }: EventResource): number | undefined {
  const utc = utcTime(timestamp);
  return utc === undefined ? undefined : Date.parse(utc);
}

/** Two clocks are never quite the same. */
const FUTURE_MS = 60_000;

/** Whether an event of this time, in epoch milliseconds, is of a clock that runs ahead. */
export function isFuture(atMs: number, nowMs: number): boolean {
  return atMs > nowMs + FUTURE_MS;
}

/**
 * Where each event stands on a time axis, in epoch milliseconds. One that tells no time stands where the event before it
 * does, the first ones where the next one does, at 0 where no event has a time: a place, and no time to be told.
 */
export function eventTimes(events: readonly EventResource[]): number[] {
  const read = events.map(timeOf);
  let last = read.find((atMs) => atMs !== undefined) ?? 0;
  return read.map((atMs) => {
    last = atMs ?? last;
    return last;
  });
}

/** The smallest and the largest of times; 0 and 0 of none. */
export function spanOf(times: readonly number[]): { startMs: number; endMs: number } {
  let [startMs = 0] = times;
  let endMs = startMs;
  for (const atMs of times) {
    startMs = Math.min(startMs, atMs);
    endMs = Math.max(endMs, atMs);
  }
  return { startMs, endMs };
}
