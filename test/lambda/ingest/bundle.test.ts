import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { KinesisStreamRecord } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoDbClient, ensureTable, startDynamoDb } from '../../../local/embedded-dynamodb.ts';
import { cloudEvent, eventId, kinesisRecords, sequenceNumber } from '../../../samples/builders.ts';
import { ENV } from '../../../shared/environment.ts';
import { BUCKET, S3_CREDENTIALS, startS3 } from '../../embedded-s3.ts';
import { deployedFunction, metric } from '../bundle.ts';

let bundle: ReturnType<typeof deployedFunction>;
let s3: Awaited<ReturnType<typeof startS3>>;
let dynamodb: Awaited<ReturnType<typeof startDynamoDb>>;

beforeAll(async () => {
  bundle = deployedFunction('Ingest');
  s3 = await startS3();
  dynamodb = await startDynamoDb({ port: 0 });
  await ensureTable(dynamoDbClient(dynamodb.url));
}, 60_000);

afterAll(async () => {
  await s3.close();
  await dynamodb.close();
  bundle.remove();
});

function invoke(records: readonly KinesisStreamRecord[], env: Record<string, string> = {}) {
  return bundle.invoke(
    { Records: records },
    {
      AWS_ACCESS_KEY_ID: S3_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: S3_CREDENTIALS.secretAccessKey,
      AWS_ENDPOINT_URL_S3: s3.url,
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.url,
      [ENV.tableName]: 'call-events',
      [ENV.insightsTableName]: 'call-insights',
      [ENV.quarantineBucketName]: BUCKET,
      ...env,
    },
  );
}

