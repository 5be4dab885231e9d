import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  ListShardsCommand,
  waitUntilStreamExists,
} from '@aws-sdk/client-kinesis';
import { expect, it } from 'vitest';
import { ensureStream, kinesisClient, startKinesis } from '../../local/embedded-kinesis.ts';
import { STREAM_NAME } from '../../local/names.ts';
import { only, stackTemplate } from '../infra/template.ts';

it('makes the stream once, with more than one shard, and has it again with its folder', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-test-'));
  const first = await startKinesis({ port: 0, directory });
  const client = kinesisClient(first.url);
  const { streamArn, created } = await ensureStream(client);
  expect(streamArn).toMatch(/^arn:aws:kinesis:us-east-1:\d{12}:stream\/call-events$/);
  expect(created).toBe(true);
  expect(await ensureStream(client)).toEqual({ streamArn, created: false });
  const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName: STREAM_NAME }));
  expect(Shards.length).toBeGreaterThan(1);
  client.destroy();
  await first.close();

  const second = await startKinesis({ port: 0, directory });
  const other = kinesisClient(second.url);
  expect(await ensureStream(other)).toEqual({ streamArn, created: false });
  other.destroy();
  await second.close();
  await rm(directory, { recursive: true });
});

it('keeps records as long as the deployed stream, also one that was made to keep them for a day', async () => {
  const { RetentionPeriodHours: deployed } = only(stackTemplate(), 'AWS::Kinesis::Stream').Properties;
  const server = await startKinesis({ port: 0 });
  const client = kinesisClient(server.url);
  await client.send(new CreateStreamCommand({ StreamName: STREAM_NAME, ShardCount: 2 }));
  await waitUntilStreamExists({ client, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.1 }, { StreamName: STREAM_NAME });
  expect(await ensureStream(client)).toMatchObject({ created: false });
  const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName: STREAM_NAME }));
  expect(StreamDescriptionSummary?.RetentionPeriodHours).toBe(deployed);
  client.destroy();
  await server.close();
});
