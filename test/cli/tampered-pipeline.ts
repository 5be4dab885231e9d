import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { KinesisStreamRecord } from 'aws-lambda';
import { createIngest } from '../../lambda/ingest/ingest.ts';
import { createFileQuarantine } from '../../lambda/quarantine/file-quarantine.ts';
import { createConferenceReader } from '../../lambda/read/conference-reader.ts';
import { createEventReader } from '../../lambda/read/event-reader.ts';
import { createMetricReader } from '../../lambda/read/metric-reader.ts';
import { createSummaryReader } from '../../lambda/read/summary-reader.ts';
import { createItemWriter } from '../../lambda/store/item-writer.ts';
import { createMemoryCheckpoints } from '../../local/checkpoints.ts';
import { dynamoDbClient, ensureTables, startDynamoDb } from '../../local/embedded-dynamodb.ts';
import { ensureStream, kinesisClient, startKinesis } from '../../local/embedded-kinesis.ts';
import { startEventSourceMapping } from '../../local/event-source-mapping.ts';
import { createKinesisSource } from '../../local/kinesis-source.ts';
import { STREAM_NAME, TABLE_NAME, TABLES } from '../../local/names.ts';
import { createRowEraser } from '../../operations/row-eraser.ts';
import { createFileSetAside } from '../../operations/set-aside/file-set-aside.ts';
import { type OutgoingRecord, putRecords } from '../../operations/stream/put-records.ts';
import { CONFIG } from '../../samples/builders.ts';
import { systemClock } from '../../shared/clock.ts';
import { fastClock, pipelineClients } from '../local/running-pipeline.ts';

/** What a function does with a batch, all of which is acknowledged. */
export type Tamper = (
  records: readonly KinesisStreamRecord[],
  ingest: (records: readonly KinesisStreamRecord[]) => Promise<void>,
) => Promise<void>;

/** A pipeline whose function does what a test wants, where the real one would ingest. */
export async function startTamperedPipeline() {
  const directory = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-test-'));
  const kinesis = await startKinesis({ port: 0 });
  const dynamodb = await startDynamoDb({ port: 0 });
  const stream = kinesisClient(kinesis.url);
  const client = dynamoDbClient(dynamodb.url);
  await ensureTables(client);
  const { streamArn } = await ensureStream(stream);
  const table = { client, tableName: TABLE_NAME, clock: systemClock };
  const quarantine = createFileQuarantine({ directory });
  const ingest = createIngest({
    store: createItemWriter({ ...table, tables: TABLES }),
    quarantine,
    config: CONFIG,
    clock: systemClock,
  });
  const honest: Tamper = (records, ingest) => ingest(records);
  const pipeline = { tamper: honest };
  const mapping = await startEventSourceMapping({
    source: createKinesisSource({ client: stream, streamName: STREAM_NAME, streamArn }),
    checkpoints: createMemoryCheckpoints(),
    clock: fastClock,
    async invoke({ Records }, context) {
      await pipeline.tamper(Records, async (records) => void (await ingest(records, context)));
      return { batchItemFailures: [] };
    },
  });
  const clients = pipelineClients({ kinesis: kinesis.url, dynamodb: dynamodb.url });
  return Object.assign(pipeline, {
    urls: { kinesis: kinesis.url, dynamodb: dynamodb.url },
    directory,
    rows: clients.rows,
    summaryRows: () => clients.rows(TABLES['call-insights']),
    quarantine,
    parts: {
      put: (records: readonly OutgoingRecord[]) => putRecords(stream, STREAM_NAME, records, systemClock),
      reader: createEventReader(table),
      insights: {
        summaries: createSummaryReader({ client, tableName: TABLES['call-insights'], clock: systemClock }),
        metrics: createMetricReader({ client, tableName: TABLES['call-insights'] }),
        conferences: createConferenceReader({ client, tableName: TABLES['call-insights'], clock: systemClock }),
      },
      eraser: createRowEraser({ ...table, tables: TABLES }),
      setAside: createFileSetAside({ directory }),
    },
    /** Of every run that comes, as if nobody had tampered. */
    heal() {
      pipeline.tamper = honest;
    },
    async stop() {
      await mapping.stop();
      clients.destroy();
      stream.destroy();
      client.destroy();
      await kinesis.close();
      await dynamodb.close();
      await rm(directory, { recursive: true });
    },
  });
}

export type TamperedPipeline = Awaited<ReturnType<typeof startTamperedPipeline>>;

/** The number of the audit's event that a record holds. */
export function numberOf({ kinesis }: KinesisStreamRecord): number {
  return Number(
    Buffer.from(kinesis.data, 'base64')
      .toString()
      .match(/audit-[\da-f]{12}-\d+-(\d{7})/)?.[1],
  );
}

/** Another row of the same event: its time was read in another way. */
export function aMillisecondLater(record: KinesisStreamRecord): KinesisStreamRecord {
  const event = JSON.parse(Buffer.from(record.kinesis.data, 'base64').toString());
  const timestamp = new Date(Date.parse(event.data.timestamp) + 1).toISOString();
  const data = Buffer.from(JSON.stringify({ ...event, data: { ...event.data, timestamp } })).toString('base64');
  return { ...record, kinesis: { ...record.kinesis, data } };
}
