import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  IncreaseStreamRetentionPeriodCommand,
  KinesisClient,
  ResourceNotFoundException,
  type StreamDescriptionSummary,
  waitUntilStreamExists,
} from '@aws-sdk/client-kinesis';
import { STREAM_RETENTION_HOURS } from '../shared/stream-settings.ts';
import { embeddedClientConfig } from './embedded-client.ts';
import { embeddedPackage } from './embedded-package.ts';
import { type EmbeddedServer, listen } from './embedded-server.ts';
import { guardedServer } from './guarded-server.ts';
import { STREAM_NAME } from './names.ts';

/** Two, so that what holds for one shard only shows. */
const SHARDS = 2;

/** The Kinesis API on kinesalite, in memory or in a folder. @throws LocalError where there is no kinesalite */
export async function startKinesis({ port, directory }: { port: number; directory?: string }): Promise<EmbeddedServer> {
  const { default: kinesalite } = await embeddedPackage('kinesalite', () => import('kinesalite'));
  const server = guardedServer(() => kinesalite({ path: directory, createStreamMs: 0 }));
  return listen(server, port, 'KINESIS_PORT');
}

export function kinesisClient(endpoint: string): KinesisClient {
  return new KinesisClient(embeddedClientConfig(endpoint));
}

/** The stream `call-events`. `created`: it was not there before. */
export async function ensureStream(client: KinesisClient): Promise<{ streamArn: string; created: boolean }> {
  const existing = await describe(client);
  if (existing !== undefined) {
    await keepLonger(client, existing);
    return { streamArn: existing.StreamARN ?? '', created: false };
  }
  await client.send(new CreateStreamCommand({ StreamName: STREAM_NAME, ShardCount: SHARDS }));
  await waitUntilStreamExists({ client, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.1 }, { StreamName: STREAM_NAME });
  const made = await describe(client);
  await keepLonger(client, made);
  return { streamArn: made?.StreamARN ?? '', created: true };
}

async function keepLonger(client: KinesisClient, stream: StreamDescriptionSummary | undefined): Promise<void> {
  if ((stream?.RetentionPeriodHours ?? 0) >= STREAM_RETENTION_HOURS) return;
  await client.send(
    new IncreaseStreamRetentionPeriodCommand({ StreamName: STREAM_NAME, RetentionPeriodHours: STREAM_RETENTION_HOURS }),
  );
}

async function describe(client: KinesisClient): Promise<StreamDescriptionSummary | undefined> {
  try {
    const stream = await client.send(new DescribeStreamSummaryCommand({ StreamName: STREAM_NAME }));
    return stream.StreamDescriptionSummary;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
