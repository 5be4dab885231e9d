import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import type { IsNamed } from './is-named.ts';
import { invocationOf, withInvocation } from './kept-object.ts';
import { type Naming, namedInData, namedInText, namedInValue } from './named-calls.ts';

/** What becomes of an object when somebody is forgotten: how many of its records go, and what is left of it. */
export type Forgotten =
  | { kind: 'as it was' }
  | { kind: 'gone'; count: number }
  /** `problem`: why of some of what is left it is not known. */
  | { kind: 'less'; count: number; body: string; problem?: string }
  | { kind: 'unread'; problem: string };

/** An object without the parts of it that are to go; pure. @param isOf told what each part names */
export function objectWithout(isOf: IsOf, key: string, body: string): Forgotten {
  const origin = key.startsWith(BUCKET_PREFIX.redriven) ? key.slice(BUCKET_PREFIX.redriven.length) : key;
  if (origin.startsWith(BUCKET_PREFIX.unsupported)) return withoutLines(body, isOf);
  const object = parse(body);
  if (!isJsonObject(object)) return whole(isOf(namedInText(body)), 'no JSON object');
  return origin.startsWith(BUCKET_PREFIX.givenUp) ? withoutRecords(object, isOf) : withoutData(object, isOf);
}

/** Whether a part of an object is to go, by what it names. */
export type IsOf = (naming: Naming) => IsNamed;

/** What is left of one of several things, undefined for nothing. `problem`: why it is not known what may be. */
interface Left<Value> {
  value: Value | undefined;
  problem?: string;
}

function withoutLines(body: string, isOf: IsOf): Forgotten {
  const lines = body.split('\n').filter((line) => line !== '');
  return remainder(
    lines,
    (line) => leftOf(line, isOf(namedInText(line))),
    (left) => `${left.join('\n')}\n`,
  );
}

/** A quarantined record. */
function withoutData(record: JsonObject, isOf: IsOf): Forgotten {
  const { data } = record;
  if (typeof data !== 'string') return whole(isOf(namedInValue(record)), 'no data');
  return remainder(
    [data],
    () => (isOf(aroundData(record)) === true ? { value: undefined } : dataWithout(data, isOf)),
    ([left]) => `${JSON.stringify({ ...record, data: left }, undefined, 2)}\n`,
  );
}

/** A batch that Lambda gave up on. */
function withoutRecords(object: JsonObject, isOf: IsOf): Forgotten {
  const invocation = invocationOf(object);
  if (!isJsonObject(invocation) || !Array.isArray(invocation.Records)) {
    return whole(isOf(namedInValue(object)), 'no payload with records');
  }
  return remainder(
    invocation.Records,
    (record: unknown) => recordWithout(record, isOf),
    (left) => JSON.stringify(withInvocation(object, { ...invocation, Records: left })),
  );
}

function recordWithout(record: unknown, isOf: IsOf): Left<unknown> {
  const kinesis = isJsonObject(record) ? record.kinesis : undefined;
  if (!isJsonObject(record) || !isJsonObject(kinesis) || typeof kinesis.data !== 'string') {
    return leftOf(record, isOf(namedInValue(record)));
  }
  if (isOf(aroundData(kinesis)) === true) return { value: undefined };
  const { value: data, problem } = dataWithout(kinesis.data, isOf);
  if (data === kinesis.data) return { value: record, problem };
  return { value: data === undefined ? undefined : { ...record, kinesis: { ...kinesis, data } }, problem };
}

/** The data of a record, base64, without the events of a call: the same text where none is, undefined where all are. */
function dataWithout(data: string, isOf: IsOf): Left<string> {
  const events = parse(withoutMark(Buffer.from(data, 'base64').toString('utf8')));
  if (!Array.isArray(events)) return leftOf(data, isOf(namedInData(data)));
  const parts = events.map((event) => leftOf(event, isOf(namedInValue([event]))));
  const left = parts.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const problem = parts.find((part) => part.problem !== undefined)?.problem;
  if (left.length === events.length) return { value: data, problem };
  try {
    return { value: left.length === 0 ? undefined : Buffer.from(JSON.stringify(left)).toString('base64'), problem };
  } catch {
    // JSON.parse goes deeper than JSON.stringify: no event, and it names the call.
    return { value: undefined };
  }
}

/** Members that say where a record stood on the stream: numbers and names that a call's SID can be like by chance. */
const PLACES_ON_STREAM: ReadonlySet<string> = new Set([
  'streamArn',
  'shardId',
  'sequenceNumber',
  'arrivedAt',
  'reason',
]);

/** What else a record says, such as its partition key. */
function aroundData(record: JsonObject): Naming {
  return namedInValue(
    Object.fromEntries(Object.entries(record).filter(([name]) => name !== 'data' && !PLACES_ON_STREAM.has(name))),
  );
}

function leftOf<Value>(value: Value, isNamed: IsNamed): Left<Value> {
  if (isNamed === true) return { value: undefined };
  return isNamed === false ? { value } : { value, problem: isNamed.problem };
}

/** An object that is none of ours. */
function whole(isNamed: IsNamed, problem: string): Forgotten {
  return isNamed === true ? { kind: 'gone', count: 1 } : { kind: 'unread', problem };
}

function remainder<Value>(
  all: readonly Value[],
  without: (value: Value) => Left<Value>,
  bodyOf: (left: readonly Value[]) => string,
): Forgotten {
  const parts = all.map(without);
  const problems = parts.flatMap(({ problem }, index) =>
    problem === undefined ? [] : [all.length === 1 ? problem : `record ${index + 1} of ${all.length}: ${problem}`],
  );
  const [first] = problems;
  const problem = problems.length > 1 ? `${first} (and ${problems.length - 1} more)` : first;
  const left = parts.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const count = parts.filter(({ value }, index) => value !== all[index]).length;
  if (count === 0) return problem === undefined ? { kind: 'as it was' } : { kind: 'unread', problem };
  if (left.length === 0) return { kind: 'gone', count };
  return { kind: 'less', count, body: bodyOf(left), ...(problem !== undefined && { problem }) };
}

function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
