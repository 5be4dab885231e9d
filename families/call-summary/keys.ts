import { utcTime } from '../../shared/utc-time.ts';
import type { RowContext } from '../family.ts';
import type { SummaryCloudEvent } from './call-summary.ts';

/** Partitions of a day in the index of calls by time: each takes 1,000 writes a second. */
export const STARTED_SHARDS = 4;
/** The sort key of a summary in the partition of its call. */
export const SUMMARY_PART = 'summary';
/** What the sort key of a pointer from a call to one of its child calls begins with. */
export const CHILD_PREFIX = 'child#';

/** The year in which Twilio began. */
export const EARLIEST = '2008-01-01T00:00:00.000Z';

const MAX_CLOCK_SKEW_MS = 5 * 60_000;
/** Of the time that such keys begin with. */
export const TIME_WIDTH = '2021-05-24T14:15:22.000Z'.length;
const STARTED_ID = /^\d{4}-\d\d-\d\dT[\d:.]{12}Z#/;

/**
 * When a call started, as UTC with milliseconds: by its summary, else by the summary's event, else by the record's
 * arrival. A start that is more than five minutes ahead of its arrival is a clock that is wrong, and would stand above
 * all calls that come: the arrival takes its place.
 */
export function startedOf({ data, time }: SummaryCloudEvent, context: Pick<RowContext, 'arrivalMs'>): string {
  return firstSaidTime([data.start_time, data.created_time, time], context);
}

/** The first of several times that is one, else that of the record's arrival; the latter, too, for a clock that is wrong. */
export function firstSaidTime(times: readonly unknown[], { arrivalMs }: Pick<RowContext, 'arrivalMs'>): string {
  const arrival = new Date(arrivalMs).toISOString();
  const first = times.flatMap((time) => saidTime(time) ?? [])[0] ?? arrival;
  return Date.parse(first) - arrivalMs > MAX_CLOCK_SKEW_MS ? arrival : first;
}

/**
 * A time as UTC with milliseconds, of a day on which there was a Twilio: a date of year 1 or 1970 is a zero that somebody
 * wrote as a date.
 */
export function saidTime(value: unknown): string | undefined {
  const time = utcTime(value);
  return time === undefined || time < EARLIEST ? undefined : time;
}

/** The sort key of a call in the index, and of a pointer to it: `<start, UTC, ms>#CA…`. */
export function startedId(started: string, callSid: string): string {
  return `${started}#${callSid}`;
}

/** The start and the SID of such a key. */
export function partsOfStartedId(key: string): { started: string; callSid: string } {
  return { started: key.slice(0, TIME_WIDTH), callSid: key.slice(TIME_WIDTH + 1) };
}

/** The call that a pointer with this sort key leads to; undefined for a row that is no pointer. */
export function callLedTo(part: string): string | undefined {
  if (part.startsWith(CHILD_PREFIX)) return part.slice(CHILD_PREFIX.length);
  return STARTED_ID.test(part) ? partsOfStartedId(part).callSid : undefined;
}

/** What the index has by time. */
export type StartedKind = 'call' | 'conference';

/** The partition of a call or conference in the index. */
export function bucketOf(started: string, sid: string, kind: StartedKind = 'call'): string {
  return dayBucket(started.slice(0, 'yyyy-mm-dd'.length), shardOf(sid), kind);
}

/** @param day `yyyy-mm-dd` @param shard 0 to 3 */
export function dayBucket(day: string, shard: number, kind: StartedKind = 'call'): string {
  return `${kind}#${day}#${shard}`;
}

/** FNV-1a over the text's code units: the same for a SID wherever it is computed. */
function shardOf(sid: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < sid.length; index += 1) {
    hash = Math.imul(hash ^ sid.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % STARTED_SHARDS;
}
