import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import { NO_FINDINGS } from '../../families/call-summary/in-words/event-findings.ts';
import { callSidRemark, isCallSid, MAX_CALL_SID_BYTES } from '../../shared/call-sid.ts';
import { useConferencesOfCall } from '../conference/use-conferences-of-call.ts';
import { Whole } from '../count.ts';
import { LoadedLater } from '../loaded-later.tsx';
import { changeAddress } from '../navigation.ts';
import { addressOfCall, type Pointed, pointedIndex } from '../route.ts';
import { SummaryCard } from '../summary/summary-card.tsx';
import { TroubleBanner } from '../trouble-banner.tsx';
import { withZone, zoneOf } from '../zone.ts';
import { CallBoard } from './call-board.tsx';
import { CallHead } from './call-head.tsx';
import { CallMore } from './call-more.tsx';
import { ClockSwitch } from './clock-switch.tsx';
import { Evidence } from './evidence.tsx';
import { Findings } from './findings-context.ts';
import { NoEvents } from './no-events.tsx';
import { PrintSheet } from './print-sheet.tsx';
import { indexInside } from './read-call.ts';
import { ticketText } from './ticket-text.ts';
import type { TimeView } from './time-view.ts';
import { type CallQuestion, useKnownCall } from './use-known-call.ts';
import { callLine } from './verdict/call-line.ts';
import { VerdictPanel } from './verdict/verdict-panel.tsx';

export interface CallViewProps extends CallQuestion {
  pointed: Pointed;
  window?: TimeView;
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

function KnownCall({ pointed, window, ...question }: CallViewProps) {
  const { callSid, isAligned } = question;
  const { read, summary, placed, findings, measured, verdict } = useKnownCall(question);
  const conferences = useConferencesOfCall(question);
  const { events, state, troubled, refusal } = read;
  const isWhole = state !== 'loading';
  // Of a call without events there can be samples of its media.
  const isMeasured = (measured?.length ?? 0) > 0;
  const board = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<{ events: readonly EventResource[]; index: number }>();
  const selected = useMemo(
    () => (chosen ? indexInside(chosen.events, chosen.index, events) : pointedIndex(events, pointed)),
    [chosen, events, pointed.at, pointed.name],
  );
  const shown = useRef({ ...pointed, window, isAligned });
  useEffect(() => {
    shown.current = { ...pointed, window, isAligned };
  }, [pointed.at, pointed.name, window, isAligned]);
  const showAs = useCallback(
    (part: Partial<typeof shown.current>) => changeAddress(addressOfCall(callSid, { ...shown.current, ...part })),
    [callSid],
  );
  const select = useCallback(
    (index: number) => {
      setChosen({ events, index });
      const { timestamp, name } = events[index] ?? {};
      if (timestamp) showAs({ at: timestamp, name: name ?? undefined });
    },
    [events, showAs],
  );
  const selectFromAbove = useCallback(
    (index: number) => {
      select(index);
      board.current?.scrollIntoView({ block: 'nearest' });
    },
    [select],
  );
  const [way, setWay] = useState<string>();
  const look = useCallback(
    (window: TimeView, of: string | undefined) => {
      if (of !== undefined) setWay(of);
      showAs({ window });
      board.current?.scrollIntoView({ block: 'nearest' });
    },
    [showAs],
  );
  const line = useMemo(() => callLine(placed, summary.summary), [placed, summary.summary]);
  const link = () => {
    const fixed = { ...shown.current, window: shown.current.window ?? (events.length > 0 ? placed.span : undefined) };
    return `${location.origin}${withZone(addressOfCall(callSid, fixed), zoneOf(location.search))}`;
  };
  const remark = callSidRemark(callSid);

  return (
    <Whole.Provider value={isWhole}>
      <TroubleBanner troubled={troubled} />
      {refusal && <p role="alert">{refusal.message}</p>}
      <CallHead callSid={callSid}>
        <p role="status" class="muted call-state">
          {state === 'loading' &&
            (events.length === 0 ? 'Loading…' : `${events.length.toLocaleString()} events, reading on…`)}
          {state === 'young' && refusal === undefined && 'Live: new events appear here.'}
        </p>
        <Evidence
          callSid={callSid}
          placed={placed}
          summary={summary.summary}
          isWhole={isWhole}
          link={link}
          ticket={verdict && (() => ticketText({ callSid, verdict, placed, line, link: link() }))}
        />
      </CallHead>
      {remark && state !== 'none' && <p class="note">{remark}</p>}
      {verdict === undefined || (state === 'none' && summary.summary === undefined && !isMeasured) ? (
        state === 'loading' && refusal === undefined && <CallSkeleton isLow={events.length > 0} />
      ) : (
        <VerdictPanel
          callSid={callSid}
          verdict={verdict}
          placed={placed}
          line={line}
          onSelect={selectFromAbove}
          onLook={look}
        />
      )}
      <ClockSwitch apart={placed.apart} isAligned={isAligned} onAlign={(next) => showAs({ isAligned: next })} />
      {(state !== 'none' || summary.summary !== undefined) && (
        <SummaryCard {...summary} events={findings} conferences={conferences} />
      )}
      {state === 'none' && !isMeasured && <NoEvents callSid={callSid} remark={remark} />}
      {(events.length > 0 || isMeasured) && (
        <div ref={board}>
          <Findings.Provider value={findings ?? NO_FINDINGS}>
            <CallBoard
              placed={placed}
              measured={measured}
              way={way}
              onWay={setWay}
              selected={selected}
              onSelect={select}
              window={window}
              onWindow={(next) => showAs({ window: next })}
            />
          </Findings.Provider>
        </div>
      )}
      <LoadedLater part="AnnotationCard" with={question} />
      {conferences.length > 0 && <LoadedLater part="CallConferences" with={{ callSid, found: conferences }} />}
      {events.length > 0 && <CallMore events={events} placed={placed} summary={summary.summary} />}
      <PrintSheet placed={placed} />
    </Whole.Provider>
  );
}

/** What stands in the place of a call while it is read. */
function CallSkeleton({ isLow }: { isLow: boolean }) {
  return (
    <div class={`skeleton call-skeleton${isLow ? ' call-skeleton-low' : ''}`} aria-hidden="true">
      <div />
      {!isLow && <div />}
      {!isLow && <div />}
    </div>
  );
}
