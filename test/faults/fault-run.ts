import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import type { S3Client } from '@aws-sdk/client-s3';
import type { KinesisStreamEvent } from 'aws-lambda';
import { fromItem } from '../../families/call-event/item.ts';
import { fromMetricItem } from '../../families/call-metric/item.ts';
import { ingestEnvironment } from '../../families/ingest-config.ts';
import type { QuarantinedRecord } from '../../lambda/quarantine/quarantine.ts';
import type { Attributes } from '../../lambda/store/attribute-value.ts';
import { dynamoDbClient, ensureTables, startDynamoDb } from '../../local/embedded-dynamodb.ts';
import { ensureStream, kinesisClient, startKinesis } from '../../local/embedded-kinesis.ts';
import { INSIGHTS_TABLE_NAME, REGION, STREAM_NAME, TABLE_NAME } from '../../local/names.ts';
import { createFileSetAside } from '../../operations/set-aside/file-set-aside.ts';
import { createS3SetAside } from '../../operations/set-aside/s3-set-aside.ts';
import { CONFIG } from '../../samples/builders.ts';
import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import { systemClock } from '../../shared/clock.ts';
import { ENV } from '../../shared/environment.ts';
import { BUCKET, S3_CREDENTIALS, startS3 } from '../embedded-s3.ts';
import { type Accounts, accountFor, type Found } from './accounts.ts';
import { createFaultPlan, type FaultKind } from './fault-plan.ts';
import { startFaultProxy } from './fault-proxy.ts';
import type { IngestProcessSettings } from './ingest-process.ts';
import { killMoments, startKilledIngest } from './killed-ingest.ts';
import {
  type Numbered,
  numberedEvents,
  type SentEvent,
  type SentKind,
  withSecondDeliveries,
} from './numbered-events.ts';

export interface FaultRunOptions {
  /** Numbered events to send. */
  events: number;
  /** What they are. @default 'events', those of calls */
  of?: SentKind;
  /** How often the process is killed on the way. */
  kills: number;
  /** Of events, faults and kills. */
  seed: number;
  /** Of the calls to DynamoDB, how many go wrong; 0 to 1. */
  share: number;
  /** File of the function. @default the real one */
  handler?: string;
  /** @default 11.2 s: of the calls that hang for the client's 10 s some get another try before the deadline, some do not */
  functionTimeoutMs?: number;
}

export interface FaultRun extends Accounts {
  kills: number;
  /** That the function answered; `partial`: with a record that is to come again. */
  batches: number;
  partial: number;
  /** To DynamoDB. */
  calls: number;
  faults: Record<FaultKind, number>;
}

const HANDLER = path.join(import.meta.dirname, '../../lambda/ingest/handler.ts');
const FUNCTION_TIMEOUT_MS = 11_200;
/** Nothing that happens takes so long: what a shard has not done by then is missing. */
const STUCK_MS = 120_000;
const LOOK_MS = 50;
/** What PutRecords takes. */
const MAX_RECORDS = 500;

/**
 * Sends numbered events through the embedded stream, the function in a process that is killed, and a table whose every
 * call may fail; then says where each number is.
 * @throws Error where the process ends by itself
 */
export async function runFaults(options: FaultRunOptions): Promise<FaultRun> {
  const directory = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-faults-'));
  const [kinesis, dynamodb, s3] = await Promise.all([startKinesis({ port: 0 }), startDynamoDb({ port: 0 }), startS3()]);
  const stream = kinesisClient(kinesis.url);
  const table = dynamoDbClient(dynamodb.url);
  try {
    await ensureTables(table);
    const { streamArn } = await ensureStream(stream);
    const sent = [...numberedEvents({ ...options, startMs: Date.now() })];
    const lastNumbers = await put(stream, withSecondDeliveries(sent, options.seed));
    const settings = {
      handler: options.handler ?? HANDLER,
      kinesis: kinesis.url,
      streamArn,
      checkpoints: path.join(directory, 'checkpoints'),
      givenUp: directory,
      functionTimeoutMs: options.functionTimeoutMs ?? FUNCTION_TIMEOUT_MS,
    };
    const done = await ingestAll({ options, settings, lastNumbers, dynamodb: dynamodb.url, s3: s3.url });
    return { ...accountFor(sent, await find(options, { table, s3: s3.client, directory })), ...done };
  } finally {
    stream.destroy();
    table.destroy();
    await Promise.all([kinesis.close(), dynamodb.close(), s3.close()]);
    await rm(directory, { recursive: true, force: true });
  }
}

