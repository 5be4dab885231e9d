import pLimit from 'p-limit';
import type { EventReader } from '../../lambda/read/event-reader.ts';
import { allOf } from '../../shared/all-of.ts';
import type { Clock } from '../../shared/clock.ts';
import { isTransient, retry } from '../../shared/retry.ts';
import { MAX_CALLS_AT_ONCE, type RowCount, type RowEraser } from '../row-eraser.ts';
import type { SetAside } from '../set-aside/set-aside.ts';
import type { OutgoingRecord } from '../stream/put-records.ts';
import { type Account, account, type EventOfCall } from './account.ts';
import { type AuditArchiveOptions, createAuditArchive, type FoundInArchive } from './audit-archive.ts';
import { conferenceOfRun } from './audit-conference.ts';
import { type AuditInsights, type FoundInsights, insightParts, type PutParts } from './audit-insights.ts';
import type { AuditPart } from './audit-part.ts';
import { type AuditRun, auditEvent, callsOf } from './audit-run.ts';
import { summarisedCalls } from './audit-summaries.ts';
import { createKeptEvents } from './kept-events.ts';
import { type PutOutcome, putEvents } from './put-events.ts';
import { createVisibility, type Visibility } from './visibility.ts';

export interface AuditOptions {
  run: AuditRun;
  put: (records: readonly OutgoingRecord[]) => Promise<void>;
  reader: Pick<EventReader, 'eventsOfCall'>;
  /** Undefined for a stack that has no table of call insights: nothing of them is put then. */
  insights?: AuditInsights;
  setAside: SetAside;
  /** Each event is looked for in the archive too, which takes minutes where it is deployed; undefined asks nothing of it. */
  archive?: AuditArchiveOptions['store'];
  eraser: Pick<RowEraser, 'erase' | 'eraseConference'>;
  clock: Clock;
  /** How long after the last put an event that is nowhere is missing. */
  timeoutMs: number;
  /** Leaves the rows in the table. */
  keep: boolean;
  /** Told before the first event is put: from then on there can be rows. */
  onStart?: () => void;
  /** Told how many events were seen in the table. */
  onProgress?: (seen: number) => void;
  /** Stops it: what is known then is the report. */
  signal: AbortSignal;
}

export interface AuditReport extends FoundInsights {
  /** Events that the stream took. */
  put: number;
  /** Why not all of them were put. */
  putError?: unknown;
  /** Undefined where the table could not be read: see `readError`. */
  account?: Account;
  readError?: unknown;
  /** Of events, in the archive. */
  archive?: FoundInArchive;
  /** Why what is set aside could not be read: what is there counts as missing then. */
  keptError?: unknown;
  /** Why nothing is known of what was put beside the events. */
  insightsError?: unknown;
  archiveError?: unknown;
  /** See `Visibility`. */
  delaysMs: readonly number[];
  uncertaintyMs: number;
  /** Rows of events deleted; undefined where they were to be kept, or `removeError` says why some are left. */
  removed?: number;
  /** Rows of summaries, samples and a conference, and those that lead to them. */
  removedInsights?: number;
  removeError?: unknown;
}

const LOOK_MS = 500;
/** At most 100 reads a second. */
const READ_MS = 10;
const LOOK_ASIDE_MS = 5_000;
/** For a second row of an event whose first one was seen. */
const SETTLE_MS = 1_000;
/** For events under way when somebody stops it. */
const STOPPED_MS = 5_000;
const READS_IN_FLIGHT = 8;
const RETRY_FOR_MS = 30_000;

/**
 * Puts numbered events on the stream, waits for their rows, and accounts for every one by reading all of them again.
 * Then deletes the rows, whatever came of it.
 * @throws what the table or the bucket answers before anything is put, such as a right that is missing
 */
export async function audit(options: AuditOptions): Promise<AuditReport> {
  const { run, reader, setAside, clock, keep, signal } = options;
  const kept = createKeptEvents(setAside, run, clock.now());
  // Whoever may not look must not put.
  await Promise.all([kept.passOver(), allOf(reader.eventsOfCall(auditEvent(run, 1).callSid))]);
  const visibility = createVisibility(reader, clock);
  const report: AuditReport = { put: 0, delaysMs: visibility.delaysMs, uncertaintyMs: 0 };
  const lookAside = async () => {
    report.keptError = await kept.look().catch((error: unknown) => error);
  };
  const stop = new AbortController();
  options.onStart?.();
  const parts = await putInsights(options, report);
  const putting = putEvents({
    ...options,
    onPut: visibility.expect,
    signal: AbortSignal.any([signal, stop.signal]),
  });
  try {
    await waitForRows(putting, visibility, options, async () => {
      await lookAside();
      visibility.giveUp(kept.found.keys());
    });
    if (visibility.delaysMs.length > 0) await clock.sleep(SETTLE_MS);
    const { put } = await putting;
    const expected = Array.from({ length: put }, (_event, index) => auditEvent(run, index + 1));
    const rows = await readRows(callsOf(run, put), options);
    report.account = account(expected, { rows, kept: kept.found });
    if (report.account.notStored.some(({ fate }) => fate === 'missing')) {
      await lookAside();
      report.account = account(expected, { rows, kept: kept.found });
    }
    if (put === run.events) await findInsights(parts, options, report);
    await findInArchive(put, options, report);
  } catch (error) {
    report.readError = error;
    stop.abort();
  }
  const { put, tried, error } = await putting;
  Object.assign(report, { put, putError: error, uncertaintyMs: visibility.uncertaintyMs() });
  if (keep) return report;
  try {
    const removed = await removeRows(run, options.eraser, tried);
    report.removed = removed.events;
    report.removedInsights = removed.insights;
  } catch (error) {
    report.removeError = error;
  }
  return report;
}

