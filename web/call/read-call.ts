import type { EventResource } from '../../families/call-event/event-resource.ts';
import { type ApiClient, ApiTrouble } from '../api-client.ts';
import { timeOf } from '../event-facts.ts';
import { eventKeys } from '../event-key.ts';

const PAGE_SIZE = 1_000;
/** New events of a call come with it for so long; older ones are late. */
const TAIL_MS = 15 * 60_000;
const YOUNG_MS = 15 * 60_000;
/** A clock of another zone is no further ahead; by one that is years ahead, a call would be young for years. */
const AHEAD_MS = 24 * 60 * 60_000;

export interface ReadCallOptions {
  client: ApiClient;
  callSid: string;
  signal: AbortSignal;
  /** Only what happened since then, in epoch ms. */
  sinceMs?: number;
  /** Told of what there is so far, where there is more. */
  onPart?: (events: readonly EventResource[]) => void;
}

/** All events of a call, of every edge, in the table's order. @throws ApiTrouble, `not-found` for a call without any */
export async function readCall({
  client,
  callSid,
  signal,
  sinceMs,
  onPart,
}: ReadCallOptions): Promise<EventResource[]> {
  const parameters = new URLSearchParams({ Edge: 'all', PageSize: String(PAGE_SIZE) });
  if (sinceMs !== undefined) parameters.set('StartTime', new Date(sinceMs).toISOString());
  const events: EventResource[] = [];
  let next: string | null = pathOfCall(callSid, parameters);
  while (next !== null) {
    const page = await client.readPage(next, signal);
    for (const event of page.events) events.push(event);
    next = page.next;
    if (next !== null && events.length > 0) onPart?.([...events]);
  }
  return events;
}

/** The first of several SIDs that has events; undefined where none has. @throws ApiTrouble */
export async function anyWithEvents(
  client: ApiClient,
  callSids: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const callSid of callSids) {
    const parameters = new URLSearchParams({ Edge: 'all', PageSize: '1' });
    const isThere = await client.readPage(pathOfCall(callSid, parameters), signal).then(
      () => true,
      (error) => {
        if (error instanceof ApiTrouble && error.kind === 'not-found') return false;
        throw error;
      },
    );
    if (isThere) return callSid;
  }
  return undefined;
}

/** Any other a path may not carry, escaped or not: `..` is a step, and API Gateway cuts one at a `?`. */
const USUAL = /^\w+$/;

function pathOfCall(callSid: string, parameters: URLSearchParams): string {
  if (USUAL.test(callSid)) return `/v1/Voice/${callSid}/Events?${parameters}`;
  return `/v1/Voice/Events?${new URLSearchParams([['CallSid', callSid], ...parameters])}`;
}

/** Whether a call may not be over, by when it was last heard of. */
export function isYoung(events: readonly EventResource[], nowMs: number): boolean {
  const agoMs = nowMs - (lastHeardMs(events) ?? 0);
  return agoMs < YOUNG_MS && agoMs > -AHEAD_MS;
}

/** When a call was last heard of, in epoch ms; undefined where no event has a time. */
export function lastHeardMs(events: readonly EventResource[]): number | undefined {
  const last = events.findLast((event) => timeOf(event) !== undefined);
  return last === undefined ? undefined : timeOf(last);
}

/** From when on a call has to be read again; undefined where that is all of it. */
export function tailSinceMs(events: readonly EventResource[]): number | undefined {
  if (events.length <= PAGE_SIZE) return undefined;
  const lastMs = lastHeardMs(events);
  return lastMs === undefined ? undefined : lastMs - TAIL_MS;
}

/** A call whose end, from a time on, was read again; the same array where nothing is new. */
export function withTail(
  events: readonly EventResource[],
  tail: readonly EventResource[],
  sinceMs: number | undefined,
): readonly EventResource[] {
  const start = sinceMs === undefined ? 0 : events.findIndex((event) => (timeOf(event) ?? 0) >= sinceMs);
  const kept = start === -1 ? events.length : start;
  const before = events.slice(kept);
  if (before.length === tail.length && String(eventKeys(before)) === String(eventKeys(tail))) return events;
  return [...events.slice(0, kept), ...tail];
}

/** Where an event of one reading stands in another. */
export function indexInside(
  events: readonly EventResource[],
  index: number | undefined,
  others: readonly EventResource[],
): number | undefined {
  if (index === undefined || events === others) return index;
  const key = eventKeys(events.slice(0, index + 1)).at(-1) ?? '';
  const found = eventKeys(others).indexOf(key);
  return found === -1 ? undefined : found;
}