/** @returns the last sequence number of each shard */
async function put(stream: KinesisClient, records: readonly Numbered[]): Promise<Map<string, string>> {
  const lastNumbers = new Map<string, string>();
  for (let start = 0; start < records.length; start += MAX_RECORDS) {
    const request = records.slice(start, start + MAX_RECORDS);
    const { Records = [] } = await stream.send(
      new PutRecordsCommand({
        StreamName: STREAM_NAME,
        Records: request.map(({ data, partitionKey }) => ({ Data: data, PartitionKey: partitionKey })),
      }),
    );
    for (const { ShardId, SequenceNumber, ErrorMessage } of Records) {
      if (ShardId === undefined || SequenceNumber === undefined) throw new Error(`not on the stream: ${ErrorMessage}`);
      lastNumbers.set(ShardId, SequenceNumber);
    }
  }
  return lastNumbers;
}

interface IngestAllOptions {
  options: FaultRunOptions;
  settings: IngestProcessSettings;
  lastNumbers: ReadonlyMap<string, string>;
  /** URLs. */
  dynamodb: string;
  s3: string;
}

/** Resolves when every shard is acknowledged to its end, or nothing moves any more; nothing is under way then. */
async function ingestAll({ options, settings, lastNumbers, dynamodb, s3 }: IngestAllOptions) {
  const saved = new Map<string, string>();
  let savedAt = systemClock.now();
  const answers: number[] = [];
  const proxy = await startFaultProxy({
    target: dynamodb,
    plan: createFaultPlan(options),
    clock: systemClock,
    onWritten: (items) => ingest.written(items),
  });
  const ingest = startKilledIngest({
    settings,
    env: functionEnvironment({ dynamodb: proxy.url, s3 }),
    moments: killMoments(options),
    onTold(what) {
      if (what.kind === 'answered') answers.push(what.batchItemFailures);
      else {
        saved.set(what.shardId, what.sequenceNumber);
        savedAt = systemClock.now();
      }
    },
  });
  const isDone = () => [...lastNumbers].every(([shardId, last]) => saved.get(shardId) === last);
  try {
    while (!isDone() && systemClock.now() - savedAt < STUCK_MS) {
      await systemClock.sleep(LOOK_MS);
      ingest.check();
    }
  } finally {
    await ingest.stop();
    await proxy.close();
  }
  return {
    kills: ingest.kills(),
    batches: answers.length,
    partial: answers.filter((failures) => failures > 0).length,
    calls: proxy.calls(),
    faults: proxy.faults(),
  };
}

/** As deployed, and where the servers are. */
function functionEnvironment({ dynamodb, s3 }: { dynamodb: string; s3: string }): Record<string, string> {
  return {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: S3_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: S3_CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
    AWS_ENDPOINT_URL_S3: s3,
    POWERTOOLS_SERVICE_NAME: 'VoiceInsightsSink',
    [ENV.tableName]: TABLE_NAME,
    [ENV.insightsTableName]: INSIGHTS_TABLE_NAME,
    [ENV.quarantineBucketName]: BUCKET,
    ...ingestEnvironment(CONFIG),
  };
}

async function find(
  { of }: Pick<FaultRunOptions, 'of'>,
  { table, s3, directory }: { table: DynamoDBClient; s3: S3Client; directory: string },
) {
  const TableName = of === 'metrics' ? INSIGHTS_TABLE_NAME : TABLE_NAME;
  const pages = await Array.fromAsync(paginateScan({ client: table }, { TableName }));
  const bucket = createS3SetAside({ client: s3, bucketName: BUCKET });
  const objects = await Array.fromAsync(bucket.keys(BUCKET_PREFIX.quarantine), (key) => bucket.get(key));
  const files = createFileSetAside({ directory });
  const batches = await Array.fromAsync(files.keys(BUCKET_PREFIX.givenUp), (key) => files.get(key));
  return {
    rows: pages.flatMap(({ Items = [] }) => Items.map(of === 'metrics' ? metricOf : (item) => fromItem(item).event)),
    // Of a put that is cut off by a kill the embedded server keeps an empty object; S3 keeps nothing.
    quarantined: objects.flatMap((object = '') =>
      object === '' ? [] : (JSON.parse(object) as QuarantinedRecord).data,
    ),
    givenUp: batches.flatMap((batch) => {
      const { Records } = JSON.parse(JSON.parse(batch ?? '').payload) as KinesisStreamEvent;
      return Records.map(({ kinesis }) => kinesis.data);
    }),
  } satisfies Found;
}

function metricOf(item: Attributes): SentEvent {
  return { id: item.event_id?.S ?? '', data: fromMetricItem(item)?.data ?? {} };
}
