import { useMemo } from 'preact/hooks';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import type { SeriesVerdict } from '../../families/call-metric/in-words/metrics-in-words.ts';
import type { MetricSeries } from '../../families/call-metric/in-words/series.ts';
import { createEventFindings, type EventFindings } from '../../families/call-summary/in-words/event-findings.ts';
import type { ApiClient, JsonClient } from '../api-client.ts';
import { useNow } from '../now-context.ts';
import { type SummaryState, useSummary } from '../summary/use-summary.ts';
import { momentText } from '../time.ts';
import { useTimeZone } from '../zone.ts';
import { type PlacedEvents, placeEvents } from './placed-events.ts';
import { lastHeardMs } from './read-call.ts';
import { type ReadCall, useCall } from './use-call.ts';
import { useMetrics } from './use-metrics.ts';
import { type Verdict, verdictOn } from './verdict/verdict.ts';
import { movedSeries } from './ways.ts';

/** All that is known of a call, as it is read. */
export interface KnownCallState {
  read: ReadCall;
  summary: SummaryState;
  placed: PlacedEvents;
  /** Undefined while not all events are read. */
  findings: EventFindings | undefined;
  /** What the samples of its media say, the worst edge first; undefined until they are read. */
  measured: readonly SeriesVerdict[] | undefined;
  /** Undefined while neither all events nor a summary is read. */
  verdict: Verdict | undefined;
}

export interface CallQuestion {
  client: ApiClient & JsonClient;
  callSid: string;
  /** Clocks that are apart are set by one of them. */
  isAligned: boolean;
  onSignedOut: () => void;
}

export function useKnownCall({ client, callSid, isAligned, onSignedOut }: CallQuestion): KnownCallState {
  const now = useNow();
  const read = useCall({ client, callSid, now, onSignedOut });
  const { events, state } = read;
  const heardMs = useMemo(() => lastHeardMs(events), [events]);
  const summary = useSummary({ client, callSid, now, heardMs, onSignedOut });
  const isWhole = state !== 'loading';
  const findings = useMemo(() => (isWhole ? findingsOf(events) : undefined), [events, isWhole]);
  const isYoung = state === 'young';
  const timeZone = useTimeZone();
  const media = useMetrics({ client, callSid, state, onSignedOut });
  const placed = useMemo(() => {
    const ofEvents = placeEvents(events, { isAligned });
    return events.length > 0 ? ofEvents : { ...ofEvents, ...spanOfSeries(media?.series ?? []) };
  }, [events, isAligned, media]);
  const measured = useMemo(() => {
    const { apart } = placed;
    const clock = (ms: number) => momentText(ms, 'second', timeZone);
    const aheadMs = (edge: string) => apart.find(({ lane }) => lane === edge)?.byMs ?? 0;
    const { span } = apart.length === 0 || isAligned ? placed : placeEvents(events, { isAligned: true });
    // The beginning of the call is where one clock has it, whatever is drawn.
    const drawn = isAligned ? media?.series.map((one) => movedSeries(one, -aheadMs(one.edge))) : media?.series;
    const originOf = (edge: string) => span.startMs + (isAligned ? 0 : aheadMs(edge));
    return drawn && (media?.words?.metricsInWords(drawn, { summary: summary.summary, originOf, clock }) ?? []);
  }, [media, events, placed, summary.summary, isAligned, timeZone]);
  const verdict = useMemo(() => {
    if (findings === undefined && summary.summary === undefined) return undefined;
    const lines = measured && media?.words?.measuredLines(measured, { summary: summary.summary, span: placed.span });
    const bad = measured?.flatMap(({ series: { edge, direction }, stretches }) =>
      stretches.map(({ measure }) => ({ edge, direction, measure })),
    );
    return verdictOn({ callSid, findings, placed, lines, bad, summary: summary.summary, made: summary.made, isYoung });
  }, [callSid, findings, placed, measured, summary.summary, summary.made, isYoung]);
  return { read, summary, placed, findings, measured, verdict };
}

/** From the first sample to the last; nothing of none. */
function spanOfSeries(series: readonly MetricSeries[]): Partial<PlacedEvents> {
  if (series.length === 0) return {};
  const startMs = Math.min(...series.map(({ times, stepMs }) => (times[0] ?? Number.POSITIVE_INFINITY) - stepMs));
  const endMs = Math.max(...series.map(({ times }) => times.at(-1) ?? 0));
  return { span: { startMs, endMs }, lengthMs: endMs - startMs };
}

/** What all events say together. */
function findingsOf(events: readonly EventResource[]): EventFindings {
  const findings = createEventFindings();
  for (const event of events) findings.add({ ...event });
  return findings.found();
}
