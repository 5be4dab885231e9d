import type { KinesisStreamRecord } from 'aws-lambda';
import type { Place } from '../../lambda/ingest/stream-record.ts';

/**
 * A record as Lambda once gave it to ingest, so that the same item is made of it.
 * @param record `data` is base64; `arrivalMs` epoch ms, NaN where it is not known: ingest takes now
 */
export function toKinesisRecord({
  shardId,
  sequenceNumber,
  partitionKey,
  streamArn,
  data,
  arrivalMs,
}: Place & { data: string; arrivalMs: number }): KinesisStreamRecord {
  return {
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey,
      sequenceNumber,
      data,
      approximateArrivalTimestamp: arrivalMs / 1000,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${shardId}:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: '',
    awsRegion: streamArn.split(':')[3] ?? '',
    eventSourceARN: streamArn,
  };
}
