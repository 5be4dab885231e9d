import { said } from '../../families/call-summary/said.ts';
import type { JsonObject } from '../../shared/json.ts';
import { utcTime } from '../../shared/utc-time.ts';
import type { SummaryPage } from './read-summary.ts';

/** The two questions about somebody's calls: those they made, and those they got. */
export const SIDES = ['From', 'To'] as const;
export type Side = (typeof SIDES)[number];

/** What has been read of somebody's calls. */
export interface CallsOfParty {
  /** By SID, the version that was read last. */
  calls: ReadonlyMap<string, JsonObject>;
  /** Of each side that there is more of: its next page, and the start of the oldest call that was read, epoch ms. */
  behind: Readonly<Partial<Record<Side, { next: string; readBackToMs: number }>>>;
}

export const NOTHING_READ: CallsOfParty = { calls: new Map(), behind: {} };

const PAGE_SIZE = 50;
/** Longer than a call is kept by default; by number, the span costs nothing. */
const SINCE = '57w';

/** Path and query of the first page of a side. */
export function pathOfSide(party: string, side: Side): string {
  const parameters = { [side]: party, ProcessingState: 'all', StartTime: SINCE, PageSize: String(PAGE_SIZE) };
  return `/v1/Voice/Summaries?${new URLSearchParams(parameters)}`;
}

/** What is known with one more page. The first page of a side, read again, brings what is new and leaves the place. */
export function withPage(
  known: CallsOfParty,
  { side, page, isAgain }: { side: Side; page: SummaryPage; isAgain: boolean },
): CallsOfParty {
  const calls = new Map(known.calls);
  for (const summary of page.summaries) calls.set(String(summary.call_sid), summary);
  if (isAgain) return { ...known, calls };
  const last = page.summaries.map(startedMs).findLast((atMs) => atMs !== undefined);
  const { [side]: before, ...others } = known.behind;
  const readBackToMs = last ?? before?.readBackToMs ?? Number.POSITIVE_INFINITY;
  return { calls, behind: page.next === null ? others : { ...others, [side]: { next: page.next, readBackToMs } } };
}

/** The calls as far back as all sides have been read, newest first, each once. */
export function newestFirst({ calls, behind }: CallsOfParty): JsonObject[] {
  const backToMs = Math.max(...Object.values(behind).map(({ readBackToMs }) => readBackToMs), Number.NEGATIVE_INFINITY);
  return [...calls.values()]
    .map((summary) => ({ summary, atMs: startedMs(summary) ?? Number.NEGATIVE_INFINITY }))
    .filter(({ atMs }) => atMs >= backToMs)
    .toSorted((one, other) => other.atMs - one.atMs)
    .map(({ summary }) => summary);
}

/** When a call started, epoch ms; undefined where its summary does not say. */
export function startedMs({ start_time, created_time }: JsonObject): number | undefined {
  const started = utcTime(start_time) ?? utcTime(said(created_time));
  return started === undefined ? undefined : Date.parse(started);
}
