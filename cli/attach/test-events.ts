import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
  type Shard,
} from '@aws-sdk/client-kinesis';
import pLimit from 'p-limit';
import { decode } from '../../lambda/ingest/decode.ts';

/** Reads the ids of Twilio's test events that came on a stream since it was opened, and were not read before. */
export type TestEventReader = () => Promise<string[]>;

const REQUESTS_IN_FLIGHT = 16;

/**
 * Opened before a test event is asked for, it misses none. Iterators last five minutes.
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html
 */
export async function openTestEvents(client: KinesisClient, streamName: string): Promise<TestEventReader> {
  const inFlight = pLimit(REQUESTS_IN_FLIGHT);
  let iterators = await inFlight.map(await openShards(client, streamName), async ({ ShardId }) => {
    const position = { StreamName: streamName, ShardId, ShardIteratorType: 'LATEST' as const };
    return (await client.send(new GetShardIteratorCommand(position))).ShardIterator;
  });
  return async () => {
    const read = await inFlight.map(iterators, async (ShardIterator) => {
      if (ShardIterator === undefined) return { testIds: [] };
      const answer = await client.send(new GetRecordsCommand({ ShardIterator }));
      const { Records = [], MillisBehindLatest, NextShardIterator } = answer;
      const testIds = Records.flatMap(({ Data = new Uint8Array() }) => testIdsOf(Data));
      // At the tip nothing is lost by reading the same place again, and an emulator's next place is past a record that
      // is being written just then.
      const isAtTip = Records.length === 0 && MillisBehindLatest === 0;
      return { testIds, next: isAtTip ? ShardIterator : NextShardIterator };
    });
    iterators = read.map(({ next }) => next);
    return read.flatMap(({ testIds }) => testIds);
  };
}

/** Twilio writes the event's JSON; its own reader script unpacks base64 once more than the SDK does, so both count. */
function testIdsOf(data: Uint8Array): string[] {
  const bytes = Buffer.from(data);
  const found = [bytes.toString('base64'), bytes.toString('latin1')].flatMap((base64) => decode(base64).events);
  return found.flatMap((event) =>
    event.ok && event.value.kind === 'test-event' && event.value.testId !== undefined ? [event.value.testId] : [],
  );
}

async function openShards(client: KinesisClient, streamName: string): Promise<Shard[]> {
  const shards: Shard[] = [];
  let token: string | undefined;
  do {
    // A token names the stream by itself, and is refused beside a name.
    const page = token === undefined ? { StreamName: streamName } : { NextToken: token };
    const { Shards = [], NextToken } = await client.send(new ListShardsCommand(page));
    shards.push(...Shards);
    token = NextToken;
  } while (token !== undefined);
  return shards.filter(({ SequenceNumberRange }) => SequenceNumberRange?.EndingSequenceNumber === undefined);
}
