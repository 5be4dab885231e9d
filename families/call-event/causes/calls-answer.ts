import type { Level } from '../../../shared/level.ts';
import type { Known } from './causes-answer.ts';
import { type CountedSpan, countedSpan, timeText } from './counted-span.ts';
import type { EventRow } from './event-row.ts';
import { EVENT_FACETS, type EventFacet } from './facets-of.ts';
import { backgroundFilter, causeFilter, countedLevel, type RowQuery } from './row-filter.ts';
import { isNewer, severity } from './row-order.ts';

/** A call, by the worst of its events that fit: the latest of those. */
export interface CallOfEvents {
  call_sid: string;
  level: Level;
  cause: string;
  error_code: number | null;
  group: string | null;
  name: string | null;
  message: string | null;
  /** How many of its events fit. */
  events: number;
  first_seen: string;
  last_seen: string;
  /** Time of that worst event, as it is told with it. */
  at: string;
  /** What any of its events that fit tells; null where none does. */
  facets: Record<EventFacet, string | null>;
  /** Name of the last warning before it; null where there is none, or warnings are not read. */
  warning_before: string | null;
}

/** Calls that have such events: worst level first, then the newest. */
export interface CallsAnswer extends CountedSpan {
  calls: CallOfEvents[];
  /** How many there are behind those that are listed. */
  more: number;
}

const MOST_CALLS = 500;

interface Collected {
  rows: EventRow[];
  worst: EventRow;
}

/** Answers which calls have such events. Pure, as `causesAnswer` is. */
export function callsAnswer(query: RowQuery, known: Known): CallsAnswer {
  const { rows, carrierOf = () => undefined } = known;
  const isBackground = backgroundFilter(query, carrierOf);
  const isOfCause = causeFilter(query) ?? (() => true);
  const calls = new Map<string, Collected>();
  for (const row of rows) {
    if (!isBackground(row) || !isOfCause(row)) continue;
    const call = calls.get(row.call);
    if (call === undefined) {
      calls.set(row.call, { rows: [row], worst: row });
    } else {
      call.rows.push(row);
      const worse = severity(row.cause) - severity(call.worst.cause);
      if (worse > 0 || (worse === 0 && isNewer(row, call.worst))) call.worst = row;
    }
  }
  const listed = [...calls]
    .toSorted(([, { worst: one }], [, { worst: other }]) => {
      return severity(other.cause) - severity(one.cause) || (isNewer(one, other) ? -1 : 1);
    })
    .slice(0, MOST_CALLS);
  const warnings = lastWarnings(rows, new Map(listed.map(([call, { worst }]) => [call, worst])), query);
  return {
    ...countedSpan(known),
    calls: listed.map(([call, { rows: ofCall, worst }]) => {
      const { cause, timestamp } = worst;
      const times = ofCall.map(({ atMs }) => atMs);
      return {
        call_sid: call,
        level: countedLevel(cause),
        cause: cause.cause,
        error_code: cause.code ?? null,
        group: cause.group ?? null,
        name: cause.name ?? null,
        message: cause.message ?? null,
        events: ofCall.length,
        first_seen: timeText(least(times)),
        last_seen: timeText(-least(times.map((ms) => -ms))),
        at: timestamp,
        facets: facetsOfCall(ofCall, carrierOf(call)),
        warning_before: warnings.get(call)?.cause.name ?? null,
      };
    }),
    more: calls.size - listed.length,
  };
}

/** The first that any tells, newest first. */
function facetsOfCall(rows: readonly EventRow[], carrier: string | undefined): Record<EventFacet, string | null> {
  const newest = rows.toSorted((one, other) => (isNewer(one, other) ? -1 : 1));
  const told = EVENT_FACETS.map((facet) => {
    const value = newest.map(({ facets }) => facets[facet]).find((one) => one !== undefined);
    return [facet, (facet === 'carrier' ? carrier : value) ?? null];
  });
  return Object.fromEntries(told) as Record<EventFacet, string | null>;
}

/** The last warning of each call before an event of it, whatever else is asked for but the accounts. */
function lastWarnings(
  rows: readonly EventRow[],
  before: ReadonlyMap<string, EventRow>,
  { accounts }: RowQuery,
): ReadonlyMap<string, EventRow> {
  const isReadable = backgroundFilter({ levels: ['WARNING'], accounts });
  const last = new Map<string, EventRow>();
  for (const row of rows) {
    const end = before.get(row.call);
    if (end === undefined || row === end || row.atMs > end.atMs || !isReadable(row)) continue;
    const known = last.get(row.call);
    if (known === undefined || isNewer(row, known)) last.set(row.call, row);
  }
  return last;
}

/** Spreading thousands of numbers into `Math.min` is more than a stack takes. */
function least(numbers: readonly number[]): number {
  return numbers.reduce((min, number) => Math.min(min, number), Number.POSITIVE_INFINITY);
}
