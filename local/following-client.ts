import {
  type GetRecordsCommandInput,
  type GetRecordsCommandOutput,
  type GetShardIteratorCommandInput,
  type GetShardIteratorCommandOutput,
  KinesisClient,
} from '@aws-sdk/client-kinesis';
import { embeddedClientConfig } from './embedded-client.ts';

/**
 * A client for who follows the embedded stream as one would a real one. At the tip of a shard kinesalite's next iterator
 * starts at the time of its answer, past a record that is being written just then: the same place is read again instead.
 * Nor does kinesalite answer where a shard has no record of a time or later: such a shard is read from its start, and
 * what came before that time is left out.
 * https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html
 */
export function followingClient(endpoint: string): KinesisClient {
  const client = new KinesisClient(embeddedClientConfig(endpoint));
  const begins = new Map<string | undefined, Date>();
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'GetShardIteratorCommand') {
          const { Timestamp, ...shard } = args.input as GetShardIteratorCommandInput;
          if (Timestamp === undefined) return next(args);
          const result = await next({ ...args, input: { ...shard, ShardIteratorType: 'TRIM_HORIZON' } });
          begins.set((result.output as GetShardIteratorCommandOutput).ShardIterator, Timestamp);
          return result;
        }
        const result = await next(args);
        if (commandName === 'GetRecordsCommand') {
          const input = args.input as GetRecordsCommandInput;
          const answer = result.output as GetRecordsCommandOutput;
          readTipAgain(input, answer);
          leaveOutEarlier(input, answer, begins);
        }
        return result;
      },
    { step: 'initialize', name: 'readTipAgain' },
  );
  return client;
}

function readTipAgain({ ShardIterator }: GetRecordsCommandInput, answer: GetRecordsCommandOutput): void {
  const { Records = [], NextShardIterator, MillisBehindLatest = 0 } = answer;
  const isTip = Records.length === 0 && MillisBehindLatest === 0;
  if (isTip && NextShardIterator !== undefined) answer.NextShardIterator = ShardIterator;
}

/** @param begins when iterators begin whose shard is read from its start; the next one takes that over */
function leaveOutEarlier(
  { ShardIterator }: GetRecordsCommandInput,
  answer: GetRecordsCommandOutput,
  begins: Map<string | undefined, Date>,
): void {
  const begin = begins.get(ShardIterator);
  if (begin === undefined) return;
  begins.delete(ShardIterator);
  begins.set(answer.NextShardIterator, begin);
  answer.Records = answer.Records?.filter(
    ({ ApproximateArrivalTimestamp = begin }) => ApproximateArrivalTimestamp >= begin,
  );
}
