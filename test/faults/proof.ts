import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import pLimit from 'p-limit';
import { readObject } from '../../cli/set-aside/kept-object.ts';
import { createFileSetAside } from '../../lambda/quarantine/file-set-aside.ts';
import { dynamoDbClient, ensureTable, startDynamoDb } from '../../local/embedded-dynamodb.ts';
import { ensureStream, kinesisClient, startKinesis } from '../../local/embedded-kinesis.ts';
import { STREAM_NAME, TABLE_NAME } from '../../local/names.ts';
import { type OutgoingRecord, putRecords } from '../../local/put-records.ts';
import { createRandom } from '../../local/samples/random.ts';
import { sampleEvents } from '../../local/samples/sample-calls.ts';
import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import type { Clock } from '../../shared/clock.ts';
import { ENV } from '../../shared/environment.ts';
import { BUCKET, S3_CREDENTIALS, startS3 } from '../embedded-s3.ts';
import { type ProxyFault, randomFaults, startFaultProxy } from './fault-proxy.ts';

export interface ProofOptions {
  events: number;
  /** How often the process is killed. */
  kills: number;
  seed: number;
  /** Of the calls to the table, how many fail. */
  share: number;
  clock: Clock;
  /** What is invoked. @default the deployed handler's module */
  handler?: string;
  /** Without a call to the table for so long, what is missing will not come. @default 30 000 */
  stalledMs?: number;
  onProgress?: (done: number, of: number) => void;
}

/** Every record that was sent, and what became of it. */
export interface ProofResult {
  sent: number;
  stored: number;
  quarantined: number;
  givenUp: number;
  /** Of the events, those that are nowhere. */
  missing: string[];
  /** Of the rows and the quarantined records, those that are there twice, or that nobody sent. */
  doubled: string[];
  calls: number;
  faults: ReadonlyMap<ProxyFault, number>;
  kills: number;
}

/** One record in so many cannot be read. */
const BAD_EVERY = 100;
const POLL_MS = 200;
const READS_IN_FLIGHT = 16;
const QUIET_MS = 1_000;
const HANDLER = path.join(import.meta.dirname, '../../lambda/ingest/handler.ts');
const PIPELINE = path.join(import.meta.dirname, 'pipeline-process.ts');

/**
 * Sends numbered events through the embedded Kinesis, the deployed handler and the embedded DynamoDB while calls to
 * the table fail and the process is killed, and accounts for each.
 */
export async function prove(options: ProofOptions): Promise<ProofResult> {
  const { events, kills, seed, share, clock, handler = HANDLER, stalledMs = 30_000 } = options;
  const random = createRandom(seed);
  const directory = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-faults-'));
  const [kinesis, dynamodb, s3] = await Promise.all([startKinesis({ port: 0 }), startDynamoDb({ port: 0 }), startS3()]);
  const stream = kinesisClient(kinesis.url);
  const table = dynamoDbClient(dynamodb.url);
  await ensureTable(table);
  const { streamArn } = await ensureStream(stream);
  const proxy = await startFaultProxy({ target: dynamodb.url, plan: randomFaults(random, share) });

  const startProcess = () =>
    spawn(process.execPath, [PIPELINE], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...ANY_LAMBDA,
        DATA_DIR: directory,
        HANDLER: handler,
        KINESIS: kinesis.url,
        STREAM_ARN: streamArn,
        AWS_ENDPOINT_URL_DYNAMODB: proxy.url,
        AWS_ENDPOINT_URL_S3: s3.url,
      },
    });
  const running = createKillable(startProcess);
  try {
    const records = recordsToSend(events, seed);
    const killAt = Array.from({ length: kills }, (_kill, index) => ((index + random.next()) / kills) * records.length);
    await putRecords(
      stream,
      STREAM_NAME,
      records.map(({ record }) => record),
      clock,
    );

    let killed = 0;
    let calls = 0;
    let quietMs = 0;
    for (;;) {
      await clock.sleep(POLL_MS);
      options.onProgress?.(proxy.itemsForwarded(), records.length);
      if (killed < kills && proxy.itemsForwarded() >= (killAt[killed] ?? 0)) {
        killed += 1;
        await running.kill();
      }
      quietMs = proxy.calls() === calls ? quietMs + POLL_MS : 0;
      calls = proxy.calls();
      // To look at every row keeps the embedded servers from everything else for seconds, so only when it may be over.
      if (quietMs < QUIET_MS || (proxy.itemsForwarded() < events && quietMs < stalledMs)) continue;
      const found = await account(records, table, s3.client, directory);
      if (found.missing.length > 0 && quietMs < stalledMs) continue;
      return { ...found, sent: records.length, calls, faults: proxy.faults, kills: killed };
    }
  } finally {
    await running.end();
    await Promise.all([proxy.close(), s3.close()]);
    table.destroy();
    stream.destroy();
    await Promise.all([kinesis.close(), dynamodb.close()]);
    await rm(directory, { recursive: true });
  }
}

