import type { Level } from '../../../shared/level.ts';
import { indexCalls } from './call-index.ts';
import { type CauseState, causeState } from './cause-state.ts';
import { tallied } from './cause-tally.ts';
import { type CountedSpan, countedSpan, timeText } from './counted-span.ts';
import type { EventRow } from './event-row.ts';
import { type FacetCounts, facetCounts } from './facet-counts.ts';
import {
  backgroundFilter,
  type CarrierOf,
  causeFilter,
  countedLevel,
  isOfAccounts,
  type RowQuery,
} from './row-filter.ts';
import { shareOf } from './share-of.ts';
import { compareWith, type SharedFacet } from './shared-facets.ts';
import { type SpanParts, spanBefore } from './span-parts.ts';
import { levelsOf, type VolumePart, volumeOf, volumesOf } from './volume.ts';

/** A cause, and how often it occurred in the span. */
export interface CauseCount {
  /** Its key, see `causeOf`. */
  cause: string;
  error_code: number | null;
  /** Of its latest event, as `level` is of its worst. */
  group: string | null;
  name: string | null;
  message: string | null;
  level: Level;
  events: number;
  calls: number;
  /** Of `all_calls`, how many have it, 0 to 1; null where those are not known. */
  share: number | null;
  first_seen: string;
  last_seen: string;
  state: CauseState;
  /** In the span before; null where that is not known. */
  events_before: number | null;
  /** Events of each part of the span. */
  volume: number[];
  shared: SharedFacet[];
  /** The event to look at: the latest of its worst level. */
  latest: { call_sid: string; timestamp: string; name: string | null };
}

/** What fails, by cause. */
export interface CausesAnswer extends CountedSpan {
  events: number;
  calls: number;
  levels: Partial<Record<Level, number>>;
  /** Calls that started in the span and have a summary of any version; null where that is not known. */
  all_calls: number | null;
  /** Of these, how many are among `calls`, 0 to 1. */
  share: number | null;
  /** When the latest event was that is known, whatever is asked for. */
  latest: string | null;
  step_ms: number;
  volume: VolumePart[];
  /** The span of the same length just before; null where it is not counted, or began before anything was stored. */
  before: { events: number; calls: number; volume: VolumePart[] } | null;
  /** Errors before warnings, then those of most calls. */
  causes: CauseCount[];
  /** How many there are behind those that are listed. */
  more_causes: number;
  facets: FacetCounts;
}

/** What is known when causes are asked for. */
export interface Known {
  span: SpanParts;
  nowMs: number;
  /** Of the span, of any level. */
  rows: readonly EventRow[];
  countedSinceMs: number;
  /** False where there is no room to count more. */
  hasRoom?: boolean;
  /** Of the span before; undefined where it is not read. */
  before?: readonly EventRow[];
  /** SIDs of all calls that started in the span and have a summary; undefined where they are not all known. */
  allCalls?: ReadonlySet<string>;
  /** Of the oldest event that tells from when on events came, of any account; undefined where only rows tell it. */
  oldestMs?: number;
  /** Of the latest event that was found, of any level. */
  latestMs?: number;
  carrierOf?: CarrierOf;
}

const MOST_CAUSES = 200;
/** Of the span before, so much may have passed until the first event of all came: people do not call all the time. */
const MAY_BE_MISSING = 1 / 20;
/** Without the span before, a cause is new that was not there for so much of the span, and so long. */
const NEW_AFTER_SHARE = 1 / 2;
const NEW_AFTER_MS = 60 * 60_000;

