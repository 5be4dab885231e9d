import { randomUUID } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BatchReport } from '../../lambda/ingest/report.ts';
import type { QuarantinedRecord } from '../../lambda/quarantine/quarantine.ts';
import { dynamoDbClient } from '../../local/embedded-dynamodb.ts';
import { kinesisClient } from '../../local/embedded-kinesis.ts';
import { type Pipeline, startPipeline } from '../../local/pipeline.ts';
import { type OutgoingRecord, putRecords } from '../../operations/stream/put-records.ts';
import { sampleEvents } from '../../samples/sample-calls.ts';
import { systemClock } from '../../shared/clock.ts';
import { isNightly } from '../nightly.ts';
import { BAD_RECORDS } from './bad-records.ts';
import { SETTINGS } from './running-pipeline.ts';

const EVENTS = isNightly ? 10_000 : 2_000;
const BAD = 100;
const EMPTY_LISTS = 5;

const reports: BatchReport[] = [];
let pipeline: Pipeline;

beforeAll(async () => {
  pipeline = await startPipeline({
    settings: SETTINGS,
    clock: systemClock,
    onBatch: (report) => void reports.push(report),
  });
});
afterAll(async () => {
  await pipeline.stop();
  await rm(path.dirname(pipeline.ready.quarantine), { recursive: true });
});

async function allRows(): Promise<string[]> {
  const client = dynamoDbClient(pipeline.ready.dynamodb);
  const ids: string[] = [];
  let ExclusiveStartKey: Record<string, { S: string }> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: 'call-events', ExclusiveStartKey }));
    for (const item of page.Items ?? []) ids.push(String(item.event_id?.S));
    ExclusiveStartKey = page.LastEvaluatedKey as typeof ExclusiveStartKey;
  } while (ExclusiveStartKey !== undefined);
  return ids;
}

async function quarantined(): Promise<QuarantinedRecord[]> {
  const files = await readdir(pipeline.ready.quarantine);
  const texts = await Promise.all(files.map((file) => readFile(path.join(pipeline.ready.quarantine, file), 'utf8')));
  return texts.map((text) => JSON.parse(text));
}

it('makes a row of every good event of a stream with bad records in it, and says why of each bad one', async () => {
  const good = [...sampleEvents({ seed: 7, events: EVENTS, startMs: Date.now(), mix: 'realistic' })];
  const records: OutgoingRecord[] = good.map((event) => ({
    partitionKey: event.data.call_sid,
    data: Buffer.from(JSON.stringify(event)),
  }));
  const sent = Array.from({ length: BAD }, (_bad, index) => BAD_RECORDS[index % BAD_RECORDS.length]);
  const mixedIn = [
    ...sent.map((bad) => bad?.data ?? Buffer.from('')),
    ...Array<Buffer>(EMPTY_LISTS).fill(Buffer.from('[]')),
  ];
  for (const [index, data] of mixedIn.entries()) {
    records.splice(index * 95, 0, { partitionKey: randomUUID(), data });
  }
  await putRecords(kinesisClient(pipeline.ready.kinesis), 'call-events', records, systemClock);

  const acknowledged = () => reports.reduce((sum, report) => sum + report.records, 0);
  await expect.poll(acknowledged, { timeout: 60_000, interval: 100 }).toBe(records.length);

  expect((await allRows()).sort()).toEqual(good.map(({ id }) => id).sort());
  const found = await quarantined();
  const bytes = (data: string) => Buffer.from(data, 'base64').toString('hex');
  expect(found.map(({ data }) => bytes(data)).sort()).toEqual(sent.map((bad) => bad?.data.toString('hex')).sort());
  for (const { what, data, reason, detail } of BAD_RECORDS) {
    const entries = found.filter((entry) => bytes(entry.data) === data.toString('hex'));
    expect(entries.length, what).toBeGreaterThan(0);
    for (const entry of entries) {
      expect(entry, what).toMatchObject({ reason });
      expect(entry.detail, what).toMatch(detail);
    }
  }
  expect(reports.reduce((sum, { emptyRecords }) => sum + emptyRecords, 0)).toBe(EMPTY_LISTS);
  // No record was delivered a second time: a bad one was no failure, so nothing behind it waited.
  expect(reports.every(({ retried }) => retried === 0)).toBe(true);
}, 90_000);
