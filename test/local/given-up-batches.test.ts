import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFileDestination } from '../../local/given-up-batches.ts';
import { createFileSetAside } from '../../operations/set-aside/file-set-aside.ts';
import { readObject } from '../../operations/set-aside/kept-object.ts';
import { cloudEvent, kinesisRecords, SHARD_ID, sequenceNumber } from '../../samples/builders.ts';

const NOW = Date.parse('2026-11-21T12:34:56.789Z');

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-test-'));
});
afterEach(() => rm(directory, { recursive: true }));

it('keeps a batch as Lambda does, by mapping, shard and day, so that redrive reads the records it held', async () => {
  const records = kinesisRecords([cloudEvent(), Buffer.from('no JSON')]);
  const keep = createFileDestination({ directory, clock: { now: () => NOW } });
  const condition = 'RetryAttemptsExhausted';
  const file = await keep({ shardId: SHARD_ID, condition, records, invokeCount: 3 });
  await keep({ shardId: SHARD_ID, condition, records: records.slice(1), invokeCount: 3 });

  const files = createFileSetAside({ directory });
  const keys = await Array.fromAsync(files.keys('aws/lambda/'));
  const name = `aws/lambda/local/${SHARD_ID}/2026/11/21/2026-11-21T12.34.56.789Z`;
  expect(keys).toEqual([`${name}-${sequenceNumber(0)}`, `${name}-${sequenceNumber(1)}`]);
  expect(file).toBe(path.join(directory, keys[0] ?? ''));
  const texts = await Promise.all(keys.map(async (key) => String(await files.get(key))));
  expect(keys.map((key, index) => readObject(key, texts[index] ?? ''))).toEqual([
    { kind: 'given-up', records },
    { kind: 'given-up', records: records.slice(1) },
  ]);
  expect(JSON.parse(texts[0] ?? '')).toMatchObject({
    requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
    timestamp: '2026-11-21T12:34:56.789Z',
    KinesisBatchInfo: {
      shardId: SHARD_ID,
      startSequenceNumber: sequenceNumber(0),
      endSequenceNumber: sequenceNumber(1),
      approximateArrivalOfFirstRecord: '2026-11-20T12:00:00.000Z',
      batchSize: 2,
    },
  });
});

it('says of records that were too old that they were, and nothing of an answer where they were never delivered', async () => {
  const records = kinesisRecords([cloudEvent()]);
  const keep = createFileDestination({ directory, clock: { now: () => NOW } });
  const files = [0, 1].map(async (invokeCount) => {
    const batch = {
      shardId: `${SHARD_ID}${invokeCount}`,
      condition: 'RecordAgeExceeded',
      records,
      invokeCount,
    } as const;
    return JSON.parse(await readFile(await keep(batch), 'utf8'));
  });
  const [never, once] = await Promise.all(files);
  expect(never).toMatchObject({
    requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 0 },
    KinesisBatchInfo: { batchSize: 1 },
  });
  expect(never).not.toHaveProperty('responseContext');
  expect(once).toHaveProperty('responseContext');
});
