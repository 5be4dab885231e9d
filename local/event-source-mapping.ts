import { backoffMs } from '../shared/retry.ts';
import { BATCH_SIZE } from '../shared/stream-settings.ts';
import { type ConsumerSettings, consume, type KinesisFunction } from './shard-consumer.ts';

type NoDefault = 'source' | 'invoke' | 'checkpoints' | 'clock';

/** Named as Lambda names them; each has Lambda's default, but for those that say so. */
export interface EventSourceMappingOptions extends Pick<ConsumerSettings, NoDefault> {
  /** Where batches go that are given up. @default nowhere: they are gone */
  onFailure?: ConsumerSettings['onFailure'];
  /** Records of one batch at most. @default `BATCH_SIZE` */
  batchSize?: number;
  /** Milliseconds to wait for a batch to fill, from its first record on. @default 500 */
  maximumBatchingWindowMs?: number;
  /** Bytes of one event, as JSON. @default 6 MB, Lambda's limit */
  maximumPayloadBytes?: number;
  /** Whether a batch that made the function throw is tried again in halves. */
  bisectBatchOnError?: boolean;
  /** How often the same batch is tried again. @default without end */
  maximumRetryAttempts?: number;
  /** Milliseconds since their arrival after which records go to the function no more. @default without end */
  maximumRecordAgeMs?: number;
  /** Batches of one shard at a time; those of one partition key are never beside each other. @default 1 */
  parallelizationFactor?: number;
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
  onFailure: async () => undefined,
  batchSize: BATCH_SIZE,
  maximumBatchingWindowMs: 500,
  maximumPayloadBytes: 6 * 1024 * 1024,
  bisectBatchOnError: false,
  maximumRetryAttempts: Number.POSITIVE_INFINITY,
  maximumRecordAgeMs: Number.POSITIVE_INFINITY,
  parallelizationFactor: 1,
  functionTimeoutMs: 60_000,
  pollMs: 200,
  onTrouble: () => undefined,
};

/**
 * What Lambda's event source mapping does between a stream and a function: each shard in order and after those it came
 * from, one batch at a time; after a partial failure from the first failed record on, after any other failure the same
 * batch, in halves where that is wanted, until it works or is given up. Where AWS does not say what happens: a batch
 * that cannot be left with the destination of failures stays, and is tried again.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html
 */
export async function startEventSourceMapping(options: EventSourceMappingOptions): Promise<EventSourceMapping> {
  const underWay = new Set<Promise<unknown>>();
  // One that timed out is delivered again, and here nobody kills it: it still writes.
  const invoke: KinesisFunction = (event, context) => {
    const invocation = options.invoke(event, context).finally(() => underWay.delete(invocation));
    underWay.add(invocation);
    return invocation;
  };
  const settings: ConsumerSettings = { ...DEFAULTS, ...options, invoke };
  const { source, clock, onTrouble, parallelizationFactor } = settings;
  const abort = new AbortController();
  const started = new Map<string, Promise<void>>();
  const ended = new Set<string>();

  /** Every shard whose records come behind none that are still to be delivered. */
  async function startShards(): Promise<void> {
    const shards = await source.shards();
    // The stream forgets a closed shard with its last record.
    const waitedFor = new Set(shards.map(({ shardId }) => shardId).filter((shardId) => !ended.has(shardId)));
    for (const { shardId, parents } of shards) {
      if (abort.signal.aborted || started.has(shardId) || parents.some((parent) => waitedFor.has(parent))) continue;
      started.set(shardId, consumeShard(shardId));
    }
  }

  async function consumeShard(shardId: string): Promise<void> {
    const lanes = Array.from({ length: parallelizationFactor }, (_lane, index) => ({ shardId, index }));
    await Promise.all(lanes.map((lane) => consume(lane, settings, abort.signal)));
    ended.add(shardId);
    for (let failures = 0; !abort.signal.aborted; failures += 1) {
      try {
        return await startShards();
      } catch (error) {
        onTrouble(shardId, error);
        await clock.sleep(backoffMs(failures, clock.random), abort.signal).catch(() => undefined);
      }
    }
  }

  await startShards();
  return {
    async stop() {
      abort.abort();
      await Promise.all(started.values());
      await Promise.allSettled(underWay);
    },
  };
}
