import type { KinesisStreamRecord } from 'aws-lambda';
import type { LifetimeSetting } from '../../families/family-facts.ts';
import type { IngestConfig } from '../../families/ingest-config.ts';
import { familyOf } from '../../families/registry.ts';
import { prepareBatch } from '../../lambda/ingest/batch.ts';
import { createIngest } from '../../lambda/ingest/ingest.ts';
import { toStreamRecord } from '../../lambda/ingest/stream-record.ts';
import { type QuarantinedRecord, type QuarantineWriter, recordText } from '../../lambda/quarantine/quarantine.ts';
import type { ItemWriter } from '../../lambda/store/item-writer.ts';
import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import type { Clock } from '../../shared/clock.ts';
import { DAY_MS } from '../../shared/utc-day.ts';
import { isOver } from '../end-of-row.ts';
import type { KeptFor } from './kept-for.ts';
import { type ReadObject, readObject, reasonOf, restOf } from './kept-object.ts';
import type { SetAside } from './set-aside.ts';

export interface RedriveObjectOptions {
  setAside: SetAside;
  store: ItemWriter;
  /** Where ingest puts what it cannot read of a batch, and events that are not understood. */
  quarantine: QuarantineWriter;
  config: IngestConfig;
  /** Archives records, whether their rows are past their lifetime or not; undefined where there is no archive. */
  archive?: ((records: readonly KinesisStreamRecord[]) => Promise<unknown>) | undefined;
  clock: Clock;
  /** False changes nothing and says what would come of it. */
  execute: boolean;
  /** What is kept for one of these. @default all */
  reasons?: readonly KeptFor[];
  /** Fixed-width UTC: records that came onto the stream then or later, and objects that hold one. */
  since?: string;
  /** Fixed-width UTC: the same, then or earlier. */
  until?: string;
  /** Of an object, to write it in. */
  timeoutMs?: number;
}

/**
 * What came of an object, or would. `passed over`: nobody asked for it, somebody else was faster, or all of it is of
 * types that are still unknown.
 */
export type Outcome =
  | { kind: 'passed over' }
  | { kind: 'bad'; problem: string }
  | { kind: 'done'; reason: string; records: number; stay: QuarantinedRecord[]; expired: Expired[] }
  | { kind: 'failed'; reason: string | undefined; records: number; error: unknown; isRead: boolean };

/** A record of which a row would be past its lifetime, and what the settings have to be for none to be. */
export interface Expired {
  record: KinesisStreamRecord;
  daysNeeded: DaysNeeded;
}

/** The least days of each setting with which no row would be past its lifetime; without those that are enough. */
export type DaysNeeded = Readonly<Partial<Record<LifetimeSetting, number>>>;

const TIMEOUT_MS = 30_000;
/** For ingest, after that: see `enough`. */
const TO_END_MS = 10_000;

/**
 * An object's records through ingest once more, and the object moved once they are safe.
 * @param key that under which it is kept, not that under `redriven/`
 * @throws what reading it throws
 */
export async function redriveObject(key: string, options: RedriveObjectOptions): Promise<Outcome> {
  const { setAside, config, clock, execute, timeoutMs = TIMEOUT_MS } = options;
  const body = await setAside.get(key);
  // Somebody else was faster.
  if (body === undefined) return { kind: 'passed over' };
  const object = readObject(key, body);
  if (object.kind === 'bad') return object;
  if (!isAskedFor(object, options)) return { kind: 'passed over' };
  const { records } = object;
  if (object.kind === 'unsupported' && records.length === 0) return { kind: 'passed over' };
  const reason = reasonOf(object);
  try {
    // Before anything else: the archive keeps what the tables would delete at once, and what is moved is not seen again.
    if (execute) await options.archive?.(records);
  } catch (error) {
    return { kind: 'failed', reason, records: records.length, error, isRead: true };
  }
  const expired = records.flatMap((record) => whyExpired(record, options));
  const stay: QuarantinedRecord[] = [];
  if (expired.length === records.length && expired.length > 0) {
    return { kind: 'done', reason, records: records.length, stay, expired };
  }
  const staying = new Set(expired.map(({ record }) => record));
  const inTime = records.filter((record) => !staying.has(record));
  // Before ingest's own deadline, which would keep to itself what the table said.
  const enough = AbortSignal.timeout(timeoutMs);
  const ingest = createIngest({
    store: execute
      ? {
          put: (items, signal) => options.store.put(items, AbortSignal.any([signal, enough])),
          putGuarded: (item, signal) => options.store.putGuarded(item, AbortSignal.any([signal, enough])),
        }
      : { put: async () => [], putGuarded: async () => ({ outcome: 'superseded' }) },
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
  if (execute && (object.kind !== 'quarantined' || stay.length === 0)) {
    try {
      await leave(key, body, restOf(object, body, staying), options);
    } catch (error) {
      const isMoved = (await setAside.get(key)) === undefined;
      if (!isMoved) return { kind: 'failed', reason, records: records.length, error, isRead: true };
    }
  }
  return { kind: 'done', reason, records: records.length, stay, expired };
}

/** Moves an object whose records passed, but for the rest of one that holds several. */
async function leave(
  key: string,
  body: string,
  rest: string | undefined,
  { setAside }: RedriveObjectOptions,
): Promise<void> {
  const moved = `${BUCKET_PREFIX.redriven}${key}`;
  // One record is moved as it is now. Of several, what is there already is all of them, moved by an earlier redrive.
  const isThere = !key.startsWith(BUCKET_PREFIX.quarantine) && (await setAside.get(moved)) !== undefined;
  if (rest !== undefined) {
    // The whole of it is there before a part is here: nothing is lost in between.
    if (!isThere) await setAside.put(moved, body);
    await setAside.put(key, rest);
  } else if (isThere) await setAside.remove(key);
  else await setAside.move(key, moved);
}

/** Nothing for a record that makes no row, or one that is kept for a while yet. */
function whyExpired(record: KinesisStreamRecord, { config, clock }: RedriveObjectOptions): Expired[] {
  const now = clock.now();
  const { arrivalMs } = toStreamRecord(record, now);
  const days = Math.floor(now / DAY_MS) - Math.floor(arrivalMs / DAY_MS);
  const settings = prepareBatch([record], { config, now }).items.flatMap(({ row }) => {
    // What leads to a row has a lifetime of its own, and goes without it.
    return !row.isPointer && isOver(row, now) ? [familyOf(row.type).lifetime ?? 'retentionDays'] : [];
  });
  if (settings.length === 0) return [];
  return [{ record, daysNeeded: Object.fromEntries(settings.map((setting) => [setting, days])) }];
}

function isAskedFor(object: ReadObject, { reasons, since, until, clock }: RedriveObjectOptions): boolean {
  if (reasons !== undefined && !reasons.includes(reasonOf(object))) return false;
  if (since === undefined && until === undefined) return true;
  return object.records.some((record) => {
    const time = arrivedAt(record, clock.now());
    return (since === undefined || time >= since) && (until === undefined || time <= until);
  });
}

function arrivedAt(record: KinesisStreamRecord, now: number): string {
  return new Date(toStreamRecord(record, now).arrivalMs).toISOString();
}

/** A record that cannot be read now either: where it stood, or, out of several, where ingest would have put it. */
async function keep(
  key: string,
  object: ReadObject,
  record: QuarantinedRecord,
  signal: AbortSignal,
  { setAside, quarantine }: RedriveObjectOptions,
): Promise<void> {
  if (object.kind === 'quarantined') await setAside.put(key, recordText(record));
  else await quarantine.putRecord(record, signal);
}
