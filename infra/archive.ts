import { Duration, Fn, type RemovalPolicy } from 'aws-cdk-lib';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type IngestConfig, ingestEnvironment } from '../families/ingest-config.ts';
import { ENV } from '../shared/environment.ts';
import { ArchiveBucket } from './archive-bucket.ts';
import { ArchiveQuestions } from './archive-questions.ts';
import { ArchiveTables } from './archive-tables.ts';
import { ArchiveWorkGroup } from './archive-work-group.ts';
import { bundledFunction } from './bundled-function.ts';
import { calledEvery } from './called-every.ts';
import type { QuarantineBucket } from './quarantine-bucket.ts';
import { mapStream } from './stream-mapping.ts';
import { uniqueIdOfStack } from './unique-id.ts';
import { useKey } from './use-key.ts';

export interface ArchiveProps {
  /** Where the records come from. */
  readonly stream: IStream;
  /** How long the stream keeps a record. */
  readonly streamRetentionHours: number;
  /** Where batches go that are given up. */
  readonly quarantine: QuarantineBucket;
  /** What decides how an event becomes a row: what is redacted in a table is redacted here. */
  readonly config: IngestConfig;
  /** Days that a row is kept; 0 for ever. */
  readonly archiveDays: number;
  /** What its metrics are counted under. */
  readonly service: string;
  /** Tells its database from that of another in the stack; empty where there can be no other. */
  readonly nameSuffix: string;
  /** The key of stream and buckets, where the customer brings one. */
  readonly encryptionKey?: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** As many records as a mapping gathers at most: the 6 MB of a payload end a batch at about 3,000 of Twilio's. */
const BATCH_SIZE = 10_000;
/** The longest there is: few large objects are cheaper to write, and to ask, than many small ones. */
const BATCHING_WINDOW = Duration.minutes(5);
/** The oldest that a mapping can be told to wait for. */
const MOST_HOURS = 168;
const MERGE_EVERY = Duration.hours(1);

/**
 * Every event for years, as Parquet in a bucket, and SQL over it: a second reader of the stream writes, an hourly function
 * merges what it wrote, and Athena answers. Neither reader waits for the other.
 */
export class Archive extends Construct {
  /** Writes what comes. */
  readonly function: LambdaFunction;
  /** Merges what was written. */
  readonly mergeFunction: LambdaFunction;
  readonly bucket: ArchiveBucket;
  readonly databaseName: string;
  readonly workGroupName: string;
  /** Of the second reader: where its batches lie that were given up, and the dimension of its metrics. */
  readonly eventSourceMappingId: string;
  readonly #tables: ArchiveTables;
  readonly #workGroup: ArchiveWorkGroup;

  constructor(scope: Construct, id: string, props: ArchiveProps) {
    super(scope, id);
    const { encryptionKey, service } = props;
    // Database and work group have the name that people see: the same, and no other stack's.
    const name = nameOf(props.nameSuffix);
    this.bucket = new ArchiveBucket(this, 'Bucket', props);
    this.#tables = new ArchiveTables(this, 'Tables', { bucket: this.bucket.bucket, databaseName: name });
    this.databaseName = this.#tables.databaseName;
    this.#workGroup = new ArchiveWorkGroup(this, 'Sql', { name });
    this.workGroupName = this.#workGroup.name;
    new ArchiveQuestions(this, 'Questions', { databaseName: this.databaseName, workGroupName: this.workGroupName });

    this.function = bundledFunction(new Construct(this, 'Write'), {
      description: 'Turns records of the stream into rows of the archive',
      code: 'archive',
      timeout: Duration.seconds(60),
      memorySize: 512,
      environment: ingestEnvironment(props.config),
      service,
    });
    this.bucket.grantPut(this.function);
    if (encryptionKey !== undefined) this.function.addToRolePolicy(useKey(encryptionKey, ['kms:Decrypt'], ['kinesis']));
    const mapping = mapStream(this.function, {
      stream: props.stream,
      quarantine: props.quarantine,
      // A first deploy is to take what the stream has; what is given up must still be on the stream to be put aside.
      giveUpAfter: Duration.hours(Math.min(MOST_HOURS, hoursToTake(props.streamRetentionHours))),
      batchSize: BATCH_SIZE,
      maxBatchingWindow: BATCHING_WINDOW,
      // A batch is one object a day, which is written or not.
      reportBatchItemFailures: false,
    });
    this.eventSourceMappingId = mapping.eventSourceMappingId;

    this.mergeFunction = bundledFunction(new Construct(this, 'Merge'), {
      description: 'Merges objects of the archive, and deletes days that are too old',
      code: 'merge',
      timeout: Duration.minutes(15),
      // A whole processor.
      memorySize: 1769,
      environment: { [ENV.archiveDays]: String(props.archiveDays) },
      service,
    });
    this.bucket.grantMerge(this.mergeFunction);
    calledEvery(this, 'EveryHour', this.mergeFunction, {
      description: 'Merges objects of the archive',
      every: MERGE_EVERY,
      reason: 'A merge that was missed is done by the next one. MergeLate tells of several.',
    });
  }

  /** Lets a function ask in SQL, and tells it where. Athena reads for it; by itself it reads nothing. */
  grantAsk(fn: LambdaFunction): void {
    this.#workGroup.grantAsk(fn);
    this.#tables.grantReadThroughAthena(fn);
    this.bucket.grantReadThroughAthena(fn);
  }
}

function nameOf(suffix: string): string {
  const unique = Fn.select(0, Fn.split('-', uniqueIdOfStack()));
  return Fn.join('_', ['voice_insights', unique, ...(suffix === '' ? [] : [suffix.toLowerCase()])]);
}

/** All but the last day that the stream keeps a record; of a stream that keeps it for a day or two, half of that. */
function hoursToTake(streamRetentionHours: number): number {
  return Math.max(streamRetentionHours - 24, Math.floor(streamRetentionHours / 2));
}
