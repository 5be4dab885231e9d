import { createHash } from 'node:crypto';
import type { Context, KinesisStreamBatchResponse, KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import type { SteadyClock } from '../shared/clock.ts';
import { backoffMs } from '../shared/retry.ts';
import { type Checkpoints, SHARD_END } from './checkpoints.ts';
import { batchLength, type Delivery, firstFailure, nextDeliveries, type Outcome } from './delivery.ts';
import type { RecordSource, ShardReader, SizedRecord } from './record-source.ts';

/** What of Lambda's context is real here. */
export type LocalContext = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

/** A function as an event source mapping sees it. */
export type KinesisFunction = (
  event: KinesisStreamEvent,
  context: LocalContext,
) => Promise<KinesisStreamBatchResponse | undefined>;

/**
 * Why, in AWS's words. Of a batch with records that are too old, those are given up, and the rest is delivered.
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export type GiveUpCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** Records that are not delivered any more. */
export interface GivenUpBatch {
  shardId: string;
  condition: GiveUpCondition;
  records: KinesisStreamRecord[];
  /** How often they went to the function in vain, together. */
  invokeCount: number;
}

export interface ConsumerSettings {
  source: RecordSource;
  invoke: KinesisFunction;
  checkpoints: Checkpoints;
  clock: SteadyClock;
  onFailure: (batch: GivenUpBatch) => Promise<void>;
  batchSize: number;
  maximumBatchingWindowMs: number;
  maximumPayloadBytes: number;
  bisectBatchOnError: boolean;
  maximumRetryAttempts: number;
  maximumRecordAgeMs: number;
  parallelizationFactor: number;
  functionTimeoutMs: number;
  pollMs: number;
  onTrouble: (shardId: string, error: unknown) => void;
}

/** A shard, or the part of its partition keys that is delivered beside the others. */
export interface Lane {
  shardId: string;
  /** From 0 to below `parallelizationFactor`. */
  index: number;
}

/** Delivers what is in a lane, in its order, one batch at a time. Resolves at the end of the shard, or when aborted. */
export async function consume(lane: Lane, settings: ConsumerSettings, signal: AbortSignal): Promise<void> {
  const { clock } = settings;
  const batches = createBatches(lane, settings, signal);
  // Of the batch under way. What is tried again does not grow by what came meanwhile.
  let deliveries: Delivery[] = [];
  let failures = 0;
  while (!signal.aborted) {
    try {
      if (deliveries.length === 0) {
        const records = await batches.next();
        if (records === undefined) return;
        deliveries = [{ records, failures: 0 }];
      }
      const [delivery, ...later] = deliveries;
      if (delivery === undefined) continue;
      const left = await deliver(lane, delivery, settings);
      deliveries = [...left, ...later];
      failures = left.length === 0 ? 0 : failures + 1;
    } catch (error) {
      if (signal.aborted) return;
      settings.onTrouble(lane.shardId, error);
      failures += 1;
    }
    if (failures > 0) await clock.sleep(backoffMs(failures, clock.random), signal).catch(() => undefined);
  }
}

/** The records of a lane behind its checkpoint, batch by batch; undefined at the end of the shard. */
function createBatches(lane: Lane, settings: ConsumerSettings, signal: AbortSignal) {
  const { clock, batchSize, maximumBatchingWindowMs, parallelizationFactor, pollMs, checkpoints } = settings;
  const name = checkpointName(lane, settings);
  const waiting: SizedRecord[] = [];
  // Of the hand that no one sets: with a clock set back by an hour, a window would last that long.
  let windowEnds = Number.POSITIVE_INFINITY;
  let read: ShardReader | undefined;
  let ended = false;

  async function open(): Promise<ShardReader> {
    const after = await checkpoints.load(name);
    if (after === SHARD_END) return async () => ({ records: [], ended: true });
    return settings.source.open(lane.shardId, after);
  }

  /** Reads until there is a batch: of full size, of a full payload, as old as the window, or the last one. */
  async function fill(): Promise<void> {
    read ??= await open();
    while (
      !ended &&
      waiting.length < batchSize &&
      batchLength(waiting, settings) === waiting.length &&
      clock.elapsed() < windowEnds
    ) {
      const answer = await read().catch((error: unknown) => {
        // What is there waits no longer for what cannot be read.
        if (clock.elapsed() >= windowEnds) return { records: [], ended };
        throw error;
      });
      const records = answer.records.filter(
        (record) => laneOf(record.record.kinesis.partitionKey, parallelizationFactor) === lane.index,
      );
      if (waiting.length === 0 && records.length > 0) windowEnds = clock.elapsed() + maximumBatchingWindowMs;
      waiting.push(...records);
      ({ ended } = answer);
      if (answer.records.length === 0 && !ended) {
        await clock.sleep(Math.min(pollMs, Math.max(0, windowEnds - clock.elapsed())), signal);
      }
    }
  }

  return {
    async next(): Promise<SizedRecord[] | undefined> {
      await fill();
      if (waiting.length === 0) {
        await checkpoints.save(name, SHARD_END);
        return undefined;
      }
      const batch = waiting.splice(0, batchLength(waiting, settings));
      windowEnds = waiting.length > 0 ? clock.elapsed() + maximumBatchingWindowMs : Number.POSITIVE_INFINITY;
      return batch;
    },
  };
}

/** @returns what is left to deliver. @throws what the checkpoints or the destination of failures say */
async function deliver(lane: Lane, delivery: Delivery, settings: ConsumerSettings): Promise<Delivery[]> {
  const { clock, maximumRecordAgeMs, maximumRetryAttempts } = settings;
  const { records, failures } = delivery;
  const save = async (last: SizedRecord | undefined) => {
    if (last === undefined) return;
    await settings.checkpoints.save(checkpointName(lane, settings), last.record.kinesis.sequenceNumber);
  };
  const giveUp = async (givenUp: readonly SizedRecord[], invokeCount: number, condition: GiveUpCondition) => {
    const given = givenUp.map(({ record }) => record);
    await settings.onFailure({ shardId: lane.shardId, condition, records: given, invokeCount });
    await save(givenUp.at(-1));
  };

  const oldest = clock.now() - maximumRecordAgeMs;
  // The first ones only: where the clock was set back, a record may be older than one before it.
  const young = records.slice(tooOld(records, oldest));
  if (young.length < records.length) {
    await giveUp(records.slice(0, records.length - young.length), failures, 'RecordAgeExceeded');
    return young.length === 0 ? [] : [{ records: young, failures }];
  }

  const outcome = await invoke(lane, delivery, settings);
  await save(records[outcome.done - 1]);
  const next = nextDeliveries(delivery, outcome, settings);
  const [first] = next;
  if (first === undefined || first.failures <= maximumRetryAttempts) return next;
  await giveUp(first.records, first.failures, 'RetryAttemptsExhausted');
  return next.slice(1);
}

/** How many records from the first on arrived before a moment, in epoch ms. */
function tooOld(records: readonly SizedRecord[], before: number): number {
  const first = records.findIndex(({ record }) => record.kinesis.approximateArrivalTimestamp * 1000 >= before);
  return first === -1 ? records.length : first;
}

async function invoke({ shardId }: Lane, { records }: Delivery, settings: ConsumerSettings): Promise<Outcome> {
  const { clock, functionTimeoutMs } = settings;
  const deadline = clock.elapsed() + functionTimeoutMs;
  const context = {
    awsRequestId: crypto.randomUUID(),
    getRemainingTimeInMillis: () => Math.max(0, deadline - clock.elapsed()),
  };
  const timer = new AbortController();
  const timeout = clock.sleep(functionTimeoutMs, timer.signal).then(() => {
    throw new Error(`the function timed out after ${functionTimeoutMs} ms`);
  });
  // Cut short by an answer: not a failure.
  timeout.catch(() => undefined);
  try {
    const event = { Records: records.map(({ record }) => record) };
    const response = await Promise.race([settings.invoke(event, context), timeout]);
    return { done: firstFailure(records, response), threw: false };
  } catch (error) {
    settings.onTrouble(shardId, error);
    return { done: 0, threw: true };
  } finally {
    timer.abort();
  }
}

/** Records of one partition key are all of one lane: their order is kept. */
export function laneOf(partitionKey: string, parallelizationFactor: number): number {
  if (parallelizationFactor === 1) return 0;
  return createHash('md5').update(partitionKey).digest().readUInt32BE() % parallelizationFactor;
}

/** With another factor the lanes are others, and begin anew: nothing is passed over, and much is delivered again. */
function checkpointName({ shardId, index }: Lane, { parallelizationFactor }: ConsumerSettings): string {
  return parallelizationFactor === 1 ? shardId : `${shardId} ${index + 1}/${parallelizationFactor}`;
}
