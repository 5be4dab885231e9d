import type { KinesisStreamBatchResponse, KinesisStreamRecord } from 'aws-lambda';
import type { IngestConfig } from '../../families/ingest-config.ts';
import type { Clock } from '../../shared/clock.ts';
import { printableStart } from '../../shared/printable.ts';
import { retry } from '../../shared/retry.ts';
import type { TableId } from '../../shared/table.ts';
import type { QuarantineWriter } from '../quarantine/quarantine.ts';
import { type ItemWriter, inBatches } from '../store/item-writer.ts';
import { type Batch, type BatchItem, type BatchRecord, prepareBatch, toQuarantined, toUnsupported } from './batch.ts';
import { trackFollowers } from './followers.ts';
import { createLanes } from './lanes.ts';
import { type Progress, trackProgress } from './progress.ts';
import { type BatchReport, reportOn } from './report.ts';
import { itemIdentifierOf } from './stream-record.ts';
import { createTaskGroup } from './task-group.ts';

export interface IngestOptions {
  store: ItemWriter;
  quarantine: QuarantineWriter;
  config: IngestConfig;
  clock: Clock;
  /**
   * Whether a failure that no retry cures soon, such as a right that is missing, is tried again every few seconds while
   * there is time. Lambda would else call again at once, as fast as the failure is answered. Somebody who waits for the
   * answer wants it at once.
   */
  isPatient?: boolean;
}

/** The part of Lambda's context that ingest needs. */
export interface Deadline {
  getRemainingTimeInMillis(): number;
}

/** What Lambda is told, and what there is to tell people. */
export interface IngestResult {
  response: KinesisStreamBatchResponse;
  report: BatchReport;
}

export type Ingest = (records: readonly KinesisStreamRecord[], context: Deadline) => Promise<IngestResult>;

const WRITES_IN_FLIGHT = 8;
/** To answer Lambda in: a function that is cut off loses the progress of its whole batch. */
const ANSWER_MS = 1_000;
/** Between two tries of what somebody has to cure. */
const CURE_MS = 5_000;
/** Left for the last of them: as long as the client waits for an answer. */
const LAST_TRY_MS = 10_000;
/** Characters kept of what DynamoDB says of an item it refuses: it can repeat a value of any length. */
const MAX_MESSAGE = 200;

/**
 * One batch of Kinesis records in; out, what Lambda shall deliver again: nothing, or the first record in the batch's
 * order that is not safe, for Lambda restarts the shard there. Safe is a record whose every event is in the table, or
 * that is in quarantine. A record that no retry can cure is quarantined and delays no other.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 *
 * The order of the writes of events does not matter: rows are only added, and each is a function of its event. A row with
 * a guard comes after the rows that lead to it, and leaves what is greater.
 */
export function createIngest({ store, quarantine, config, clock, isPatient = false }: IngestOptions): Ingest {
  return async (records, context) => {
    const remainingMs = context.getRemainingTimeInMillis();
    const startMs = clock.now();
    const batch = prepareBatch(records, { config, now: startMs });
    const abort = new AbortController();
    const { signal } = abort;
    const lastTryMs = isPatient ? startMs + remainingMs - LAST_TRY_MS : undefined;
    const patiently = <Value>(write: () => Promise<Value>) => untilCured(write, { clock, signal, lastTryMs });
    // Apart, so that a quarantine that is slow holds up no row, and a table no row of another one.
    const lane = createLanes<TableId | `${TableId} guarded` | 'quarantine'>(WRITES_IN_FLIGHT);
    // A write can start another one: what the table refuses goes to quarantine.
    const tasks = createTaskGroup();
    const followers = trackFollowers(batch.items);
    const progress = trackProgress(batch, (record) => tasks.add(lane('quarantine')(quarantineRecord, record)));

    async function putItems(items: readonly BatchItem[]): Promise<void> {
      const rows = items.map(({ row }) => row);
      const refused = await patiently(() => store.put(rows, signal));
      const messages = new Map(refused.map((one) => [one.item, shortened(one)]));
      for (const item of items) {
        progress.itemDone(item, messages.get(item.row));
        for (const follower of followers.after(item)) startGuarded(follower);
      }
    }

    async function putGuarded(item: BatchItem): Promise<void> {
      const { row } = item;
      const { guard } = row;
      if (guard === undefined) throw new Error('a row without a guard');
      const result = await patiently(() => store.putGuarded({ ...row, guard }, signal));
      progress.guardedDone(item, result.outcome === 'refused' ? { ...result, message: shortened(result) } : result);
    }

    function startGuarded(item: BatchItem): void {
      tasks.add(lane(`${item.row.table} guarded`)(putGuarded, item));
    }

    async function putUnsupported(): Promise<void> {
      const events = toUnsupported(batch.records);
      if (events === undefined) return;
      await patiently(() => retry(() => quarantine.putUnsupported(events, signal), clock, signal));
      for (const record of batch.records) if (record.unsupported.length > 0) progress.writeDone(record);
    }

    async function quarantineRecord(record: BatchRecord): Promise<void> {
      const kept = toQuarantined(record, progress.problemsOf(record));
      await patiently(() => retry(() => quarantine.putRecord(kept, signal), clock, signal));
      progress.quarantined(record);
    }

    progress.start();
    const unguarded = batch.items.filter(({ row }) => row.guard === undefined);
    for (const { table, holders } of inBatches(unguarded, ({ row }) => row)) tasks.add(lane(table)(putItems, holders));
    for (const item of followers.free) startGuarded(item);
    tasks.add(lane('quarantine')(putUnsupported));
    const deadline = clock.sleep(Math.max(0, remainingMs - ANSWER_MS), signal).catch(noteNothing);
    await Promise.race([tasks.done(), deadline]);
    // Decided before anything that still runs can change it.
    const report = reportOn(batch, progress, { now: clock.now(), failures: [...tasks.failures] });
    const response = toResponse(batch, progress);
    abort.abort();
    return { response, report };
  };
}

function shortened({ message }: { message: string }): string {
  return printableStart(message, MAX_MESSAGE);
}

interface Patience {
  clock: Clock;
  signal: AbortSignal;
  /** Epoch ms, after which nothing is tried again; undefined where nothing is at all. */
  lastTryMs: number | undefined;
}

/** Writes again every few seconds what somebody may cure meanwhile. @throws the last error */
async function untilCured<Value>(
  write: () => Promise<Value>,
  { clock, signal, lastTryMs = Number.NEGATIVE_INFINITY }: Patience,
): Promise<Value> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (signal.aborted || clock.now() + CURE_MS > lastTryMs) throw error;
      await clock.sleep(CURE_MS, signal).catch(() => {
        throw error;
      });
    }
  }
}

function toResponse({ records }: Batch, { isSafe }: Progress): KinesisStreamBatchResponse {
  const first = records.find((record) => !isSafe(record));
  return {
    batchItemFailures: first === undefined ? [] : [{ itemIdentifier: itemIdentifierOf(first.record) }],
  };
}

/** The deadline's own sleep is cut short when the work is done first. */
function noteNothing(): void {}
