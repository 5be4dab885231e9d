import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import { createEventFindings } from '../../families/call-summary/in-words/event-findings.ts';
import { callSidRemark, isCallSid, MAX_CALL_SID_BYTES } from '../../shared/call-sid.ts';
import type { ApiClient, ApiTrouble, JsonClient } from '../api-client.ts';
import { Whole } from '../count.ts';
import { download } from '../download.ts';
import { changeAddress } from '../navigation.ts';
import { useNow } from '../now-context.ts';
import { addressOfCall, type Pointed, pointedIndex } from '../route.ts';
import { SummaryCard } from '../summary/summary-card.tsx';
import { useSummary } from '../summary/use-summary.ts';
import { TroubleBanner } from '../trouble-banner.tsx';
import { usePolling } from '../use-polling.ts';
import { CallHeader } from './call-header.tsx';
import { EventList } from './event-list.tsx';
import { NoEvents } from './no-events.tsx';
import { Quality } from './quality.tsx';
import { indexInside, isYoung, lastHeardMs, readCall, tailSinceMs, withTail } from './read-call.ts';
import { Timeline } from './timeline.tsx';

const POLL_MS = 2_000;
/** Every so many readings all of a long call is read, since an event of its beginning may be late. */
const WHOLE_EVERY = 20;

export interface CallViewProps {
  client: ApiClient & JsonClient;
  callSid: string;
  pointed: Pointed;
  onSignedOut: () => void;
}

/** Everything that happened on a call. */
export function CallView(props: CallViewProps) {
  if (!isCallSid(props.callSid)) {
    return (
      <>
        <h1>No call</h1>
        <p role="alert">A call SID has at most {MAX_CALL_SID_BYTES} bytes.</p>
      </>
    );
  }
  return <KnownCall {...props} />;
}

function KnownCall({ client, callSid, pointed, onSignedOut }: CallViewProps) {
  const now = useNow();
  const { events, state, troubled, refusal } = useCall({ client, callSid, now, onSignedOut });
  const heardMs = useMemo(() => lastHeardMs(events), [events]);
  const summary = useSummary({ client, callSid, now, heardMs, onSignedOut });
  const isWhole = state !== 'loading';
  const findings = useMemo(() => (isWhole ? findingsOf(events) : undefined), [events, isWhole]);
  const countText = (count: number) => `${count.toLocaleString()} ${count === 1 ? 'event' : 'events'}`;
  const [chosen, setChosen] = useState<{ events: readonly EventResource[]; index: number }>();
  const selected = useMemo(
    () => (chosen ? indexInside(chosen.events, chosen.index, events) : pointedIndex(events, pointed)),
    [chosen, events, pointed.at, pointed.name],
  );
  const select = useCallback(
    (index: number) => {
      setChosen({ events, index });
      const { timestamp, name } = events[index] ?? {};
      if (timestamp) changeAddress(addressOfCall(callSid, { at: timestamp, name: name ?? undefined }));
    },
    [events, callSid],
  );
  const remark = callSidRemark(callSid);

  if (state === 'none') {
    return (
      <>
        <TroubleBanner troubled={troubled} />
        {summary.summary === undefined ? (
          <NoEvents callSid={callSid} remark={remark} />
        ) : (
          <>
            <CallHeader callSid={callSid} events={events}>
              <SummaryCard {...summary} events={findings} />
            </CallHeader>
            <NoEvents callSid={callSid} remark={remark} isHead={false} />
          </>
        )}
      </>
    );
  }
  return (
    <Whole.Provider value={isWhole}>
      <TroubleBanner troubled={troubled} />
      {refusal && <p role="alert">{refusal.message}</p>}
      <CallHeader callSid={callSid} events={events}>
        <SummaryCard {...summary} events={findings} />
      </CallHeader>
      {remark && <p class="note">{remark}</p>}
      <p role="status" class="muted call-state">
        {state === 'loading' && (events.length === 0 ? 'Loading…' : `${countText(events.length)}, reading on…`)}
        {state === 'young' && refusal === undefined && 'Live: new events appear here.'}
      </p>
      {events.length > 0 && (
        <>
          <Timeline events={events} selected={selected} onSelect={select} />
          <Quality events={events} selected={selected} onSelect={select} />
          <EventList events={events} selected={selected} onSelect={select} />
          <p>
            <button
              type="button"
              disabled={state === 'loading'}
              onClick={() => download(callSid, 'json', JSON.stringify({ call_sid: callSid, events }, null, 2))}
            >
              Download this call as JSON
            </button>
          </p>
        </>
      )}
    </Whole.Provider>
  );
}

/** What all events say together. */
function findingsOf(events: readonly EventResource[]) {
  const findings = createEventFindings();
  for (const event of events) findings.add({ ...event });
  return findings.found();
}

type CallState = 'loading' | 'none' | 'young' | 'old';

/** Reads a call, and while it is young what is new of it. */
function useCall({ client, callSid, now, onSignedOut }: Omit<CallViewProps, 'pointed'> & { now: () => number }) {
  const [events, setEvents] = useState<readonly EventResource[]>([]);
  const [state, setState] = useState<CallState>('loading');
  const [refusal, setRefusal] = useState<ApiTrouble>();
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
  const onEnd = useCallback(
    (trouble: ApiTrouble) => (trouble.kind === 'signed-out' ? onSignedOut() : setRefusal(trouble)),
    [onSignedOut],
  );
  return { events, state, troubled: usePolling(poll, onEnd), refusal };
}

/** It may not have arrived yet: that is no trouble. */
function noneIfNotFound(error: unknown): EventResource[] {
  if ((error as ApiTrouble).kind === 'not-found') return [];
  throw error;
}
