import { useMemo, useState } from 'preact/hooks';
import { NO_FINDINGS } from '../../families/call-summary/in-words/event-findings.ts';
import { isCallSid } from '../../shared/call-sid.ts';
import type { ApiClient, JsonClient } from '../api-client.ts';
import { Findings } from '../call/findings-context.ts';
import { type TimeView, wholeCall } from '../call/time-view.ts';
import { Timeline } from '../call/timeline.tsx';
import { type KnownCallState, useKnownCall } from '../call/use-known-call.ts';
import { callLine } from '../call/verdict/call-line.ts';
import { VerdictPanel } from '../call/verdict/verdict-panel.tsx';
import { Whole } from '../count.ts';
import { LongText } from '../long-text.tsx';
import { goTo } from '../navigation.ts';
import { addressOfCall, addressOfEvent } from '../route.ts';
import { TroubleBanner } from '../trouble-banner.tsx';
import { ChooseCalls } from './choose-calls.tsx';
import { FactsBeside } from './facts-beside.tsx';

export interface CompareViewProps {
  client: ApiClient & JsonClient;
  callSids: readonly [string, string];
  onSignedOut: () => void;
}

const LABELS = ['First call', 'Second call'];

/** Two calls beside each other, on one scale from their beginnings. */
export function CompareView(props: CompareViewProps) {
  const [a, b] = props.callSids;
  return (
    <>
      <div class="page-head">
        <h1>Two calls</h1>
        <ChooseCalls callSids={props.callSids} />
      </div>
      {isCallSid(a) && isCallSid(b) ? (
        <BothCalls {...props} />
      ) : (
        <p class="empty">Enter two call SIDs to see them beside each other.</p>
      )}
    </>
  );
}

function BothCalls({ client, callSids: [a, b], onSignedOut }: CompareViewProps) {
  const one = useKnownCall({ client, callSid: a, isAligned: true, onSignedOut });
  const other = useKnownCall({ client, callSid: b, isAligned: true, onSignedOut });
  const calls = [
    { callSid: a, known: one },
    { callSid: b, known: other },
  ];
  // From the beginning of each call, in ms.
  const [view, setView] = useState<TimeView>();
  const lengthsMs = calls.map(({ known: { placed } }) => placed.span.endMs - placed.span.startMs);
  const whole = wholeCall({ startMs: 0, endMs: Math.max(...lengthsMs) });
  return (
    <>
      <div class="compared">
        {calls.map(({ callSid, known }, position) => (
          <ComparedCall key={callSid} callSid={callSid} known={known} label={LABELS[position] ?? ''} />
        ))}
      </div>
      <FactsBeside calls={calls} />
      {calls.map(({ callSid, known }, position) => (
        <ComparedTimeline
          key={callSid}
          title={LABELS[position] ?? ''}
          known={known}
          whole={whole}
          view={view}
          onView={setView}
        />
      ))}
    </>
  );
}

interface CallProps {
  callSid: string;
  known: KnownCallState;
  label: string;
}

function ComparedCall({ callSid, known: { read, summary, placed, verdict }, label }: CallProps) {
  const line = useMemo(() => callLine(placed, summary.summary), [placed, summary.summary]);
  const { events, state, refusal } = read;
  return (
    <section class="compared-call">
      <TroubleBanner troubled={read.troubled} />
      <h2>
        <a href={addressOfCall(callSid)} class="sid">
          <LongText text={callSid} />
        </a>
      </h2>
      {refusal && <p role="alert">{refusal.message}</p>}
      <p role="status" class="muted call-state">
        {state === 'loading' && refusal === undefined && 'Loading…'}
        {state === 'none' && summary.summary === undefined && 'Nothing is known of this call.'}
      </p>
      {verdict && (state !== 'none' || summary.summary !== undefined) && (
        <VerdictPanel
          callSid={callSid}
          verdict={verdict}
          placed={placed}
          line={line}
          label={`Verdict on the ${label.toLowerCase()}`}
          onSelect={(index) => events[index] && goTo(addressOfEvent(events[index]))}
          onLook={(window) => goTo(addressOfCall(callSid, { window }))}
        />
      )}
    </section>
  );
}

interface TimelineProps {
  title: string;
  known: KnownCallState;
  /** From the beginning of the call, in ms. */
  whole: TimeView;
  view: TimeView | undefined;
  onView: (view: TimeView | undefined) => void;
}

function ComparedTimeline({ title, known: { read, placed, findings, measured }, whole, view, onView }: TimelineProps) {
  const { events, state } = read;
  const [selected, setSelected] = useState<number>();
  const [way, setWay] = useState<string>();
  const { startMs } = placed.span;
  if (events.length === 0) return null;
  const moved = (part: TimeView | undefined, byMs: number) =>
    part && { startMs: part.startMs + byMs, endMs: part.endMs + byMs };
  return (
    <Whole.Provider value={state !== 'loading'}>
      <Findings.Provider value={findings ?? NO_FINDINGS}>
        <Timeline
          title={title}
          placed={placed}
          measured={measured}
          way={way}
          onWay={setWay}
          selected={selected}
          onSelect={setSelected}
          whole={moved(whole, startMs)}
          view={moved(view, startMs)}
          onView={(next) => onView(moved(next, -startMs))}
        />
      </Findings.Provider>
    </Whole.Provider>
  );
}