const ANY_LAMBDA = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: S3_CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: S3_CREDENTIALS.secretAccessKey,
  POWERTOOLS_SERVICE_NAME: 'VoiceInsightsSink',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  [ENV.tableName]: TABLE_NAME,
  [ENV.quarantineBucketName]: BUCKET,
};

/** A process that is there again at once when it is killed. */
function createKillable(start: () => ChildProcess) {
  let child = start();
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return {
    end,
    async kill() {
      await end();
      child = start();
    },
  };
}

interface SentRecord {
  /** Of the event; of a record that cannot be read, its bytes. */
  name: string;
  isBad: boolean;
  record: OutgoingRecord;
}

function recordsToSend(events: number, seed: number): SentRecord[] {
  const startMs = Date.parse('2026-11-20T12:00:00Z');
  const sent: SentRecord[] = [];
  for (const event of sampleEvents({ seed, events, startMs, mix: 'realistic' })) {
    const partitionKey = event.data.call_sid;
    if (sent.length % BAD_EVERY === 0) {
      const name = `no JSON ${sent.length}`;
      sent.push({ name, isBad: true, record: { partitionKey, data: Buffer.from(name) } });
    }
    sent.push({ name: event.id, isBad: false, record: { partitionKey, data: Buffer.from(JSON.stringify(event)) } });
  }
  return sent;
}

type Found = Pick<ProofResult, 'stored' | 'quarantined' | 'givenUp' | 'missing' | 'doubled'>;

/** Looks at every row and every object there is. */
async function account(
  sent: readonly SentRecord[],
  table: DynamoDBClient,
  s3: S3Client,
  directory: string,
): Promise<Found> {
  const [rows, quarantined, givenUp] = await Promise.all([
    rowIds(table),
    quarantinedTexts(s3),
    givenUpNames(directory),
  ]);
  const good = new Set(sent.filter(({ isBad }) => !isBad).map(({ name }) => name));
  const bad = new Set(sent.filter(({ isBad }) => isBad).map(({ name }) => name));
  const [stored, kept] = [new Set(rows), new Set(quarantined)];
  const isSomewhere = (name: string) => stored.has(name) || kept.has(name) || givenUp.has(name);
  return {
    stored: rows.length,
    quarantined: quarantined.length,
    givenUp: givenUp.size,
    missing: sent.map(({ name }) => name).filter((name) => !isSomewhere(name)),
    doubled: [...twiceOrUnknown(rows, good), ...twiceOrUnknown(quarantined, bad)],
  };
}

function twiceOrUnknown(found: readonly string[], expected: ReadonlySet<string>): string[] {
  const seen = new Set<string>();
  return found.filter((name) => {
    const isNew = !seen.has(name);
    seen.add(name);
    return !isNew || !expected.has(name);
  });
}

async function rowIds(client: DynamoDBClient): Promise<string[]> {
  const pages = paginateScan({ client }, { TableName: TABLE_NAME, ProjectionExpression: 'event_id' });
  const ids: string[] = [];
  for await (const { Items = [] } of pages) ids.push(...Items.map(({ event_id }) => event_id?.S ?? ''));
  return ids;
}

/** What the quarantined records say, from S3. */
async function quarantinedTexts(client: S3Client): Promise<string[]> {
  const pages = paginateListObjectsV2({ client }, { Bucket: BUCKET, Prefix: BUCKET_PREFIX.quarantine });
  const keys = (await Array.fromAsync(pages)).flatMap(({ Contents = [] }) => Contents.map(({ Key }) => Key));
  const atOnce = pLimit(READS_IN_FLIGHT);
  const read = async (Key: string | undefined) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    return (await Body?.transformToString()) ?? '';
  };
  const texts = await Promise.all(keys.map((key) => atOnce(read, key)));
  // Of a put that was cut off the embedded server keeps an empty object; S3 keeps nothing.
  const whole = texts.filter((text) => text !== '');
  return whole.map((text) => Buffer.from(JSON.parse(text).data, 'base64').toString());
}

async function givenUpNames(directory: string): Promise<Set<string>> {
  const files = createFileSetAside({ directory });
  const names = new Set<string>();
  for await (const key of files.keys(BUCKET_PREFIX.givenUp)) {
    const object = readObject(key, (await files.get(key)) ?? '');
    if (object.kind !== 'given-up') continue;
    for (const { kinesis } of object.records) {
      const text = Buffer.from(kinesis.data, 'base64').toString();
      names.add(text.startsWith('{') ? JSON.parse(text).id : text);
    }
  }
  return names;
}
