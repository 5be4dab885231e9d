import type { KinesisStreamRecord } from 'aws-lambda';
import pLimit from 'p-limit';
import { expiresAt } from '../../families/call-event/item.ts';
import type { IngestConfig } from '../../families/ingest-config.ts';
import { prepareBatch } from '../../lambda/ingest/batch.ts';
import { createIngest } from '../../lambda/ingest/ingest.ts';
import { toStreamRecord } from '../../lambda/ingest/stream-record.ts';
import { type QuarantinedRecord, type QuarantineWriter, recordText } from '../../lambda/quarantine/quarantine.ts';
import type { EventWriter } from '../../lambda/store/event-writer.ts';
import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import type { Clock } from '../../shared/clock.ts';
import { explain } from '../../shared/problem.ts';
import type { Reason } from '../../shared/rejection.ts';
import { isTransient } from '../../shared/retry.ts';
import { GIVEN_UP } from './given-up.ts';
import { batchOf, type KeptObject, readObject } from './kept-object.ts';
import type { SetAside } from './set-aside.ts';

export interface RedriveOptions {
  setAside: SetAside;
  store: EventWriter;
  /** Where ingest puts what it cannot read of a batch, and events that are not understood. */
  quarantine: QuarantineWriter;
  config: IngestConfig;
  clock: Clock;
  /** False changes nothing and says what would come of it. */
  execute: boolean;
  /** Records kept for one of these, and batches where `GIVEN_UP` is among them. @default all */
  reasons?: readonly (Reason | typeof GIVEN_UP)[];
  /** Fixed-width UTC: records that came onto the stream then or later, and batches that hold one. */
  since?: string;
  /** Of an object, to write it in. */
  timeoutMs?: number;
  /** Told how many objects there are, before the first, and how many are done. */
  onStart?: (total: number) => void;
  onProgress?: (done: number) => void;
  /** Told of an object that nothing can be done with, and of one that failed. */
  onProblem?: (problem: RedriveProblem) => void;
}

export interface RedriveProblem {
  key: string;
  problem: string;
  /** Whether another try can help. */
  again: boolean;
}

/** Records, by what came of them. */
export interface RedriveCount {
  objects: number;
  records: number;
  pass: number;
  /** Of them, those that cannot be read now either: by the reason they have now. */
  stay: number;
  /** Those whose rows would be past their lifetime when they are written. They stay too. */
  expired: number;
  reasons: Record<string, number>;
  /** Those of objects that stay as they are, for trouble of ours. */
  fail: number;
}

export interface RedriveReport {
  /** By the reason the records were kept for. */
  counts: Map<string, RedriveCount>;
  problems: RedriveProblem[];
  /** The least `retentionDays` with which none is expired; undefined where none is. */
  retentionDaysNeeded?: number;
  /** Why not all of them were tried: one failed as all would, or too many in a row. */
  stopped?: string;
}

const OBJECTS_IN_FLIGHT = 8;
const DAY_MS = 86_400_000;
const REQUEST_TOO_LARGE = 413;
const TIMEOUT_MS = 30_000;
/** For ingest, after that: see `enough`. */
const TO_END_MS = 10_000;
/** So many in a row: the next would fail too, each after its time. */
const FAILURES_IN_A_ROW = 5;

/**
 * Quarantined records, then batches given up, through ingest once more: the same decode, the same items, since a
 * record's arrival is that of its first day. An object whose records are all safe is moved to `redriven/`, after they
 * are; a record that cannot be read stays, or is quarantined out of its batch, with the reason it has now. A record
 * whose rows DynamoDB would delete at once stays as it is, in its batch without the others. So it can be killed anywhere
 * and run again.
 * @throws what listing throws
 */
