import type { KinesisStreamRecord } from 'aws-lambda';
import * as z from 'zod';
import type { QuarantinedRecord } from '../../lambda/quarantine/quarantine.ts';
import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import { utcTime } from '../../shared/utc-time.ts';

/** What one object holds, as the records that came from the stream. `problem`: why nothing can be done with it. */
export type KeptObject =
  | { kind: 'quarantined'; record: QuarantinedRecord; records: readonly [KinesisStreamRecord] }
  | { kind: 'given-up'; records: readonly KinesisStreamRecord[] }
  | { kind: 'bad'; problem: string };

const text = z.string('expected a text');

/** As much of it as a record is rebuilt from. */
const Quarantined = z.looseObject({
  reason: text,
  streamArn: text,
  shardId: text,
  sequenceNumber: text,
  partitionKey: text,
  arrivedAt: z.string('expected a time').refine((time) => utcTime(time) !== undefined, 'expected an ISO 8601 time'),
  data: text,
});

/** The last that JavaScript has. */
const MAX_SECONDS = 8_640_000_000_000;

const Invocation = z.looseObject({
  Records: z.array(
    z.looseObject({
      eventID: text,
      eventSourceARN: text,
      kinesis: z.looseObject({
        data: text,
        sequenceNumber: text,
        partitionKey: text,
        approximateArrivalTimestamp: z.number('expected a time in seconds').min(0).max(MAX_SECONDS),
      }),
    }),
    'expected a list of records',
  ),
});

/** Lambda's own layout: the whole invocation, as JSON in JSON. https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html */
const GivenUp = z.looseObject({ payload: text });

/** @param key that under which it was kept first, not that under `redriven/` */
export function readObject(key: string, body: string): KeptObject {
  return key.startsWith(BUCKET_PREFIX.givenUp) ? readGivenUp(body) : readQuarantined(body);
}

function readQuarantined(body: string): KeptObject {
  const parsed = parse(Quarantined, body);
  if (!parsed.ok) return { kind: 'bad', problem: parsed.problem };
  // The reason and what describes it are for people; the schema above is all that is relied on.
  const record = parsed.value as unknown as QuarantinedRecord;
  return { kind: 'quarantined', record, records: [toKinesisRecord(record)] };
}

function readGivenUp(body: string): KeptObject {
  const object = parse(GivenUp, body);
  if (!object.ok) return { kind: 'bad', problem: object.problem };
  const invocation = parse(Invocation, object.value.payload);
  if (!invocation.ok) return { kind: 'bad', problem: `payload: ${invocation.problem}` };
  return { kind: 'given-up', records: invocation.value.Records as unknown as KinesisStreamRecord[] };
}

/** The record as Lambda once gave it to ingest, so that the same item is made of it. */
function toKinesisRecord(record: QuarantinedRecord): KinesisStreamRecord {
  return {
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: record.partitionKey,
      sequenceNumber: record.sequenceNumber,
      data: record.data,
      approximateArrivalTimestamp: Date.parse(utcTime(record.arrivedAt) ?? '') / 1000,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${record.shardId}:${record.sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: '',
    awsRegion: record.streamArn.split(':')[3] ?? '',
    eventSourceARN: record.streamArn,
  };
}

function parse<Value>(
  schema: z.ZodType<Value>,
  json: string,
): { ok: true; value: Value } | { ok: false; problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    // The parser's message quotes what people said.
    return { ok: false, problem: 'not JSON' };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') ?? '';
  return { ok: false, problem: path === '' ? 'not an object' : `${path}: ${issue?.message}` };
}
