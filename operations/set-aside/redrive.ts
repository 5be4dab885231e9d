import pLimit from 'p-limit';
import { LIFETIME_SETTINGS } from '../../families/family-facts.ts';
import { allOf } from '../../shared/all-of.ts';
import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import { REASONS } from '../../shared/rejection.ts';
import { isTransient } from '../../shared/retry.ts';
import { explain } from '../explain.ts';
import { dayOfKey } from './day-of-key.ts';
import { GIVEN_UP, type KeptFor, UNSUPPORTED } from './kept-for.ts';
import { type Outcome, type RedriveObjectOptions, redriveObject } from './redrive-object.ts';

export interface RedriveOptions extends RedriveObjectOptions {
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
  /** The least `retentionDays` with which none is expired; undefined where they are enough. */
  retentionDaysNeeded?: number;
  /** The same of `metricDays`. */
  metricDaysNeeded?: number;
  /** Why not all of them were tried: one failed as all would, or too many in a row. */
  stopped?: string;
}

const OBJECTS_IN_FLIGHT = 8;
const REQUEST_TOO_LARGE = 413;
/** So many in a row: the next would fail too, each after its time. */
const FAILURES_IN_A_ROW = 5;

/**
 * Quarantined records, then events whose type is known by now, then batches given up, through ingest once more: the
 * same decode, the same items, since a record's arrival is that of its first day. An object whose records are all safe
 * is moved to `redriven/`, after they are; a record that cannot be read stays, or is quarantined out of its batch, with
 * the reason it has now. A record whose rows DynamoDB would delete at once stays as it is, in its batch without the
 * others, and so does an event of a type that is still unknown. So it can be killed anywhere and run again.
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

/** A refusal of what one object holds, or a mistake of ours about it: the others can pass. */
function isOfOneObject(error: unknown): boolean {
  const { name, $metadata } = (error ?? {}) as { name?: string; $metadata?: { httpStatusCode?: number } };
  if ($metadata?.httpStatusCode === undefined) return !isTransient(error);
  return $metadata.httpStatusCode === REQUEST_TOO_LARGE || name === 'SerializationException';
}

async function keysOf({ setAside, reasons, since, until }: RedriveOptions): Promise<string[]> {
  const isAsked = (reason: KeptFor) => reasons === undefined || reasons.includes(reason);
  const list = async (place: keyof typeof BUCKET_PREFIX) => {
    const keys = await allOf(setAside.keys(BUCKET_PREFIX[place]));
    return keys.filter((key) => isOfADayIn(key, BUCKET_PREFIX[place], { since, until }));
  };
  return [
    ...(REASONS.some(isAsked) ? await list('quarantine') : []),
    ...(isAsked(UNSUPPORTED) ? await list('unsupported') : []),
    ...(isAsked(GIVEN_UP) ? await list('givenUp') : []),
  ];
}

/** Told by the key, where it begins with a day: nothing is read for nothing. */
function isOfADayIn(key: string, prefix: string, { since, until }: Pick<RedriveOptions, 'since' | 'until'>): boolean {
  const day = dayOfKey(key, prefix);
  if (day === undefined) return true;
  const isTooOld = since !== undefined && day < since.slice(0, day.length);
  return !isTooOld && (until === undefined || day <= until.slice(0, day.length));
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
  for (const { daysNeeded } of expired) {
    for (const setting of LIFETIME_SETTINGS) {
      const days = daysNeeded[setting];
      if (days !== undefined) report[`${setting}Needed`] = Math.max(report[`${setting}Needed`] ?? 0, days);
    }
  }
}