export async function redrive(options: RedriveOptions): Promise<RedriveReport> {
  const { onProgress, onProblem } = options;
  const report: RedriveReport = { counts: new Map(), problems: [] };
  const say = (problem: RedriveProblem) => {
    report.problems.push(problem);
    onProblem?.(problem);
  };
  // All of them first: what is moved or quarantined meanwhile is not seen twice.
  const keys = await keysOf(options);
  options.onStart?.(keys.length);
  const inFlight = pLimit(OBJECTS_IN_FLIGHT);
  let done = 0;
  let failuresInARow = 0;
  const outcomes = await inFlight.map(keys, async (key): Promise<Outcome> => {
    if (report.stopped !== undefined) return { kind: 'passed over' };
    const outcome = await redriveObject(key, options).catch(
      (error: unknown): Outcome => ({ kind: 'failed', reason: undefined, records: 0, error, isRead: false }),
    );
    done += 1;
    onProgress?.(done);
    if (outcome.kind === 'failed') {
      const problem = explain(outcome.error);
      const isOfThis = isOfOneObject(outcome.error);
      if (!isOfThis) failuresInARow += 1;
      // What no retry cures, such as a right that is missing, is so for all of them, and said once; but for an object
      // that alone cannot be read, as one whose key is disabled.
      if (!isTransient(outcome.error) && outcome.isRead && !isOfThis) report.stopped ??= problem;
      else say({ key, problem, again: true });
      if (failuresInARow >= FAILURES_IN_A_ROW) report.stopped ??= problem;
    } else {
      failuresInARow = 0;
      if (outcome.kind === 'bad') say({ key, problem: outcome.problem, again: false });
    }
    return outcome;
  });
  // In the order of the keys, whichever was first: the same objects make the same report.
  for (const outcome of outcomes) count(report, outcome);
  return report;
}

type Outcome =
  | { kind: 'passed over' }
  | { kind: 'bad'; problem: string }
  | { kind: 'done'; reason: string; records: number; stay: QuarantinedRecord[]; expired: Expired[] }
  | { kind: 'failed'; reason: string | undefined; records: number; error: unknown; isRead: boolean };

/** A record that would be a row past its lifetime, and the `retentionDays` that it takes. */
interface Expired {
  record: KinesisStreamRecord;
  retentionDaysNeeded: number;
}

/** A refusal of what one object holds, or a mistake of ours about it: the others can pass. */
function isOfOneObject(error: unknown): boolean {
  const { name, $metadata } = (error ?? {}) as { name?: string; $metadata?: { httpStatusCode?: number } };
  if ($metadata?.httpStatusCode === undefined) return !isTransient(error);
  return $metadata.httpStatusCode === REQUEST_TOO_LARGE || name === 'SerializationException';
}

async function keysOf({ setAside, reasons, since }: RedriveOptions): Promise<string[]> {
  const isQuarantineAsked = reasons === undefined || reasons.some((reason) => reason !== GIVEN_UP);
  const quarantined = isQuarantineAsked ? await Array.fromAsync(setAside.keys(BUCKET_PREFIX.quarantine)) : [];
  const isGivenUpAsked = reasons === undefined || reasons.includes(GIVEN_UP);
  const givenUp = isGivenUpAsked ? await Array.fromAsync(setAside.keys(BUCKET_PREFIX.givenUp)) : [];
  return [...quarantined.filter((key) => !isOfADayBefore(key, since)), ...givenUp];
}

/** Told by the key, where it has a day: nothing is read for nothing. */
function isOfADayBefore(key: string, since: string | undefined): boolean {
  const day = /^quarantine\/(\d{4})\/(\d{2})\/(\d{2})\//.exec(key)?.slice(1).join('-');
  return since !== undefined && day !== undefined && day < since.slice(0, 'yyyy-mm-dd'.length);
}

async function redriveObject(key: string, options: RedriveOptions): Promise<Outcome> {
  const { setAside, config, clock, execute, timeoutMs = TIMEOUT_MS } = options;
  const body = await setAside.get(key);
  // Somebody else was faster.
  if (body === undefined) return { kind: 'passed over' };
  const object = readObject(key, body);
  if (object.kind === 'bad') return object;
  if (!isAskedFor(object, options)) return { kind: 'passed over' };
  const { records } = object;
  const reason = object.kind === 'given-up' ? GIVEN_UP : object.record.reason;
  const expired = records.flatMap((record) => whyExpired(record, options));
  const stay: QuarantinedRecord[] = [];
  if (expired.length === records.length && expired.length > 0) {
    return { kind: 'done', reason, records: records.length, stay, expired };
  }
  const inTime = withoutExpired(records, expired);
  // Before ingest's own deadline, which would keep to itself what the table said.
  const enough = AbortSignal.timeout(timeoutMs);
  const ingest = createIngest({
    store: execute
      ? { put: (items, signal) => options.store.put(items, AbortSignal.any([signal, enough])) }
      : { put: async () => [] },
    quarantine: {
      async putRecord(record, signal) {
        // To write what is there already would keep personal data longer.
        if (execute && recordText(record) !== body) await keep(key, object, record, signal, options);
        stay.push(record);
      },
      async putUnsupported(events, signal) {
        if (execute) await options.quarantine.putUnsupported(events, signal);
      },
    },
    config,
    clock,
  });
  const endMs = clock.now() + timeoutMs + TO_END_MS;
  const { response, report } = await ingest(inTime, { getRemainingTimeInMillis: () => endMs - clock.now() });
  if (response.batchItemFailures.length > 0) {
    const said = report.failures.find((failure) => !(failure instanceof Error && failure.name === 'AbortError'));
    const error = said ?? new Error(`not written in ${timeoutMs / 1000} s`);
    return { kind: 'failed', reason, records: records.length, error, isRead: true };
  }
  if (execute && (object.kind === 'given-up' || stay.length === 0)) {
    try {
      await leave(key, body, expired, options);
    } catch (error) {
      const isMoved = (await setAside.get(key)) === undefined;
      if (!isMoved) return { kind: 'failed', reason, records: records.length, error, isRead: true };
    }
  }
  return { kind: 'done', reason, records: records.length, stay, expired };
}

