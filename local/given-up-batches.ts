import path from 'node:path';
import { createFileSetAside } from '../operations/set-aside/file-set-aside.ts';
import { BUCKET_PREFIX } from '../shared/bucket.ts';
import type { Clock } from '../shared/clock.ts';
import type { GivenUpBatch } from './shard-consumer.ts';

export interface FileDestinationOptions {
  directory: string;
  clock: Pick<Clock, 'now'>;
}

/**
 * Keeps batches that are given up as Lambda keeps them in a bucket: each as a file of its own, with the whole
 * invocation in it. Resolves to the path of the file.
 */
export function createFileDestination({ directory, clock }: FileDestinationOptions) {
  const files = createFileSetAside({ directory });
  return async (batch: GivenUpBatch): Promise<string> => {
    const at = new Date(clock.now()).toISOString();
    const key = keyOf(batch, at);
    await files.put(key, JSON.stringify(invocationRecord(batch, at), undefined, 2));
    return path.join(directory, ...key.split('/'));
  };
}

/** `aws/lambda/<mapping>/<shard>/2026/11/21/2026-11-21T12.00.00.000Z-<first sequence number>` */
function keyOf({ shardId, records }: GivenUpBatch, at: string): string {
  const day = at.slice(0, 10).replaceAll('-', '/');
  const name = `${at.replaceAll(':', '.')}-${records[0]?.kinesis.sequenceNumber}`;
  return `${BUCKET_PREFIX.givenUp}local/${shardId}/${day}/${name}`;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html */
function invocationRecord({ shardId, condition, records, invokeCount }: GivenUpBatch, at: string) {
  const arrival = (position: number) =>
    new Date((records.at(position)?.kinesis.approximateArrivalTimestamp ?? 0) * 1000).toISOString();
  return {
    requestContext: {
      requestId: crypto.randomUUID(),
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:local',
      condition,
      approximateInvokeCount: invokeCount,
    },
    // Of an invocation that there never was, nothing came back.
    ...(invokeCount > 0 && {
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    }),
    version: '1.0',
    timestamp: at,
    KinesisBatchInfo: {
      shardId,
      startSequenceNumber: records[0]?.kinesis.sequenceNumber,
      endSequenceNumber: records.at(-1)?.kinesis.sequenceNumber,
      approximateArrivalOfFirstRecord: arrival(0),
      approximateArrivalOfLastRecord: arrival(-1),
      batchSize: records.length,
      streamArn: records[0]?.eventSourceARN,
    },
    payload: JSON.stringify({ Records: records }),
  };
}
