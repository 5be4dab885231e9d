import { Duration } from 'aws-cdk-lib';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type IngestConfig, ingestEnvironment } from '../families/ingest-config.ts';
import { ENV } from '../shared/environment.ts';
import { ROW_LAYOUT } from '../shared/row-layout.ts';
import { BATCH_SIZE, GIVE_UP_AFTER_HOURS } from '../shared/stream-settings.ts';
import { bundledFunction } from './bundled-function.ts';
import type { QuarantineBucket } from './quarantine-bucket.ts';
import type { RowTable } from './row-table.ts';
import { mapStream } from './stream-mapping.ts';
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

/** The function that turns records of the stream into items of the tables, and what hands it the records. */
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

    const mapping = mapStream(this.function, {
      stream,
      quarantine,
      // Well before the stream forgets a record.
      giveUpAfter: Duration.hours(Math.min(GIVE_UP_AFTER_HOURS, Math.floor(props.streamRetentionHours / 2))),
      batchSize: BATCH_SIZE,
      // The API asks for at least a second when a batch is larger than 10; it also spares invocations.
      maxBatchingWindow: Duration.seconds(1),
      // A batch is resumed at its first failed record, not from its start.
      reportBatchItemFailures: true,
    });
    this.eventSourceMappingId = mapping.eventSourceMappingId;
  }
}
