import { readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { type AttributeValue, paginateScan } from '@aws-sdk/client-dynamodb';
import { expect, vi } from 'vitest';
import type { BatchReport } from '../../lambda/ingest/report.ts';
import { dynamoDbClient } from '../../local/embedded-dynamodb.ts';
import { kinesisClient } from '../../local/embedded-kinesis.ts';
import { listen } from '../../local/embedded-server.ts';
import { STREAM_NAME, TABLE_NAME } from '../../local/names.ts';
import { startPipeline } from '../../local/pipeline.ts';
import type { Ready } from '../../local/ready-file.ts';
import type { LocalSettings } from '../../local/settings.ts';
import type { GivenUpBatch } from '../../local/shard-consumer.ts';
import { putRecords } from '../../operations/stream/put-records.ts';
import { ACCOUNT_SID, CALL_SID, CONFIG } from '../../samples/builders.ts';
import type { SteadyClock } from '../../shared/clock.ts';
import { systemClock } from '../../shared/clock.ts';

export type Row = Record<string, AttributeValue>;

/** Clients of a pipeline that runs, here or in another process. */
export function pipelineClients({ kinesis, dynamodb }: Pick<Ready, 'kinesis' | 'dynamodb'>) {
  const stream = kinesisClient(kinesis);
  const table = dynamoDbClient(dynamodb);
  return {
    table,
    /** Each value is one record: bytes as they are, anything else as JSON. All on one shard, in this order. */
    put: (...values: unknown[]) =>
      putRecords(
        stream,
        STREAM_NAME,
        values.map((value) => ({
          partitionKey: CALL_SID,
          data: value instanceof Uint8Array ? value : Buffer.from(JSON.stringify(value)),
        })),
        systemClock,
      ),
    async rows(tableName = TABLE_NAME): Promise<Row[]> {
      const pages = await Array.fromAsync(paginateScan({ client: table }, { TableName: tableName }));
      return pages.flatMap(({ Items = [] }) => Items);
    },
    destroy() {
      stream.destroy();
      table.destroy();
    },
  };
}

const BEGIN_MS = Date.now();
const TIMES_AS_FAST = 10;

/** Waits for batches to fill are most of a pipeline's time. */
export const fastClock: SteadyClock = {
  now: () => BEGIN_MS + (Date.now() - BEGIN_MS) * TIMES_AS_FAST,
  elapsed: () => systemClock.elapsed() * TIMES_AS_FAST,
  sleep: (ms, signal) => systemClock.sleep(ms / TIMES_AS_FAST, signal),
  random: Math.random,
};

/** Free ports, no samples. */
export const SETTINGS: LocalSettings = {
  port: 0,
  kinesisPort: 0,
  dynamoDbPort: 0,
  playSamples: false,
  accountSid: ACCOUNT_SID,
  authToken: 'a'.repeat(32),
  config: CONFIG,
};

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = await listen(createServer(), 0, 'PORT');
  await server.close();
  return Number(new URL(server.url).port);
}

/** A pipeline in this process on free ports, without samples, and what came of what it was sent. */
export async function runPipeline(settings: Partial<LocalSettings> = {}, clock = fastClock) {
  const reports: BatchReport[] = [];
  const troubles: unknown[] = [];
  const losses: string[] = [];
  const givenUp: { batch: GivenUpBatch; file: string }[] = [];
  const pipeline = await startPipeline({
    settings: { ...SETTINGS, ...settings },
    clock,
    onBatch: (report) => void reports.push(report),
    onLoss: (sentence) => void losses.push(sentence),
    onGivenUp: (batch, file) => void givenUp.push({ batch, file }),
    onTrouble: (_shardId, error) => void troubles.push(error),
  });
  const clients = pipelineClients(pipeline.ready);
  const directory = path.dirname(pipeline.ready.quarantine);
  const acknowledged = () => reports.reduce((sum, { records }) => sum + records, 0);
  return {
    ...clients,
    ready: pipeline.ready,
    directory,
    reports,
    troubles,
    givenUp,
    losses,
    /** Puts records and waits until each is safe. */
    async ingest(...values: unknown[]) {
      const expected = acknowledged() + values.length;
      await clients.put(...values);
      // A batch that outlasts its invocation is delivered again, and counted twice.
      await vi.waitFor(() => expect(acknowledged()).toBeGreaterThanOrEqual(expected), {
        timeout: 40_000,
        interval: 20,
      });
    },
    /** The texts of the files in one of the pipeline's folders. */
    async files(folder: 'quarantine' | 'unsupported') {
      const names = await readdir(path.join(directory, folder));
      return Promise.all(names.map((name) => readFile(path.join(directory, folder, name), 'utf8')));
    },
    async stop() {
      clients.destroy();
      await pipeline.stop();
    },
    /** What a pipeline with bad records leaves for people to read. */
    removeFiles: () => rm(directory, { recursive: true, force: true }),
  };
}

export type RunningPipeline = Awaited<ReturnType<typeof runPipeline>>;
