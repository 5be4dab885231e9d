import { percentile } from '../../../shared/percentile.ts';
import type { CallRow } from './call-row.ts';
import { countedSpan } from './counted-span.ts';
import type { EventRow } from './event-row.ts';
import type { EventFacet } from './facets-of.ts';
import type { FleetAnswer, FleetGroup } from './fleet-group.ts';
import { backgroundFilter, isOfAccounts } from './row-filter.ts';
import { shareOf } from './share-of.ts';
import { partOf, type SpanParts } from './span-parts.ts';

export interface FleetKnown {
  span: SpanParts;
  nowMs: number;
  /** Events of the span. */
  rows: readonly EventRow[];
  /** Calls that started in it; undefined where they are not all read. */
  calls?: readonly CallRow[];
  countedSinceMs: number;
  /** False where there is no room to count more. */
  hasRoom?: boolean;
}

const MOST_GROUPS = 200;

/** Compares calls by a facet. Pure, as `causesAnswer` is. @param accounts of these alone */
export function fleetAnswer(by: EventFacet, known: FleetKnown, accounts?: readonly string[]): FleetAnswer {
  const { span, rows } = known;
  const calls = known.calls?.filter(isOfAccounts(accounts));
  const valueOfCall = new Map(calls?.map(({ call, facets }) => [call, facets[by]]));
  const groups = new Map<string, Group>();
  const all = newGroup(span);
  const groupsOf = (value: string | undefined): Group[] => {
    if (value === undefined) return [all];
    const group = groups.get(value) ?? newGroup(span);
    groups.set(value, group);
    return [all, group];
  };
  for (const call of calls ?? []) {
    for (const group of groupsOf(call.facets[by])) {
      group.calls.add(call.call);
      if (call.isFailed) group.failed += 1;
      if (call.mos !== undefined) group.mos.push(call.mos);
    }
  }
  const isTrouble = backgroundFilter({ accounts });
  for (const row of rows) {
    if (!isTrouble(row)) continue;
    // What the summary says is of the whole call.
    for (const group of groupsOf(valueOfCall.get(row.call) ?? row.facets[by])) {
      if (!row.cause.isError) {
        group.warned.add(row.call);
        continue;
      }
      group.erred.add(row.call);
      const part = partOf(span, row.atMs);
      group.volume[part] = (group.volume[part] ?? 0) + 1;
    }
  }
  const hasCalls = calls !== undefined && calls.length > 0;
  const told = [...groups].map(([value, group]) => ({ value, ...toldGroup(group, hasCalls) }));
  const listed = told.toSorted(bySize).slice(0, MOST_GROUPS);
  return {
    ...countedSpan(known),
    by,
    step_ms: span.stepMs,
    groups: listed,
    more: told.length - listed.length,
    all: toldGroup(all, hasCalls),
  };
}

interface Group {
  calls: Set<string>;
  failed: number;
  mos: number[];
  erred: Set<string>;
  warned: Set<string>;
  volume: number[];
}

function newGroup({ parts }: SpanParts): Group {
  return {
    calls: new Set(),
    failed: 0,
    mos: [],
    erred: new Set(),
    warned: new Set(),
    volume: new Array(parts).fill(0),
  };
}

function toldGroup({ calls, failed, mos, erred, warned, volume }: Group, hasCalls: boolean): FleetGroup {
  return {
    calls: hasCalls ? calls.size : null,
    failed: hasCalls ? failed : null,
    failed_share: hasCalls && calls.size > 0 ? failed / calls.size : null,
    with_errors: erred.size,
    with_warnings: warned.size,
    errors_share: hasCalls ? shareOf(calls, erred) : null,
    warnings_share: hasCalls ? shareOf(calls, warned) : null,
    mos: percentile(mos, 0.5) ?? null,
    volume,
  };
}

type Told = FleetGroup & { value: string };

function bySize(one: Told, other: Told): number {
  return (
    (other.calls ?? 0) - (one.calls ?? 0) ||
    other.with_errors - one.with_errors ||
    other.with_warnings - one.with_warnings ||
    (one.value < other.value ? -1 : 1)
  );
}
