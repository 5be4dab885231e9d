import { type KinesisClient, ListShardsCommand } from '@aws-sdk/client-kinesis';
import type { Context, KinesisStreamBatchResponse, KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import type { Clock } from '../shared/clock.ts';
import { backoffMs } from '../shared/retry.ts';
import type { Checkpoints } from './checkpoints.ts';
import { createShardReader, type ShardReader, type SizedRecord } from './shard-reader.ts';

/** What of Lambda's context is real here. */
export type LocalContext = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

/** A function as an event source mapping sees it. */
export type KinesisFunction = (
  event: KinesisStreamEvent,
  context: LocalContext,
) => Promise<KinesisStreamBatchResponse | undefined>;

export interface EventSourceMappingOptions {
  client: KinesisClient;
  streamName: string;
  streamArn: string;
  invoke: KinesisFunction;
  checkpoints: Checkpoints;
  clock: Clock;
  /** Records of one batch at most. @default 200 */
  batchSize?: number;
  /** Milliseconds to wait for a batch to fill, from its first record on. @default 500 */
  maximumBatchingWindowMs?: number;
  /** Bytes of one event, as JSON. @default 6 MB, Lambda's limit */
  maximumPayloadBytes?: number;
  /** Milliseconds until an invocation counts as failed. @default 60 000 */
  functionTimeoutMs?: number;
  /** Milliseconds between two looks at a shard that had nothing new. @default 200 */
  pollMs?: number;
  /** Told of what is tried again: a failed invocation, a stream that does not answer. */
  onTrouble?: (shardId: string, error: unknown) => void;
}

export interface EventSourceMapping {
  /** Stops reading; resolves when no invocation is under way any more. */
  stop(): Promise<void>;
}

const DEFAULTS = {
  batchSize: 200,
  maximumBatchingWindowMs: 500,
  maximumPayloadBytes: 6 * 1024 * 1024,
  functionTimeoutMs: 60_000,
  pollMs: 200,
  onTrouble: () => undefined,
};

/** Of the event around its records, and of the comma between two. */
const EVENT_BYTES = '{"Records":[]}'.length;
const SEPARATOR_BYTES = 1;

/**
 * What Lambda's event source mapping does between a stream and a function: each shard in order, one batch at a time;
 * after a partial failure from the first failed record on, after any other failure the same batch, until it works.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html
 */
export async function startEventSourceMapping(options: EventSourceMappingOptions): Promise<EventSourceMapping> {
  const settings = { ...DEFAULTS, ...options };
  const abort = new AbortController();
  const shardIds = await listShards(settings);
  const shards = shardIds.map((shardId) => consume(shardId, settings, abort.signal));
  return {
    async stop() {
      abort.abort();
      await Promise.all(shards);
    },
  };
}

type Settings = Required<EventSourceMappingOptions>;

async function consume(shardId: string, settings: Settings, signal: AbortSignal): Promise<void> {
  const { clock } = settings;
  const read = createShardReader({ ...settings, shardId });
  const waiting: SizedRecord[] = [];
  let batch: SizedRecord[] = [];
  let failures = 0;
  while (!signal.aborted) {
    try {
      // What is tried again does not grow by what came meanwhile.
      if (batch.length === 0) {
        await fillBatch(waiting, read, settings, signal);
        batch = waiting.splice(0, batchLength(waiting, settings));
      }
      const done = await deliver(shardId, batch, settings);
      failures = done === batch.length ? 0 : failures + 1;
      batch = batch.slice(done);
    } catch (error) {
      if (signal.aborted) return;
      settings.onTrouble(shardId, error);
      failures += 1;
    }
    if (failures > 0) await clock.sleep(backoffMs(failures, clock.random), signal).catch(() => undefined);
  }
}

/** Reads until there is a batch: of full size, of a full payload, or as old as the window. */
async function fillBatch(
  waiting: SizedRecord[],
  read: ShardReader,
  settings: Settings,
  signal: AbortSignal,
): Promise<void> {
  const { clock, batchSize, maximumBatchingWindowMs, pollMs } = settings;
  let windowEnds = waiting.length > 0 ? clock.now() + maximumBatchingWindowMs : Number.POSITIVE_INFINITY;
  while (waiting.length < batchSize && batchLength(waiting, settings) === waiting.length && clock.now() < windowEnds) {
    const records = await read();
    if (waiting.length === 0 && records.length > 0) windowEnds = clock.now() + maximumBatchingWindowMs;
    waiting.push(...records);
    if (records.length === 0) await clock.sleep(Math.min(pollMs, Math.max(0, windowEnds - clock.now())), signal);
  }
}

/** How many of the records fit into one batch: at least one. */
function batchLength(records: readonly SizedRecord[], { batchSize, maximumPayloadBytes }: Settings): number {
  let bytes = EVENT_BYTES;
  for (const [index, record] of records.entries()) {
    bytes += record.bytes + SEPARATOR_BYTES;
    if (index > 0 && (index === batchSize || bytes > maximumPayloadBytes)) return index;
  }
  return records.length;
}

/** @returns how many records of the batch, from its start, are acknowledged. @throws what the function threw */
async function deliver(shardId: string, batch: readonly SizedRecord[], settings: Settings): Promise<number> {
  const records = batch.map(({ record }) => record);
  const response = await invoke({ Records: records }, settings);
  const done = firstFailure(records, response);
  const last = records[done - 1];
  if (last !== undefined) await settings.checkpoints.save(shardId, last.kinesis.sequenceNumber);
  return done;
}

async function invoke(event: KinesisStreamEvent, settings: Settings): Promise<KinesisStreamBatchResponse | undefined> {
  const { clock, functionTimeoutMs } = settings;
  const deadline = clock.now() + functionTimeoutMs;
  const context = {
    awsRequestId: crypto.randomUUID(),
    getRemainingTimeInMillis: () => Math.max(0, deadline - clock.now()),
  };
  const timer = new AbortController();
  const timeout = clock.sleep(functionTimeoutMs, timer.signal).then(() => {
    throw new Error(`the function timed out after ${functionTimeoutMs} ms`);
  });
  // Cut short by an answer: not a failure.
  timeout.catch(() => undefined);
  try {
    return await Promise.race([settings.invoke(event, context), timeout]);
  } finally {
    timer.abort();
  }
}

/**
 * Where delivery goes on: at the first of the batch's records that is named. A name that is empty, or none of the
 * batch's, fails the whole batch.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
function firstFailure(
  records: readonly KinesisStreamRecord[],
  response: KinesisStreamBatchResponse | undefined,
): number {
  const failures = response?.batchItemFailures ?? [];
  const positions = failures.map(({ itemIdentifier }) =>
    records.findIndex(({ kinesis }) => kinesis.sequenceNumber === itemIdentifier),
  );
  return Math.max(0, Math.min(records.length, ...positions));
}

async function listShards({ client, streamName }: Settings): Promise<string[]> {
  const { Shards } = await client.send(new ListShardsCommand({ StreamName: streamName }));
  return (Shards ?? []).flatMap(({ ShardId }) => ShardId ?? []);
}
