import {
  ExpiredIteratorException,
  GetRecordsCommand,
  type GetRecordsOutput,
  GetShardIteratorCommand,
  type KinesisClient,
  type _Record as KinesisRecord,
  type Shard as KinesisShard,
  ListShardsCommand,
  type ListShardsOutput,
} from '@aws-sdk/client-kinesis';
import type { KinesisStreamRecord } from 'aws-lambda';
import type { RecordSource, Shard, ShardReader, SizedRecord } from './record-source.ts';

export interface KinesisSourceOptions {
  client: KinesisClient;
  streamName: string;
  streamArn: string;
}

const RECORDS_PER_READ = 1_000;
/** Empty reads after which it is asked whether the shard has ended: a second, as often as the mapping looks. */
const READS_TO_ASK_AFTER = 5;

/** All that a stream has, closed ones too. */
export async function listShards(client: KinesisClient, streamName: string): Promise<KinesisShard[]> {
  const found: KinesisShard[] = [];
  let page: { StreamName: string } | { NextToken: string } | undefined = { StreamName: streamName };
  while (page !== undefined) {
    const { Shards = [], NextToken }: ListShardsOutput = await client.send(new ListShardsCommand(page));
    found.push(...Shards);
    page = NextToken === undefined ? undefined : { NextToken };
  }
  return found;
}

/** A stream of the Kinesis API. */
export function createKinesisSource({ client, streamName, streamArn }: KinesisSourceOptions): RecordSource {
  async function shards(): Promise<Shard[]> {
    const found = await listShards(client, streamName);
    return found.map(({ ShardId = '', ParentShardId, AdjacentParentShardId }) => ({
      shardId: ShardId,
      parents: [ParentShardId, AdjacentParentShardId].filter((parent) => parent !== undefined),
    }));
  }

  function open(shardId: string, after: string | undefined): ShardReader {
    let iterator: string | undefined;
    let lastRead = after;
    let emptyReads = 0;
    let closed = false;

    async function iteratorBehindLastRead(): Promise<string | undefined> {
      const position =
        lastRead === undefined
          ? { ShardIteratorType: 'TRIM_HORIZON' as const }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, StartingSequenceNumber: lastRead };
      const answer = await client.send(
        new GetShardIteratorCommand({ StreamName: streamName, ShardId: shardId, ...position }),
      );
      return answer.ShardIterator;
    }

    const getRecords = (place: string | undefined): Promise<GetRecordsOutput> =>
      client.send(new GetRecordsCommand({ ShardIterator: place, Limit: RECORDS_PER_READ }));

    return async () => {
      try {
        iterator ??= await iteratorBehindLastRead();
        const { Records = [], NextShardIterator } = await getRecords(iterator);
        const records = Records.map((record) => toSizedRecord(record, shardId, streamArn));
        lastRead = records.at(-1)?.record.kinesis.sequenceNumber ?? lastRead;
        if (records.length > 0) {
          iterator = NextShardIterator;
          emptyReads = 0;
          return { records, ended: NextShardIterator === undefined };
        }
        // The same place is read again: kinesalite's next iterator starts at the time of the answer, past a record that
        // was being written just then. With the shard closed nothing can be written, and this empty answer is the end.
        if (closed || NextShardIterator === undefined) return { records, ended: true };
        emptyReads += 1;
        if (emptyReads % READS_TO_ASK_AFTER === 0) {
          closed = (await getRecords(NextShardIterator)).NextShardIterator === undefined;
        }
        return { records, ended: false };
      } catch (error) {
        iterator = undefined;
        if (error instanceof ExpiredIteratorException) return { records: [], ended: false };
        throw error;
      }
    };
  }

  return { streamArn, shards, open };
}

/** A record as Lambda hands it over. https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html */
function toSizedRecord(record: KinesisRecord, shardId: string, streamArn: string): SizedRecord {
  const sequenceNumber = record.SequenceNumber ?? '';
  const lambdaRecord: KinesisStreamRecord = {
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: record.PartitionKey ?? '',
      sequenceNumber,
      data: Buffer.from(record.Data ?? []).toString('base64'),
      approximateArrivalTimestamp: (record.ApproximateArrivalTimestamp?.getTime() ?? 0) / 1000,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${shardId}:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: 'arn:aws:iam::000000000000:role/local',
    awsRegion: streamArn.split(':')[3] ?? '',
    eventSourceARN: streamArn,
  };
  return { record: lambdaRecord, bytes: Buffer.byteLength(JSON.stringify(lambdaRecord)) };
}
