import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ListShardsCommand } from '@aws-sdk/client-kinesis';
import { expect, it } from 'vitest';
import { ensureStream, kinesisClient, startKinesis } from '../../local/embedded-kinesis.ts';
import { STREAM_NAME } from '../../local/names.ts';

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
