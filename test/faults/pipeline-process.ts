import { openCheckpoints } from '../../local/checkpoints.ts';
import { kinesisClient } from '../../local/embedded-kinesis.ts';
import { startEventSourceMapping } from '../../local/event-source-mapping.ts';
import { createFileDestination } from '../../local/given-up-batches.ts';
import { createKinesisSource } from '../../local/kinesis-source.ts';
import { STREAM_NAME } from '../../local/names.ts';
import type { KinesisFunction } from '../../local/shard-consumer.ts';
import { systemClock } from '../../shared/clock.ts';
import { requireEnv } from '../../shared/environment.ts';

/**
 * The part of the pipeline that is killed: the event source mapping, and the handler as it is deployed, with its own
 * clients, retries and deadline. Stream, table and bucket are elsewhere, and survive it.
 */
const { env } = process;
const directory = requireEnv(env, 'DATA_DIR');
/** So short that some deadlines come: a call that hangs takes the handler's client 10 seconds to give up. */
const FUNCTION_TIMEOUT_MS = 8_000;

// It builds its clients when it is loaded, as in Lambda.
const { handler } = (await import(requireEnv(env, 'HANDLER'))) as { handler: KinesisFunction };

await startEventSourceMapping({
  source: createKinesisSource({
    client: kinesisClient(requireEnv(env, 'KINESIS')),
    streamName: STREAM_NAME,
    streamArn: requireEnv(env, 'STREAM_ARN'),
  }),
  checkpoints: await openCheckpoints(`${directory}/checkpoints`),
  clock: systemClock,
  invoke: handler,
  onFailure: createFileDestination({ directory, clock: systemClock }),
  bisectBatchOnError: true,
  maximumRetryAttempts: 10_000,
  maximumRecordAgeMs: 24 * 3_600_000,
  maximumBatchingWindowMs: 100,
  functionTimeoutMs: FUNCTION_TIMEOUT_MS,
});