describe('the deployed bundle', () => {
  it('stores a batch, quarantines what it cannot read, and says so in metrics and logs that quote nothing', async () => {
    const type = 'com.twilio.voice.insights.call-event.sdk';
    const { lines, response } = await invoke(
      kinesisRecords([
        cloudEvent({}, { level: 'ERROR', name: 'secret-name', sdk_edge: { metric: { values: [[1]] } } }),
        cloudEvent({}, { level: 'ERROR', name: 'secret-name', sdk_edge: { metric: { values: [[1]] } } }),
        cloudEvent({ id: eventId(2) }, { level: null, timestamp: '2099-01-01T00:00:00Z' }),
        cloudEvent({ id: eventId(3) }, { level: 'DEBUG', timestamp: '2026-11-18T12:00:00Z' }),
        Buffer.from('{"secret-name'),
        { type: 'com.twilio.eventstreams.test-event', id: 'AC1', data: '{"test_id":"95001c1e"}' },
        { type: 'com.twilio.error-logs.error.logged', id: 'x', data: {} },
        [],
      ]),
    );
    expect(response).toBe('{"batchItemFailures":[]}');

    const { Items = [] } = await dynamoDbClient(dynamodb.url).send(new ScanCommand({ TableName: 'call-events' }));
    expect(Items.map(({ level }) => level?.S).sort()).toEqual(['DEBUG', 'ERROR', 'UNKNOWN']);
    const { Contents = [] } = await s3.client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    expect(Contents.map(({ Key }) => Key)).toEqual([
      expect.stringMatching(/^quarantine\/2026\/11\/20\/shardId-000000000000-\d{56}\.json$/),
      expect.stringMatching(/^unsupported\/2026\/11\/20\/shardId-000000000000-\d{56}-\d{56}\.jsonl$/),
    ]);

    expect(metric(lines, 'EventsStored', { level: 'ERROR', type })).toEqual([1]);
    expect(metric(lines, 'EventsStored', { level: 'UNKNOWN', type })).toEqual([1]);
    expect(metric(lines, 'CallErrors')).toEqual([1]);
    expect(metric(lines, 'DuplicatesMerged')).toEqual([1]);
    expect(metric(lines, 'RecordsQuarantined')).toEqual([1]);
    expect(metric(lines, 'RecordsQuarantined', { reason: 'not-json' })).toEqual([1]);
    expect(metric(lines, 'SchemaMismatch', { path: 'sdk_edge.metric.values[]' })).toEqual([2]);
    expect(metric(lines, 'UnsupportedEvents', { type: 'com.twilio.error-logs.error.logged' })).toEqual([1]);
    expect(metric(lines, 'TestEvents')).toEqual([1]);
    expect(metric(lines, 'EmptyRecords')).toEqual([1]);
    expect(metric(lines, 'RecordsRetried')).toEqual([]);
    expect(metric(lines, 'ClockSkew')).toEqual([
      Date.parse('2099-01-01T00:00:00Z') - Date.parse('2026-11-20T12:00:00Z'),
    ]);
    expect(metric(lines, 'EventsBehind')).toEqual([1]);
    expect(metric(lines, 'ClockBehind')).toEqual([2 * 86_400_000]);
    expect(metric(lines, 'IngestLag')).toEqual([expect.any(Number)]);

    const logs = lines.map((line) => JSON.parse(line)).filter((line) => 'message' in line);
    expect(logs.sort((one, other) => one.message.localeCompare(other.message))).toMatchObject([
      { level: 'INFO', message: 'events of an unsupported type kept', count: 1 },
      {
        level: 'WARN',
        message: 'record quarantined',
        reason: 'not-json',
        event_id: expect.stringContaining(sequenceNumber(4)),
      },
      { level: 'INFO', message: 'test event received', test_id: '95001c1e' },
    ]);
    expect(lines.join('\n')).not.toContain('secret-name');
  }, 60_000);

  it('has few lines of log and few metrics, whatever somebody puts on the stream', async () => {
    const known = 'com.twilio.error-logs.error.logged';
    const types = Array.from({ length: 60 }, (_type, n) => (n < 30 ? `com.twilio.made-up.${n}` : `made-up-${n}`));
    const unsupported = [...types, known, known].map((type, id) => ({ type, id: `${id}`, data: {} }));
    const tests = Array(900).fill({ type: 'com.twilio.eventstreams.test-event', id: 'AC1', data: { test_id: 'x' } });
    const names = Object.fromEntries(Array.from({ length: 50 }, (_member, n) => [`made_up_${n}`, n]));
    const odd = cloudEvent({}, { ...names, sdk_edge: { ...names, metadata: names, error: 5 }, edge: {} });
    const bad = Array.from({ length: 50 }, (_record, n) => Buffer.from(`{no ${n}`));
    const { lines } = await invoke(kinesisRecords([unsupported, tests, odd, ...bad]));

    const logs = lines.map((line) => JSON.parse(line)).filter((line) => 'message' in line);
    const said = (message: string) => logs.filter((line) => line.message === message);
    expect(said('test event received')).toHaveLength(20);
    expect(said('more test events received')).toMatchObject([{ count: 880 }]);
    expect(said('record quarantined')).toHaveLength(20);
    expect(said('more records quarantined')).toMatchObject([{ count: 30 }]);
    expect(said('events of an unsupported type kept')).toHaveLength(11);
    expect(said('events of an unsupported type kept').find(({ type }) => type === '(other)')).toMatchObject({
      count: 51,
    });
    expect(metric(lines, 'UnsupportedEvents', { type: known })).toEqual([2]);
    expect(metric(lines, 'UnsupportedEvents', { type: '(other)' })).toEqual([60]);
    expect(metric(lines, 'TestEvents')).toEqual([900]);
    expect(metric(lines, 'RecordsQuarantined')).toEqual([50]);
    expect(lines.filter((line) => line.includes('"_aws"')).join('\n')).not.toContain('made');
    expect(lines.length).toBeLessThan(70);
  }, 60_000);

  it('gives the first record back where the table cannot be had, and logs why', async () => {
    const { lines, response } = await invoke(kinesisRecords([cloudEvent()]), { [ENV.tableName]: 'no-such-table' });
    expect(response).toBe(`{"batchItemFailures":[{"itemIdentifier":"${sequenceNumber(0)}"}]}`);
    expect(metric(lines, 'RecordsRetried')).toEqual([1]);
    expect(lines.filter((line) => line.includes('"level":"ERROR"')).map((line) => JSON.parse(line))).toMatchObject([
      { message: 'records left for another delivery', retried: 1, error: { name: 'ResourceNotFoundException' } },
    ]);
  }, 60_000);

  it('says what it is called with where it is called by hand with something else', async () => {
    const { response, stderr } = await bundle.invoke(
      {},
      {
        [ENV.tableName]: 'x',
        [ENV.insightsTableName]: 'x',
        [ENV.quarantineBucketName]: 'x',
      },
    );
    expect(response).toBeUndefined();
    expect(stderr).toContain('expected {"Records":[…]}');
  });

  it('does not start without its configuration, and names what is missing', async () => {
    const { response, stderr } = await invoke([], { [ENV.tableName]: '' });
    expect(response).toBeUndefined();
    expect(stderr).toContain('TABLE_NAME is not set');
  });

  it('is made of code that deletes nothing: BatchWriteItem may, by the permission it needs', () => {
    const sources = filesOf('.mjs.map').flatMap((map): string[] => JSON.parse(readFileSync(map, 'utf8')).sources);
    const ours = sources.filter((source) => /\/(lambda|shared)\//.test(source) && !source.includes('node_modules'));
    expect(ours.length).toBeGreaterThan(20);
    const code = ours.map((source) => readFileSync(path.resolve(path.dirname(bundle.file), source), 'utf8'));
    expect(code.filter((file) => /delete(request|item|object)/i.test(file))).toEqual([]);
  });

  it('is ES modules and their source maps, without the sources a second time', () => {
    expect(bundle.files).toContain('index.mjs');
    expect(bundle.files.filter((name) => !/\.mjs(\.map)?$/.test(name))).toEqual([]);
    for (const map of filesOf('.mjs.map')) {
      expect(JSON.parse(readFileSync(map, 'utf8'))).not.toHaveProperty('sourcesContent');
    }
  });

  it('loads the client of S3 only when there is something to put aside', () => {
    const holdsClient = (file: string) => readFileSync(file, 'utf8').includes('PutObject');
    expect(filesOf('.mjs').filter(holdsClient)).toHaveLength(1);
    expect(loadedAtStart(bundle.file).filter(holdsClient)).toEqual([]);
  });

  it('is no larger than what it needs', () => {
    const bytes = (files: readonly string[]) => files.reduce((total, file) => total + statSync(file).size, 0);
    expect(bytes(filesOf('.mjs'))).toBeLessThan(510 * 1024);
    expect(bytes(loadedAtStart(bundle.file))).toBeLessThan(400 * 1024);
  });
});

/** Paths of what is deployed and ends so. */
function filesOf(ending: string): string[] {
  const folder = path.dirname(bundle.file);
  return bundle.files.filter((name) => name.endsWith(ending)).map((name) => path.join(folder, name));
}

/** A file of code, and all that it imports without being asked for it. */
function loadedAtStart(file: string): string[] {
  const loaded = new Set([file]);
  // It grows while it is walked.
  for (const one of loaded) {
    for (const [, name = ''] of readFileSync(one, 'utf8').matchAll(/(?:from|import)\s*"(\.\/[^"]+)"/g)) {
      loaded.add(path.join(path.dirname(one), name));
    }
  }
  return [...loaded];
}
