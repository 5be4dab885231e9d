import {
  CreateStreamCommand,
  type KinesisClient,
  PutRecordCommand,
  SplitShardCommand,
  waitUntilStreamExists,
} from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startKinesis } from '../../../local/embedded-kinesis.ts';
import { followingClient } from '../../../local/following-client.ts';
import { followStream } from '../../../operations/stream/follow-stream.ts';
import { systemClock } from '../../../shared/clock.ts';

const streamName = 'split';
let kinesis: Awaited<ReturnType<typeof startKinesis>>;
let client: KinesisClient;
beforeAll(async () => {
  kinesis = await startKinesis({ port: 0 });
  client = followingClient(kinesis.url);
  await client.send(new CreateStreamCommand({ StreamName: streamName, ShardCount: 1 }));
  await exists();
});
afterAll(async () => {
  client.destroy();
  await kinesis.close();
});

const exists = () =>
  waitUntilStreamExists({ client, maxWaitTime: 30, minDelay: 0.05, maxDelay: 0.1 }, { StreamName: streamName });

const put = (text: string) =>
  client.send(new PutRecordCommand({ StreamName: streamName, PartitionKey: text, Data: Buffer.from(text) }));

it('goes on with the shards of a split, each record once, from where it began', async () => {
  await put('before');
  const abort = new AbortController();
  const ready = Promise.withResolvers<void>();
  const seen: string[] = [];
  const following = (async () => {
    const clock = {
      now: systemClock.now,
      sleep: (ms: number, signal?: AbortSignal) => systemClock.sleep(ms / 50, signal),
    };
    for await (const { data } of followStream({
      client,
      streamName,
      clock,
      onReady: ready.resolve,
      signal: abort.signal,
    })) {
      seen.push(Buffer.from(data).toString());
      if (seen.length === 8) abort.abort();
    }
  })();
  await ready.promise;
  for (const text of ['a', 'b', 'c', 'd']) await put(text);
  await client.send(
    new SplitShardCommand({
      StreamName: streamName,
      ShardToSplit: 'shardId-000000000000',
      NewStartingHashKey: (2n ** 127n).toString(),
    }),
  );
  await exists();
  for (const text of ['e', 'f', 'g', 'h']) await put(text);
  await following;
  expect(seen.slice(0, 4)).toEqual(['a', 'b', 'c', 'd']);
  expect(seen.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
}, 20_000);
