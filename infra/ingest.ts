import { Duration, Names } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type Function as LambdaFunction, MetricType, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type IngestConfig, ingestEnvironment } from '../families/ingest-config.ts';
import { ENV } from '../shared/environment.ts';
import { ROW_LAYOUT } from '../shared/row-layout.ts';
import { BATCH_SIZE, GIVE_UP_AFTER_HOURS } from '../shared/stream-settings.ts';
import { bundledFunction } from './bundled-function.ts';
import { PutOnlyDestination } from './put-only-destination.ts';
import type { QuarantineBucket } from './quarantine-bucket.ts';
import type { RowTable } from './row-table.ts';
import { useKey, WRITE_WITH_KEY } from './use-key.ts';

export interface IngestProps {
  /** Where the records come from. */
  readonly stream: IStream;
  /** Where rows go. */
  readonly tables: readonly RowTable[];
  /** Where the rest goes. */
  readonly quarantine: QuarantineBucket;
  /** What decides how an event becomes an item. */
  readonly config: IngestConfig;
  /** What its metrics are counted under. */
  readonly service: string;
  /** How long the stream keeps a record. */
  readonly streamRetentionHours: number;
  /** The key of stream, tables and bucket, where the customer brings one. */
  readonly encryptionKey?: IKey;
}

const TIMEOUT = Duration.seconds(60);
/** A full payload of 6 MB took 140 MB of it, and twice that where every record is bad. */
const MEMORY_MB = 512;
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
 * The function that turns records of the stream into items of the tables, and what hands it the records.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
 */
export class Ingest extends Construct {
  readonly function: LambdaFunction;
  /** The dimension of the mapping's own metrics. */
  readonly eventSourceMappingId: string;
  readonly timeout = TIMEOUT;

  constructor(scope: Construct, id: string, props: IngestProps) {
    super(scope, id);
    const { stream, tables, quarantine, config, encryptionKey } = props;

    this.function = bundledFunction(this, {
      description: 'Turns records of the stream into rows of the tables',
      code: 'ingest',
      // Time to outlast a short trouble of the table's inside one invocation, which costs no retry.
      timeout: TIMEOUT,
      memorySize: MEMORY_MB,
      environment: { ...ingestEnvironment(config), [ENV.rowLayout]: String(ROW_LAYOUT) },
      service: props.service,
    });
    for (const table of tables) table.grantPut(this.function);
    quarantine.grantPut(this.function);

    if (encryptionKey !== undefined) {
      // Of the stream it reads only; the bucket needs no more than the tables.
      this.function.addToRolePolicy(useKey(encryptionKey, WRITE_WITH_KEY, ['kinesis', 'dynamodb', 's3']));
    }

    // By hand, under the id that CDK's event source gives it. That one also lets the function decrypt with a key of the
    // stream's by itself, through no service.
    const mapping = this.function.addEventSourceMapping(`KinesisEventSource:${Names.nodeUniqueId(stream.node)}`, {
      eventSourceArn: stream.streamArn,
      // LATEST can miss what arrives while the mapping is being created.
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: BATCH_SIZE,
      // The API asks for at least a second when a batch is larger than 10; it also spares invocations.
      maxBatchingWindow: Duration.seconds(1),
      // One batch of a shard at a time is enough for the 1,000 records a second that a shard takes.
      parallelizationFactor: 1,
      // A batch is resumed at its first failed record, not from its start.
      reportBatchItemFailures: true,
      // For a crash or a timeout, which names no record: halving finds the one that causes it.
      bisectBatchOnError: true,
      // No number of attempts: without one they are infinite, and age alone decides. A fault that answers at once, such as
      // a right taken away, would use up the most there can be, 10,000, within hours.
      // Well before the stream forgets a record.
      maxRecordAge: Duration.hours(Math.min(GIVE_UP_AFTER_HOURS, Math.floor(props.streamRetentionHours / 2))),
      // Given up is not lost: the bucket gets the records themselves, a queue would get pointers into the stream.
      onFailure: new PutOnlyDestination(quarantine.bucket),
      // Counts what the mapping dropped or could not deliver, which no metric of the function shows.
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    });
    this.function.addToRolePolicy(new PolicyStatement({ actions: READ_STREAM, resources: [stream.streamArn] }));
    this.eventSourceMappingId = mapping.eventSourceMappingId;
  }
}
