import { pathToFileURL } from 'node:url';
import type { Context, KinesisStreamHandler } from 'aws-lambda';
import { AS_DEPLOYED } from '../../local/as-deployed.ts';
import { openCheckpoints } from '../../local/checkpoints.ts';
import { kinesisClient } from '../../local/embedded-kinesis.ts';
import { startEventSourceMapping } from '../../local/event-source-mapping.ts';
import { createFileDestination } from '../../local/given-up-batches.ts';
import { createKinesisSource } from '../../local/kinesis-source.ts';
import { STREAM_NAME } from '../../local/names.ts';
import { systemClock } from '../../shared/clock.ts';

/** The only argument, as JSON. */
export interface IngestProcessSettings {
  /** File of the function's code, its environment being that of this process. */
  handler: string;
  kinesis: string;
  streamArn: string;
  /** For checkpoints. */
  checkpoints: string;
  /** For batches that are given up. */
  givenUp: string;
  functionTimeoutMs: number;
}

/** What the parent is told: how far a shard is acknowledged, on disk; that the function answered a batch. */
export type Told =
  | { kind: 'saved'; shardId: string; sequenceNumber: string }
  | { kind: 'answered'; batchItemFailures: number };

/** Of a function's context, what is not the mapping's affair. */
const FUNCTION = { functionName: 'ingest', memoryLimitInMB: '512', invokedFunctionArn: 'arn:aws:lambda:local' };

const settings = JSON.parse(process.argv[2] ?? '') as IngestProcessSettings;
// Nobody is left who would end this process.
process.on('disconnect', () => process.exit());
const { handler } = (await import(pathToFileURL(settings.handler).href)) as { handler: KinesisStreamHandler };
const checkpoints = await openCheckpoints(settings.checkpoints);

const keepGivenUp = createFileDestination({ directory: settings.givenUp, clock: systemClock });

await startEventSourceMapping({
  source: createKinesisSource({
    client: kinesisClient(settings.kinesis),
    streamName: STREAM_NAME,
    streamArn: settings.streamArn,
  }),
  checkpoints: {
    ...checkpoints,
    async save(shardId, sequenceNumber) {
      await checkpoints.save(shardId, sequenceNumber);
      tell({ kind: 'saved', shardId, sequenceNumber });
    },
  },
  onFailure: async (batch) => void (await keepGivenUp(batch)),
  clock: systemClock,
  ...AS_DEPLOYED,
  functionTimeoutMs: settings.functionTimeoutMs,
  async invoke(event, context) {
    const response = (await handler(event, { ...FUNCTION, ...context } as Context, () => undefined)) ?? undefined;
    tell({ kind: 'answered', batchItemFailures: response?.batchItemFailures.length ?? 0 });
    return response;
  },
});

function tell(what: Told): void {
  process.send?.(what);
}