/** Answers what fails, and why, of rows. Pure: the same rows give the same answer, in whatever order they stand. */
export function causesAnswer(query: RowQuery, known: Known): CausesAnswer {
  const { span, nowMs, allCalls, carrierOf = () => undefined } = known;
  const isBackground = backgroundFilter(query, carrierOf);
  const isOfCause = causeFilter(query);
  const background = known.rows.filter(isBackground);
  const rows = isOfCause === undefined ? background : background.filter(isOfCause);
  const knownFromMs = knownFrom(known, query);
  const spanOfBefore = spanBefore(span);
  const isBeforeKnown = knownFromMs <= spanOfBefore.fromMs + (span.toMs - span.fromMs) * MAY_BE_MISSING;
  const before = isBeforeKnown
    ? known.before?.filter((row) => isBackground(row) && (isOfCause?.(row) ?? true))
    : undefined;
  const index = indexCalls(rows, carrierOf);
  const all = isOfCause === undefined ? index : indexCalls(background, carrierOf);
  const share = (calls: ReadonlySet<string>) => (allCalls === undefined ? null : shareOf(allCalls, calls));

  // Without the span before, what the state of a cause is told by begins within the span.
  const passedMs = Math.max(1, Math.min(span.toMs, nowMs) - span.fromMs);
  const withinFromMs = Math.max(span.fromMs, known.countedSinceMs, knownFromMs);
  const knownShare = Math.max(0, 1 - (withinFromMs - span.fromMs) / passedMs);
  const newFromMs = before ? span.fromMs : withinFromMs + Math.max(passedMs * NEW_AFTER_SHARE, NEW_AFTER_MS);
  const comparison = compareWith(all);
  const tallies = tallied(rows, span, nowMs);
  const listed = tallies.slice(0, MOST_CAUSES);
  const eventsBefore = before && countBy(before);
  const volumes = volumesOf(rows, span, new Set(listed.map(({ key }) => key)));
  return {
    ...countedSpan(known),
    events: rows.length,
    calls: index.calls,
    levels: levelsOf(rows),
    all_calls: allCalls?.size ?? null,
    share: share(new Set(rows.map(({ call }) => call))),
    latest: latestOf(known, query),
    step_ms: span.stepMs,
    volume: volumeOf(rows, span),
    before: before
      ? {
          events: before.length,
          calls: new Set(before.map(({ call }) => call)).size,
          volume: volumeOf(before, spanOfBefore),
        }
      : null,
    causes: listed.map(({ key, calls: ofCause, latest, worst, firstMs, lastMs, ...counts }) => {
      const earlier = eventsBefore && (eventsBefore.get(key) ?? 0);
      return {
        cause: key,
        error_code: key.startsWith('code:') ? (latest.cause.code ?? null) : null,
        group: latest.cause.group ?? null,
        name: latest.cause.name ?? null,
        message: latest.cause.message ?? null,
        level: countedLevel(worst.cause),
        events: counts.events,
        calls: ofCause.size,
        share: share(ofCause),
        first_seen: timeText(firstMs),
        last_seen: timeText(lastMs),
        state: causeState({
          ...counts,
          knownShare,
          before: earlier,
          isFirst: (earlier ?? 0) === 0 && firstMs >= newFromMs,
        }),
        events_before: earlier ?? null,
        volume: volumes.get(key) ?? [],
        shared: comparison.sharedBy(ofCause),
        latest: { call_sid: worst.call, timestamp: worst.timestamp, name: worst.cause.name ?? null },
      };
    }),
    more_causes: tallies.length - listed.length,
    facets: facetCounts(index),
  };
}

function latestOf({ rows, latestMs, nowMs }: Known, { accounts }: RowQuery): string | null {
  const isReadable = isOfAccounts(accounts);
  const latest = rows.reduce(
    (last, row) => (row.atMs > last && isReadable(row) ? row.atMs : last),
    latestMs ?? Number.NEGATIVE_INFINITY,
  );
  // A clock may be ahead.
  return latest === Number.NEGATIVE_INFINITY ? null : timeText(Math.min(latest, nowMs));
}

/** From when on a reader may know events, epoch ms: of other accounts than its own nothing is told, nor how old they are. */
function knownFrom({ rows, before = [], oldestMs }: Known, { accounts }: RowQuery): number {
  const isReadable = isOfAccounts(accounts);
  const ofRows = Math.min(earliestMs(rows.filter(isReadable)), earliestMs(before.filter(isReadable)));
  return accounts === undefined && oldestMs !== undefined ? Math.min(oldestMs, ofRows) : ofRows;
}

function earliestMs(rows: readonly EventRow[]): number {
  return rows.reduce((earliest, { atMs }) => Math.min(earliest, atMs), Number.POSITIVE_INFINITY);
}

function countBy(rows: readonly EventRow[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { cause } of rows) counts.set(cause.cause, (counts.get(cause.cause) ?? 0) + 1);
  return counts;
}
