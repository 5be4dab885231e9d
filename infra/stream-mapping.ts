import { type Duration, Names } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import {
  type EventSourceMapping,
  type Function as LambdaFunction,
  MetricType,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { PutOnlyDestination } from './put-only-destination.ts';
import type { QuarantineBucket } from './quarantine-bucket.ts';

export interface StreamMappingProps {
  readonly stream: IStream;
  /** Where batches go that are given up. */
  readonly quarantine: QuarantineBucket;
  /** Age at which a record is given up. */
  readonly giveUpAfter: Duration;
  /** Records of a batch, at most. */
  readonly batchSize: number;
  /** How long records are gathered for a batch, at most. */
  readonly maxBatchingWindow: Duration;
  /** Whether the function says from which record on it failed, or fails as a whole. */
  readonly reportBatchItemFailures: boolean;
}

/** What a mapping does with the function's role, as CDK's own grant has it. */
const READ_STREAM = [
  'kinesis:DescribeStream',
  'kinesis:DescribeStreamConsumer',
  'kinesis:DescribeStreamSummary',
  'kinesis:GetRecords',
  'kinesis:GetShardIterator',
  'kinesis:ListShards',
  'kinesis:ListStreams',
  'kinesis:SubscribeToShard',
];

/**
 * Hands a function every record of the stream, and lets it read the stream.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
 */
export function mapStream(
  fn: LambdaFunction,
  { stream, quarantine, giveUpAfter, ...batches }: StreamMappingProps,
): EventSourceMapping {
  // By hand, under the id that CDK's event source gives it. That one also lets the function decrypt with a key of the
  // stream's by itself, through no service.
  const mapping = fn.addEventSourceMapping(`KinesisEventSource:${Names.nodeUniqueId(stream.node)}`, {
    ...batches,
    eventSourceArn: stream.streamArn,
    // LATEST can miss what arrives while the mapping is being created.
    startingPosition: StartingPosition.TRIM_HORIZON,
    // One batch of a shard at a time is enough for the 1,000 records a second that a shard takes.
    parallelizationFactor: 1,
    // For a crash or a timeout, which names no record: halving finds the one that causes it.
    bisectBatchOnError: true,
    // No number of attempts: without one they are infinite, and age alone decides. A fault that answers at once, such as
    // a right taken away, would use up the most there can be, 10,000, within hours.
    maxRecordAge: giveUpAfter,
    // Given up is not lost: the bucket gets the records themselves, a queue would get pointers into the stream.
    onFailure: new PutOnlyDestination(quarantine.bucket),
    // Counts what the mapping dropped or could not deliver, which no metric of the function shows.
    metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
  });
  fn.addToRolePolicy(new PolicyStatement({ actions: READ_STREAM, resources: [stream.streamArn] }));
  return mapping;
}
