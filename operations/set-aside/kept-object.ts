import type { KinesisStreamRecord } from 'aws-lambda';
import * as z from 'zod';
import type { QuarantinedRecord } from '../../lambda/quarantine/quarantine.ts';
import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { utcTime } from '../../shared/utc-time.ts';
import { GIVEN_UP, type KeptFor, UNSUPPORTED } from './kept-for.ts';
import { toKinesisRecord } from './kinesis-record.ts';
import { BINARY } from './unpack.ts';
import { readUnsupported, type UnsupportedLine } from './unsupported-lines.ts';

/** What one object holds, as the records that came from the stream. `problem`: why nothing can be done with it. */
export type KeptObject =
  | { kind: 'quarantined'; record: QuarantinedRecord; records: readonly [KinesisStreamRecord] }
  | { kind: 'given-up'; records: readonly KinesisStreamRecord[] }
  /** Of its lines those whose type is known by now. */
  | { kind: 'unsupported'; records: readonly KinesisStreamRecord[]; lines: readonly UnsupportedLine[] }
  | { kind: 'bad'; problem: string };

/** One that something can be done with. */
export type ReadObject = Exclude<KeptObject, { kind: 'bad' }>;

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

/** What is no record among them is ingest's affair, as it was the first time. */
const Invocation = z.looseObject({ Records: z.array(z.unknown(), 'expected a list of records') });

/**
 * Lambda's own layout: the whole invocation, as JSON in JSON; an object of its own where somebody wrote it by hand.
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
const GivenUp = z.looseObject({
  payload: z.union([z.string(), z.looseObject({})], 'expected the invocation, an object or its JSON'),
});

/** What JSON has to escape, but for the white space between its parts. */
const NO_JSON = /[^\P{Cc}\t\n\r\x7f-\x9f]/u;

/** @param key that under which it was kept first, not that under `redriven/` */
export function readObject(key: string, body: string): KeptObject {
  if (key.startsWith(BUCKET_PREFIX.givenUp)) return readGivenUp(body);
  if (!key.startsWith(BUCKET_PREFIX.unsupported)) return readQuarantined(body);
  // Packed, or of another encoding: what looks like its lines is none, and would fill the quarantine.
  if (NO_JSON.test(body)) return { kind: 'bad', problem: BINARY };
  const lines = readUnsupported(key, body);
  return { kind: 'unsupported', records: lines.flatMap(({ record }) => record ?? []), lines };
}

function readQuarantined(body: string): KeptObject {
  const parsed = parse(Quarantined, body);
  if (!parsed.ok) return { kind: 'bad', problem: parsed.problem };
  // The reason and what describes it are for people; the schema above is all that is relied on.
  const record = parsed.value as unknown as QuarantinedRecord;
  const arrivalMs = Date.parse(utcTime(record.arrivedAt) ?? '');
  return { kind: 'quarantined', record, records: [toKinesisRecord({ ...record, arrivalMs })] };
}

function readGivenUp(body: string): KeptObject {
  const object = parse(GivenUp, body);
  if (!object.ok) return { kind: 'bad', problem: object.problem };
  const { payload } = object.value;
  const invocation = typeof payload === 'string' ? parse(Invocation, payload) : check(Invocation, payload);
  if (!invocation.ok) return { kind: 'bad', problem: `payload: ${invocation.problem}` };
  return { kind: 'given-up', records: invocation.value.Records as KinesisStreamRecord[] };
}

/** The invocation in an object of a batch given up, whatever it is; undefined where its text is no JSON. */
export function invocationOf({ payload }: JsonObject): unknown {
  if (typeof payload !== 'string') return payload;
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}

/** The object with another invocation, in the form of the one it has. */
export function withInvocation(object: JsonObject, invocation: JsonObject): JsonObject {
  return { ...object, payload: typeof object.payload === 'string' ? JSON.stringify(invocation) : invocation };
}

/** What the records of an object are counted under. */
export function reasonOf(object: ReadObject): KeptFor {
  if (object.kind === 'quarantined') return object.record.reason;
  return object.kind === 'given-up' ? GIVEN_UP : UNSUPPORTED;
}

/**
 * What is left of an object of several records when the others have passed: those that are to stay, and lines of a type
 * that is still unknown. Undefined where that is nothing.
 * @param body that the object was read from
 */
export function restOf(
  object: ReadObject,
  body: string,
  staying: ReadonlySet<KinesisStreamRecord>,
): string | undefined {
  if (object.kind === 'unsupported') {
    const left = object.lines.filter(({ record }) => record === undefined || staying.has(record));
    return left.length === 0 ? undefined : left.map(({ text }) => `${text}\n`).join('');
  }
  const left = object.records.filter((record) => staying.has(record));
  return left.length === 0 ? undefined : batchOf(body, left);
}

/** The object of a batch given up, with other records. @param body one that `readObject` takes for such */
function batchOf(body: string, records: readonly KinesisStreamRecord[]): string {
  const object: unknown = JSON.parse(body);
  const invocation = isJsonObject(object) ? invocationOf(object) : undefined;
  if (!isJsonObject(object) || !isJsonObject(invocation)) throw new Error('not an abandoned batch');
  return JSON.stringify(withInvocation(object, { ...invocation, Records: records }));
}

type Checked<Value> = { ok: true; value: Value } | { ok: false; problem: string };

function parse<Value>(schema: z.ZodType<Value>, json: string): Checked<Value> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    // The parser's message quotes what people said.
    return { ok: false, problem: 'not JSON' };
  }
  return check(schema, value);
}

function check<Value>(schema: z.ZodType<Value>, value: unknown): Checked<Value> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') ?? '';
  return { ok: false, problem: path === '' ? 'not an object' : `${path}: ${issue?.message}` };
}