/** What was put of call insights, one after the other. */
async function putInsights(options: AuditOptions, report: AuditReport): Promise<PutParts> {
  const parts = options.insights === undefined ? {} : insightParts(options.insights, options);
  try {
    const puts: readonly Pick<AuditPart, 'put'>[] = Object.values(parts);
    for (const part of puts) await part.put();
    return parts;
  } catch (error) {
    report.insightsError = error;
    return {};
  }
}

async function findInsights(parts: PutParts, { timeoutMs, signal }: AuditOptions, report: AuditReport): Promise<void> {
  try {
    report.summaries = await parts.summaries?.find(timeoutMs, signal);
    report.metrics = await parts.metrics?.find(timeoutMs, signal);
    report.conference = await parts.conference?.find(timeoutMs, signal);
  } catch (error) {
    report.insightsError = error;
  }
}

/** Looks for them, and erases what it found: nothing else is beside the tables of the archive. */
async function findInArchive(put: number, options: AuditOptions, report: AuditReport): Promise<void> {
  const { archive: store, run, clock, signal, keep } = options;
  if (store === undefined) return;
  try {
    const archived = createAuditArchive({ run, store, clock });
    report.archive = await archived.find(put, signal);
    if (!keep) await archived.erase();
  } catch (error) {
    report.archiveError = error;
  }
}

/** Deletes the rows of the first so many events of a run, and all that was put beside them, gently, and says how many. */
export async function removeRows(
  run: AuditRun,
  eraser: Pick<RowEraser, 'erase' | 'eraseConference'>,
  events = run.events,
): Promise<{ events: number; insights: number }> {
  const calls = [...new Set([...callsOf(run, events), ...summarisedCalls(run)])];
  const rows = { events: 0, insights: 0 };
  for (let start = 0; start < calls.length; start += MAX_CALLS_AT_ONCE) {
    const removed = await eraser.erase(calls.slice(start, start + MAX_CALLS_AT_ONCE));
    rows.events += removed.events;
    rows.insights += insightsOf(removed);
  }
  rows.insights += insightsOf(await eraser.eraseConference(conferenceOfRun(run)));
  return rows;
}

/** Rows that are of no call event. */
export function insightsOf({ insights, metrics, conferences, pointers }: RowCount): number {
  return insights + metrics + conferences + pointers;
}

/** Resolves when each event was seen in the table or set aside, or has had its time. */
async function waitForRows(
  putting: Promise<PutOutcome>,
  visibility: Visibility,
  { clock, timeoutMs, signal, onProgress }: AuditOptions,
  lookAside: () => Promise<void>,
): Promise<void> {
  let allPutMs: number | undefined;
  let lookedAsideMs = Number.NEGATIVE_INFINITY;
  const done = putting.then(() => {
    allPutMs = clock.now();
  });
  for (;;) {
    const beganMs = clock.now();
    const reads = await visibility.look().catch((error: unknown) => {
      if (!isTransient(error)) throw error;
      return 0;
    });
    onProgress?.(visibility.delaysMs.length);
    let leftMs = Number.POSITIVE_INFINITY;
    if (allPutMs !== undefined) {
      leftMs = allPutMs + (signal.aborted ? Math.min(timeoutMs, STOPPED_MS) : timeoutMs) - clock.now();
      if (visibility.waiting() > 0 && clock.now() - lookedAsideMs >= LOOK_ASIDE_MS) {
        await lookAside();
        lookedAsideMs = clock.now();
      }
      if (visibility.waiting() === 0 || leftMs <= 0) return;
    }
    const pauseMs = Math.min(Math.max(LOOK_MS, reads * READ_MS) - (clock.now() - beganMs), leftMs);
    // A signal that was given already would end every pause at once.
    if (pauseMs > 0) await clock.sleep(pauseMs, signal.aborted ? undefined : signal).catch(() => undefined);
    if (signal.aborted) await done;
  }
}

/** All of them once more, from the start: a row that was seen may be gone, and an event may have two. */
async function readRows(calls: readonly string[], { reader, clock }: AuditOptions): Promise<EventOfCall[]> {
  const inFlight = pLimit(READS_IN_FLIGHT);
  const rowsOf = (callSid: string) =>
    retry(() => allOf(reader.eventsOfCall(callSid, { consistent: true })), clock, AbortSignal.timeout(RETRY_FOR_MS));
  const rows = await inFlight
    .map(calls, async (callSid) => (await rowsOf(callSid)).map(({ event }) => ({ id: event.id, callSid })))
    .finally(() => inFlight.clearQueue());
  return rows.flat();
}
