import { useMemo, useRef, useState } from 'preact/hooks';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import type { ApiClient, ApiTrouble } from '../api-client.ts';
import { type Reading, useReading } from '../use-reading.ts';
import { isYoung, readCall, tailSinceMs, withTail } from './read-call.ts';

const POLL_MS = 2_000;
/** Every so many readings all of a long call is read, since an event of its beginning may be late. */
const WHOLE_EVERY = 20;

/** `none`: there are no events. `young`: more may come. */
export type CallState = 'loading' | 'none' | 'young' | 'old';

/** What is known of a call's events. */
export interface ReadCall extends Reading {
  /** In the order of the API. */
  events: readonly EventResource[];
  state: CallState;
}

/** Reads a call, and while it is young what is new of it. */
export function useCall({
  client,
  callSid,
  now,
  onSignedOut,
}: {
  client: ApiClient;
  callSid: string;
  now: () => number;
  onSignedOut: () => void;
}): ReadCall {
  const [events, setEvents] = useState<readonly EventResource[]>([]);
  const [state, setState] = useState<CallState>('loading');
  const known = useRef<readonly EventResource[]>([]);
  const poll = useMemo(() => {
    let readings = 0;
    const show = (next: readonly EventResource[]) => {
      known.current = next;
      setEvents(next);
    };
    return async (signal: AbortSignal) => {
      const sinceMs = readings % WHOLE_EVERY === 0 ? undefined : tailSinceMs(known.current);
      // What is there of a call shows at once; the second time it is there already.
      const onPart =
        readings === 0 ? (part: readonly EventResource[]) => part.length <= 1_000 && show(part) : undefined;
      const read = await readCall({ client, callSid, signal, sinceMs, onPart }).catch(noneIfNotFound);
      if (signal.aborted) return undefined;
      readings += 1;
      show(withTail(known.current, read, sinceMs));
      const age = isYoung(known.current, now()) ? 'young' : 'old';
      const state = known.current.length === 0 ? 'none' : age;
      setState(state);
      return state === 'old' ? undefined : POLL_MS;
    };
  }, [client, callSid, now]);
  return { events, state, ...useReading(poll, onSignedOut) };
}

/** It may not have arrived yet: that is no trouble. */
function noneIfNotFound(error: unknown): EventResource[] {
  if ((error as ApiTrouble).kind === 'not-found') return [];
  throw error;
}
