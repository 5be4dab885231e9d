import type { CallRow } from '../../families/call-event/causes/call-row.ts';
import type { Known } from '../../families/call-event/causes/causes-answer.ts';
import { isOfAccounts, type RowQuery } from '../../families/call-event/causes/row-filter.ts';
import { type SpanEnd, type SpanParts, spanBefore, spanParts } from '../../families/call-event/causes/span-parts.ts';
import { MAX_CLOCK_SKEW_MS } from '../../families/call-event/item.ts';
import type { Level } from '../../shared/level.ts';
import { DAY_MS } from '../../shared/utc-day.ts';
import { countedLevels } from '../read/event-rows.ts';
import type { RowsOfSpan } from '../read/parted-rows.ts';
import { badParameter } from './api-error.ts';
import type { COUNT_FILTERS } from './cause-parameters.ts';
import { requireIndexed } from './indexed-levels.ts';
import type { Given } from './parameter.ts';
import type { ApiContext, RouteOptions } from './route.ts';
import { msAgo } from './time-asked.ts';

const DEFAULT_SPAN = { from: '24h', to: '0m' };
const MAX_DAYS = 31;
/** How far ahead of now the index files an event. */
const AHEAD_MS = MAX_CLOCK_SKEW_MS;
/** Of a request; the next one goes on. */
const CALLS_TIME_MS = 500;

/** Which events are to be counted, and when. */
export interface CountQuestion {
  query: RowQuery;
  span: SpanParts;
  nowMs: number;
  /** Partitions of the index that are read. */
  levels: readonly Level[];
  /** Where its end is now: events of clocks that are ahead belong to it up to there, epoch ms. */
  aheadToMs?: number;
}

/** @throws ApiError 400 that says what is wrong */
export function countQuestion(
  context: ApiContext,
  { indexedLevels, clock }: RouteOptions,
  { from, to, ...asked }: Given<typeof COUNT_FILTERS>,
): CountQuestion {
  requireIndexed(asked, indexedLevels);
  const nowMs = clock.now();
  const span = spanParts(spanEnd(from ?? DEFAULT_SPAN.from), spanEnd(to ?? DEFAULT_SPAN.to), nowMs);
  if (span.toMs < span.fromMs) throw badParameter('EndTime: expected a time after StartTime');
  if (span.toMs - span.fromMs > (MAX_DAYS + 1) * DAY_MS) {
    throw badParameter(`StartTime: expected at most ${MAX_DAYS} days before EndTime; longer spans are not counted`);
  }
  const { accounts } = context.get('reader') ?? {};
  const query = { ...asked, ...(accounts !== undefined && { accounts }) };
  const levels = partitionsOf(asked.levels) ?? countedLevels(indexedLevels);
  const isToNow = msAgo(to ?? DEFAULT_SPAN.to) === 0;
  return { query, span, nowMs, levels, ...(isToNow && { aheadToMs: nowMs + AHEAD_MS }) };
}

/** Reads what an answer is counted from, within the time of a request: the span, then the one before if it is asked for. */
export async function readKnown(
  context: ApiContext,
  { eventRows, indexedLevels }: RouteOptions,
  { span, nowMs, levels, aheadToMs = span.toMs }: CountQuestion,
  { withBefore }: { withBefore: boolean },
): Promise<Known> {
  const budget = context.get('budget');
  const toMs = Math.max(span.toMs, aheadToMs);
  const { rows, countedSinceMs, hasRoom } = await eventRows.rowsOf(levels, { ...span, toMs }, budget.isLate);
  const known = { span, nowMs, rows, countedSinceMs, hasRoom };
  if (!withBefore || countedSinceMs > span.fromMs || budget.isLate()) return known;
  const spanOfBefore = spanBefore(span);
  const before = await eventRows.rowsOf(levels, spanOfBefore, budget.isLate);
  if (before.countedSinceMs > spanOfBefore.fromMs) return known;
  const oldestMs = await eventRows.oldestOf(allLevels(indexedLevels), spanOfBefore.fromMs);
  return { ...known, before: before.rows, oldestMs };
}

/** Calls that started in the span, as far as they are read. */
export function readCalls(
  { callRows }: RouteOptions,
  { span }: CountQuestion,
  isLate: () => boolean,
): Promise<RowsOfSpan<CallRow>> {
  return callRows.rowsOf(span, isLate);
}

/** The calls that a share is of, if they are soon read: what fails does not wait for it. */
export async function readAllCalls(
  context: ApiContext,
  options: RouteOptions,
  question: CountQuestion,
): Promise<Pick<Known, 'allCalls' | 'carrierOf'>> {
  const { elapsed } = options.clock;
  const endsAt = elapsed() + CALLS_TIME_MS;
  const isLate = () => elapsed() >= endsAt || context.get('budget').isLate();
  if (isLate()) return {};
  const { rows, countedSinceMs } = await readCalls(options, question, isLate);
  const calls = rows.filter(isOfAccounts(question.query.accounts));
  if (countedSinceMs > question.span.fromMs || calls.length === 0) return {};
  const carriers = new Map(calls.flatMap(({ call, facets: { carrier } }) => (carrier ? [[call, carrier]] : [])));
  return { allCalls: new Set(calls.map(({ call }) => call)), carrierOf: (call) => carriers.get(call) };
}

/** Errors of a level nobody knows are in the index whatever is set. */
export function allLevels(indexedLevels: readonly Level[]): readonly Level[] {
  return [...new Set([...indexedLevels, 'UNKNOWN' as const])];
}

/** Errors of a level nobody knows are errors, and have a partition of their own. */
function partitionsOf(levels: readonly Level[] | undefined): readonly Level[] | undefined {
  return levels?.includes('ERROR') ? [...new Set([...levels, 'UNKNOWN' as const])] : levels;
}

function spanEnd(time: string): SpanEnd {
  const agoMs = msAgo(time);
  return agoMs === undefined ? { atMs: Date.parse(time) } : { agoMs };
}