/** Moves an object whose records passed, but for those of a batch that are expired. */
async function leave(
  key: string,
  body: string,
  expired: readonly Expired[],
  { setAside }: RedriveOptions,
): Promise<void> {
  const moved = `${BUCKET_PREFIX.redriven}${key}`;
  if (expired.length > 0) {
    // The whole of it is there before a part is here: nothing is lost in between.
    await setAside.put(moved, body);
    await setAside.put(
      key,
      batchOf(
        body,
        expired.map(({ record }) => record),
      ),
    );
  } else if (key.startsWith(BUCKET_PREFIX.givenUp) && (await setAside.get(moved)) !== undefined) {
    // What is here is the rest of that, or all of it by a redrive that was killed.
    await setAside.remove(key);
  } else await setAside.move(key, moved);
}

function withoutExpired(
  records: readonly KinesisStreamRecord[],
  expired: readonly Expired[],
): readonly KinesisStreamRecord[] {
  const those = new Set(expired.map(({ record }) => record));
  return records.filter((record) => !those.has(record));
}

/** Nothing for a record that makes no row, or one that is kept for a while yet. */
function whyExpired(record: KinesisStreamRecord, { config, clock }: RedriveOptions): Expired[] {
  const now = clock.now();
  const { arrivalMs } = toStreamRecord(record, now);
  const end = expiresAt({ arrivalMs, config });
  if (end === undefined || end * 1000 > now) return [];
  if (prepareBatch([record], { config, now }).items.length === 0) return [];
  return [{ record, retentionDaysNeeded: Math.floor(now / DAY_MS) - Math.floor(arrivalMs / DAY_MS) }];
}

function isAskedFor(object: Exclude<KeptObject, { kind: 'bad' }>, { reasons, since, clock }: RedriveOptions): boolean {
  const isOfReason = reasons === undefined || object.kind === 'given-up' || isOneOf(reasons, object.record.reason);
  return (
    isOfReason && (since === undefined || object.records.some((record) => arrivedAt(record, clock.now()) >= since))
  );
}

function isOneOf(reasons: readonly string[], reason: string): boolean {
  return reasons.includes(reason);
}

function arrivedAt(record: KinesisStreamRecord, now: number): string {
  return new Date(toStreamRecord(record, now).arrivalMs).toISOString();
}

/** A record that cannot be read now either: where it stood, or, out of a batch, where ingest would have put it. */
async function keep(
  key: string,
  object: KeptObject,
  record: QuarantinedRecord,
  signal: AbortSignal,
  { setAside, quarantine }: RedriveOptions,
): Promise<void> {
  if (object.kind === 'quarantined') await setAside.put(key, recordText(record));
  else await quarantine.putRecord(record, signal);
}

function count(report: RedriveReport, outcome: Outcome): void {
  if (outcome.kind === 'bad' || outcome.kind === 'passed over' || outcome.reason === undefined) return;
  const { counts } = report;
  const { reason, records } = outcome;
  const sum = counts.get(reason) ?? { objects: 0, records: 0, pass: 0, stay: 0, expired: 0, reasons: {}, fail: 0 };
  counts.set(reason, sum);
  sum.objects += 1;
  sum.records += records;
  if (outcome.kind === 'failed') {
    sum.fail += records;
    return;
  }
  const { stay, expired } = outcome;
  sum.stay += stay.length;
  sum.expired += expired.length;
  sum.pass += records - stay.length - expired.length;
  for (const { reason: now } of stay) sum.reasons[now] = (sum.reasons[now] ?? 0) + 1;
  for (const { retentionDaysNeeded } of expired) {
    report.retentionDaysNeeded = Math.max(report.retentionDaysNeeded ?? 0, retentionDaysNeeded);
  }
}
