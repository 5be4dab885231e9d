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
