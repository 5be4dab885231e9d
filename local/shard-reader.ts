import {
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  type _Record as KinesisRecord,
} from '@aws-sdk/client-kinesis';
import type { KinesisStreamRecord } from 'aws-lambda';
import type { Checkpoints } from './checkpoints.ts';

/** A record as Lambda hands it over, and what it adds to the payload. */
export interface SizedRecord {
  record: KinesisStreamRecord;
  bytes: number;
}

/** The records of a shard that were not read before, in order; none where there is nothing new. */
export type ShardReader = () => Promise<SizedRecord[]>;

export interface ShardReaderOptions {
  client: KinesisClient;
  streamName: string;
  streamArn: string;
  shardId: string;
  checkpoints: Checkpoints;
}

const RECORDS_PER_READ = 1_000;

/** Reads on from the checkpoint, or from the oldest record there is. */
export function createShardReader(options: ShardReaderOptions): ShardReader {
  const { client, streamName, streamArn, shardId, checkpoints } = options;
  let iterator: string | undefined;
  let lastRead: string | undefined;

  async function shardIterator(): Promise<string | undefined> {
    const after = lastRead ?? (await checkpoints.load(shardId));
    const position =
      after === undefined
        ? { ShardIteratorType: 'TRIM_HORIZON' as const }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, StartingSequenceNumber: after };
    const answer = await client.send(
      new GetShardIteratorCommand({ StreamName: streamName, ShardId: shardId, ...position }),
    );
    return answer.ShardIterator;
  }

  return async () => {
    iterator ??= await shardIterator();
    try {
      const answer = await client.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: RECORDS_PER_READ }));
      const read = (answer.Records ?? []).map((record) => toSizedRecord(record, shardId, streamArn));
      // After an empty answer the same place is read again: kinesalite's next iterator starts at the time of the answer,
      // past a record that was being written just then.
      if (read.length > 0) iterator = answer.NextShardIterator;
      lastRead = read.at(-1)?.record.kinesis.sequenceNumber ?? lastRead;
      return read;
    } catch (error) {
      iterator = undefined;
      if (error instanceof ExpiredIteratorException) return [];
      throw error;
    }
  };
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
