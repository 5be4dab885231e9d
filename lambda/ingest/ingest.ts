import type { KinesisStreamBatchResponse, KinesisStreamRecord } from 'aws-lambda';
import pLimit from 'p-limit';
import type { IngestConfig } from '../../families/ingest-config.ts';
import type { Clock } from '../../shared/clock.ts';
import { printableStart } from '../../shared/printable.ts';
import { retry } from '../../shared/retry.ts';
import type { QuarantineWriter } from '../quarantine/quarantine.ts';
import { type EventWriter, inBatches } from '../store/event-writer.ts';
import { type BatchItem, type BatchRecord, prepareBatch, toQuarantined, toUnsupported } from './batch.ts';
import { type BatchReport, reportOn } from './report.ts';
import { itemIdentifierOf } from './stream-record.ts';

export interface IngestOptions {
  store: EventWriter;
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
 * The order of the writes does not matter: rows are only added, and each is a function of its event.
 */
export function createIngest({ store, quarantine, config, clock, isPatient = false }: IngestOptions): Ingest {
  return async (records, context) => {
    const remainingMs = context.getRemainingTimeInMillis();
    const lastTryMs = clock.now() + remainingMs - LAST_TRY_MS;
    const batch = prepareBatch(records, { config, now: clock.now() });
    const abort = new AbortController();
    const { signal } = abort;
    // Apart, so that a quarantine that is slow holds up no row.
    const writes = pLimit(WRITES_IN_FLIGHT);
    const quarantineWrites = pLimit(WRITES_IN_FLIGHT);
    const work: Promise<void>[] = [];
    const failures: unknown[] = [];
    const track = (write: Promise<void>) => void work.push(write.catch((error: unknown) => void failures.push(error)));

    async function untilCured<Value>(write: () => Promise<Value>): Promise<Value> {
      for (;;) {
        try {
          return await write();
        } catch (error) {
          if (!isPatient || signal.aborted || clock.now() + CURE_MS > lastTryMs) throw error;
          await clock.sleep(CURE_MS, signal).catch(() => {
            throw error;
          });
        }
      }
    }

    async function putItems(items: readonly BatchItem[]): Promise<void> {
      const toPut = items.map(({ item }) => item);
      const refused = await untilCured(() => store.put(toPut, signal));
      const messages = new Map(refused.map(({ item, message }) => [item, printableStart(message, MAX_MESSAGE)]));
      for (const entry of items) {
        const detail = messages.get(entry.item);
        entry.refused = detail !== undefined;
        for (const { record, index } of entry.places) {
          if (detail !== undefined) record.problems.push({ reason: 'refused-by-dynamodb', detail, index });
          oneWriteDone(record);
        }
      }
    }

    async function putUnsupported(): Promise<void> {
      const events = toUnsupported(batch.records);
      if (events === undefined) return;
      await untilCured(() => retry(() => quarantine.putUnsupported(events, signal), clock, signal));
      for (const record of batch.records) if (record.unsupported.length > 0) oneWriteDone(record);
    }

    async function quarantineRecord(record: BatchRecord): Promise<void> {
      await untilCured(() => retry(() => quarantine.putRecord(toQuarantined(record), signal), clock, signal));
      record.safe = true;
    }

    function oneWriteDone(record: BatchRecord): void {
      record.writesLeft -= 1;
      if (record.writesLeft === 0) settle(record);
    }

    function settle(record: BatchRecord): void {
      // Refusals come in any order; what is kept is the same at each delivery.
      record.problems.sort((one, other) => (one.index ?? 0) - (other.index ?? 0));
      if (record.problems.length === 0) record.safe = true;
      else track(quarantineWrites(quarantineRecord, record));
    }

    async function finish(): Promise<void> {
      for (const record of batch.records) if (record.writesLeft === 0) settle(record);
      for (const items of inBatches(batch.items, ({ item }) => item)) track(writes(putItems, items));
      track(quarantineWrites(putUnsupported));
      // A write can start another one: what the table refuses goes to quarantine.
      for (const write of work) await write;
    }

    const timeLeftMs = Math.max(0, remainingMs - ANSWER_MS);
    const deadline = clock.sleep(timeLeftMs, signal).catch(noteNothing);
    await Promise.race([finish(), deadline]);
    // Decided before anything that still runs can change it.
    const report = reportOn(batch, { now: clock.now(), failures: [...failures] });
    abort.abort();
    return { response: toResponse(batch.records), report };
  };
}

function toResponse(records: readonly BatchRecord[]): KinesisStreamBatchResponse {
  const first = records.find(({ safe }) => !safe);
  return {
    batchItemFailures: first === undefined ? [] : [{ itemIdentifier: itemIdentifierOf(first.record) }],
  };
}

/** The deadline's own sleep is cut short when the work is done first. */
function noteNothing(): void {}
