import { type GetRecordsCommandInput, type GetRecordsCommandOutput, KinesisClient } from '@aws-sdk/client-kinesis';
import { embeddedClientConfig } from './embedded-client.ts';

/**
 * A client for who follows the embedded stream as one would a real one. At the tip of a shard kinesalite's next iterator
 * starts at the time of its answer, past a record that is being written just then: the same place is read again instead.
 * https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html
 */
export function followingClient(endpoint: string): KinesisClient {
  const client = new KinesisClient(embeddedClientConfig(endpoint));
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const result = await next(args);
        if (commandName === 'GetRecordsCommand') {
          readTipAgain(args.input as GetRecordsCommandInput, result.output as GetRecordsCommandOutput);
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
