import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListShardsCommand,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import { expect, it } from 'vitest';
import { ensureStream, startKinesis } from '../../local/embedded-kinesis.ts';
import { followingClient } from '../../local/following-client.ts';
import { STREAM_NAME } from '../../local/names.ts';

it('reads the tip of a shard again from the same place, and goes on behind what it read', async () => {
  const kinesis = await startKinesis({ port: 0 });
  const client = followingClient(kinesis.url);
  await ensureStream(client);
  const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName: STREAM_NAME }));
  const iterators = await Promise.all(
    Shards.map(async ({ ShardId }) => {
      const shard = { StreamName: STREAM_NAME, ShardId, ShardIteratorType: 'LATEST' as const };
      return (await client.send(new GetShardIteratorCommand(shard))).ShardIterator;
    }),
  );
  const read = () =>
    Promise.all(iterators.map((ShardIterator) => client.send(new GetRecordsCommand({ ShardIterator }))));
  expect((await read()).map(({ NextShardIterator }) => NextShardIterator)).toEqual(iterators);
  await client.send(new PutRecordCommand({ StreamName: STREAM_NAME, PartitionKey: 'one', Data: Buffer.from('one') }));
  const answers = await read();
  const place = answers.findIndex(({ Records = [] }) => Records.length > 0);
  expect(answers.flatMap(({ Records = [] }) => Records.map(({ Data = '' }) => Buffer.from(Data).toString()))).toEqual([
    'one',
  ]);
  const behind = answers[place]?.NextShardIterator;
  expect(behind).not.toBe(iterators[place]);
  expect((await client.send(new GetRecordsCommand({ ShardIterator: behind }))).Records).toEqual([]);
  client.destroy();
  await kinesis.close();
});

it('begins at a time, also in a shard that has nothing of it', async () => {
  const kinesis = await startKinesis({ port: 0 });
  const client = followingClient(kinesis.url);
  await ensureStream(client);
  const put = (text: string) =>
    client.send(new PutRecordCommand({ StreamName: STREAM_NAME, PartitionKey: 'one', Data: Buffer.from(text) }));
  const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName: STREAM_NAME }));
  const iteratorsAt = (Timestamp: Date) =>
    Promise.all(
      Shards.map(async ({ ShardId }) => {
        const shard = { StreamName: STREAM_NAME, ShardId, ShardIteratorType: 'AT_TIMESTAMP' as const, Timestamp };
        return (await client.send(new GetShardIteratorCommand(shard))).ShardIterator;
      }),
    );
  const read = async (iterators: readonly (string | undefined)[]) => {
    const answers = await Promise.all(
      iterators.map((ShardIterator) => client.send(new GetRecordsCommand({ ShardIterator }))),
    );
    return {
      texts: answers.flatMap(({ Records = [] }) => Records.map(({ Data = '' }) => Buffer.from(Data).toString())),
      next: answers.map(({ NextShardIterator }) => NextShardIterator),
    };
  };
  const before = new Date();
  await put('first');
  const early = await read(await iteratorsAt(before));
  expect(early.texts).toEqual(['first']);
  const late = await read(await iteratorsAt(new Date(Date.now() + 60_000)));
  expect(late.texts).toEqual([]);
  await put('second');
  expect((await read(early.next)).texts).toEqual(['second']);
  // Behind what was left out too.
  expect((await read(late.next)).texts).toEqual([]);
  client.destroy();
  await kinesis.close();
});
