import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createIngest } from '../lambda/ingest/ingest.ts';
import type { BatchReport } from '../lambda/ingest/report.ts';
import { createFileQuarantine } from '../lambda/quarantine/file-quarantine.ts';
import { createItemWriter } from '../lambda/store/item-writer.ts';
import type { SteadyClock } from '../shared/clock.ts';
import { startAlerts } from './alerts.ts';
import { AS_DEPLOYED } from './as-deployed.ts';
import { ALERTS, ARCHIVE_FOLDER, openDataFolder } from './data-folder.ts';
import { dynamoDbClient, ensureTables, startDynamoDb } from './embedded-dynamodb.ts';
import { ensureStream, kinesisClient, startKinesis } from './embedded-kinesis.ts';
import { startEventSourceMapping } from './event-source-mapping.ts';
import { startExpiry } from './expired-rows.ts';
import { createFileDestination } from './given-up-batches.ts';
import { createKinesisSource } from './kinesis-source.ts';
import { startLocalArchive } from './local-archive.ts';
import { STREAM_NAME, TABLES } from './names.ts';
import { putSamples } from './play-samples.ts';
import { startReadApi } from './read-api.ts';
import { type Ready, requireNoOther } from './ready-file.ts';
import type { LocalSettings } from './settings.ts';
import type { GivenUpBatch } from './shard-consumer.ts';
import { forgetStaleCheckpoints } from './stale-checkpoints.ts';

export interface PipelineOptions {
  settings: LocalSettings;
  clock: SteadyClock;
  /** Told what came of every batch. */
  onBatch?: (report: BatchReport) => void;
  /** Told, in a sentence, of what is no longer there since the last run. */
  onLoss?: (sentence: string) => void;
  /** Told of a batch that is not delivered any more, and of the file that it lies in. */
  onGivenUp?: (batch: GivenUpBatch, file: string) => void;
  /** Told of what is tried again in a shard, and of a request to the read API that failed. */
  onTrouble?: (where: string, error: unknown) => void;
}

export interface Pipeline {
  ready: Ready;
  /**
   * Stops reading and leaves the rest to the end of the process, which the databases survive however it comes. They do
   * not survive being closed under a request: dynalite throws then, and leveldown may crash.
   */
  end(): Promise<void>;
  /** Closes everything, for a process that goes on; what was kept nowhere else is gone then. */
  stop(): Promise<void>;
}

/** Less than the deployed function has: trouble is said when an invocation ends, and here somebody is watching. */
const FUNCTION_TIMEOUT_MS = 10_000;
/** To end an invocation in; one that takes longer is delivered again at the next start. */
const STOP_MS = 1_000;

/**
 * The whole flow in this process: stream → event source mapping → ingest → table, on the real APIs.
 * @throws LocalError where a port or the folder cannot be had
 */
export async function startPipeline(options: PipelineOptions): Promise<Pipeline> {
  const { settings, clock } = options;
  const opened: { close(): Promise<void> }[] = [];
  const keep = <Closable extends { close(): Promise<void> }>(closable: Closable): Closable => {
    opened.unshift(closable);
    return closable;
  };
  const closeAll = async () => {
    for (const closable of opened) await closable.close();
  };
  try {
    await requireNoOther(settings.port);
    const folder = keep(await openDataFolder(settings.dataDir));
    const checkpoints = keep(await folder.checkpoints('checkpoints'));
    const archived = keep(await folder.checkpoints('archive-checkpoints'));
    const archiveFolder = path.join(folder.directory, ARCHIVE_FOLDER);
    const kinesis = keep(
      await startKinesis({ port: settings.kinesisPort, directory: await folder.database('kinesis') }),
    );
    const dynamodb = keep(
      await startDynamoDb({ port: settings.dynamoDbPort, directory: await folder.database('dynamodb') }),
    );
    const stream = kinesisClient(kinesis.url);
    const table = dynamoDbClient(dynamodb.url);
    const { created: isTableNew } = await ensureTables(table);
    const { streamArn, created } = await ensureStream(stream);
    const ofStream = { client: stream, streamName: STREAM_NAME };
    const losses = [
      ...(await forgetStaleCheckpoints({ ...ofStream, checkpoints, isNew: isTableNew, keptIn: 'table' })),
      ...(await forgetStaleCheckpoints({
        ...ofStream,
        checkpoints: archived,
        isNew: !existsSync(archiveFolder),
        keptIn: 'archive',
      })),
    ];
    for (const sentence of new Set(losses)) options.onLoss?.(sentence);
    // Also of a pipeline that has nothing to archive: a folder that is not there was lost.
    await mkdir(archiveFolder, { recursive: true });
    const api = keep(
      await startReadApi({
        settings,
        dynamodb: dynamodb.url,
        archive: archiveFolder,
        clock,
        onTrouble: (error) => options.onTrouble?.('read API', error),
      }),
    );
    const ingest = createIngest({
      store: createItemWriter({ client: table, tables: TABLES, clock }),
      quarantine: createFileQuarantine({ directory: folder.directory }),
      config: settings.config,
      clock,
    });
    const keepGivenUp = createFileDestination({ directory: folder.directory, clock });
    const source = createKinesisSource({ client: stream, streamName: STREAM_NAME, streamArn });
    const onFailure = async (batch: GivenUpBatch) => {
      const file = await keepGivenUp(batch);
      options.onGivenUp?.(batch, file);
    };
    const mapping = await startEventSourceMapping({
      ...AS_DEPLOYED,
      source,
      checkpoints,
      onFailure,
      clock,
      onTrouble: (shardId, error) => options.onTrouble?.(`${shardId}: will be tried again`, error),
      functionTimeoutMs: FUNCTION_TIMEOUT_MS,
      invoke: async ({ Records }, context) => {
        const { response, report } = await ingest(Records, context);
        options.onBatch?.(report);
        return response;
      },
    });
    const archive = await startLocalArchive({
      directory: archiveFolder,
      source,
      checkpoints: archived,
      config: settings.config,
      clock,
      onFailure,
      onTrouble: (where, error) => options.onTrouble?.(where, error),
    });
    const expiry = startExpiry({
      client: table,
      tables: TABLES,
      clock,
      onTrouble: (error) => options.onTrouble?.('rows that have expired', error),
    });
    const alerts = startAlerts({
      client: table,
      indexedLevels: settings.config.indexedLevels,
      directory: path.join(folder.directory, ALERTS),
      clock,
      onTrouble: (error) => options.onTrouble?.('alert', error),
    });
    const atRest = async () => void (await Promise.all([mapping.stop(), archive.stop(), expiry.stop(), alerts.stop()]));
    keep({ close: atRest });
    // A stream that was there before has them already.
    if (settings.playSamples && created) await putSamples(stream, clock);
    const ready: Ready = {
      api: api.url,
      kinesis: kinesis.url,
      dynamodb: dynamodb.url,
      accountSid: settings.accountSid,
      authToken: settings.authToken,
      port: Number(new URL(api.url).port),
      quarantine: path.join(folder.directory, 'quarantine'),
      archive: archiveFolder,
      ...settings.config,
      pid: process.pid,
    };
    const end = async () => {
      await Promise.race([atRest(), clock.sleep(STOP_MS)]);
      await folder.close();
    };
    return { ready, end, stop: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}
