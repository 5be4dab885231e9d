import pLimit from 'p-limit';
import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { isTransient } from '../../shared/retry.ts';
import type { EventEraser } from '../event-eraser.ts';
import { explain } from '../explain.ts';
import { type IsNamed, isNamed } from './is-named.ts';
import { invocationOf, withInvocation } from './kept-object.ts';
import { type Naming, namedInData, namedInText, namedInValue } from './named-calls.ts';
import type { SetAside } from './set-aside.ts';

export interface ForgetOptions {
  setAside: SetAside;
  eraser: EventEraser;
  /** False deletes nothing and says what would go. */
  execute: boolean;
  onStart?: (total: number) => void;
  onProgress?: (done: number) => void;
}

type Place = keyof typeof BUCKET_PREFIX;

export interface ForgetReport {
  /** Of the table. */
  rows: number;
  /** Records, or events of a type that is not understood, by where they were kept. */
  kept: Record<Place, number>;
  /** Objects of which it cannot be told whether they name the call, or some of their records do; those stay. */
  unread: { key: string; problem: string }[];
}

/** What becomes of an object when a call is forgotten: how many of its records go, and what is left of it. */
export type Forgotten =
  | { kind: 'as it was' }
  | { kind: 'gone'; count: number }
  /** `problem`: why of some of what is left it is not known. */
  | { kind: 'less'; count: number; body: string; problem?: string }
  | { kind: 'unread'; problem: string };

const OBJECTS_IN_FLIGHT = 16;
/** So many in a row: no other can be read either. */
const FAILURES_IN_A_ROW = 5;
const PLACES = Object.keys(BUCKET_PREFIX) as Place[];

/**
 * Deletes whatever is kept of a call: its rows, and every record set aside that names it. An object that holds records
 * of other calls too is written again without this one's. What is set aside goes first: a row that is gone must not come
 * back with a redrive. So it can be stopped anywhere and run again.
 */
export async function forget(callSid: string, options: ForgetOptions): Promise<ForgetReport> {
  const { setAside, eraser, execute } = options;
  const report: ForgetReport = {
    rows: 0,
    kept: { quarantine: 0, unsupported: 0, givenUp: 0, redriven: 0 },
    unread: [],
  };
  const keys: { place: Place; key: string }[] = [];
  for (const place of PLACES) {
    for await (const key of setAside.keys(BUCKET_PREFIX[place])) keys.push({ place, key });
  }
  options.onStart?.(keys.length);
  let done = 0;
  let failuresInARow = 0;
  const inFlight = pLimit(OBJECTS_IN_FLIGHT);
  const each = async ({ place, key }: { place: Place; key: string }) => {
    const body = await setAside.get(key).catch((error: unknown) => {
      failuresInARow += 1;
      if (isTransient(error) || failuresInARow >= FAILURES_IN_A_ROW) throw error;
      report.unread.push({ key, problem: explain(error) });
    });
    if (body !== undefined) failuresInARow = 0;
    const forgotten: Forgotten = body === undefined ? { kind: 'as it was' } : withoutCall(callSid, key, body);
    const { problem } = { problem: undefined, ...forgotten };
    if (problem !== undefined) report.unread.push({ key, problem });
    if (execute && forgotten.kind === 'gone') await setAside.remove(key);
    if (execute && forgotten.kind === 'less') await setAside.put(key, forgotten.body);
    if ('count' in forgotten) report.kept[place] += forgotten.count;
    done += 1;
    options.onProgress?.(done);
  };
  // What failed would fail for the others too; nothing is deleted after somebody was told so.
  await inFlight.map(keys, each).finally(() => inFlight.clearQueue());
  report.rows = await (execute ? eraser.erase(callSid) : eraser.count(callSid));
  return report;
}

/**
 * Forgets the first of some calls of which anything is kept, else the last: people paste a SID in quotes or as a link,
 * and a SID may look like that as well.
 */
export async function forgetMeant(
  meant: readonly string[],
  options: ForgetOptions,
): Promise<ForgetReport & { callSid: string }> {
  const [callSid = '', ...others] = meant;
  const isMeant = others.length === 0 || (await isKept(callSid, options));
  if (!isMeant) return forgetMeant(others, options);
  return { callSid, ...(await forget(callSid, options)) };
}

async function isKept(callSid: string, options: ForgetOptions): Promise<boolean> {
  if ((await options.eraser.count(callSid)) > 0) return true;
  const { kept } = await forget(callSid, { ...options, execute: false });
  return Object.values(kept).some((count) => count > 0);
}

/** An object without what names a call; pure. */
export function withoutCall(callSid: string, key: string, body: string): Forgotten {
  const isOf = (naming: Naming) => isNamed(callSid, naming);
  const origin = key.startsWith(BUCKET_PREFIX.redriven) ? key.slice(BUCKET_PREFIX.redriven.length) : key;
  if (origin.startsWith(BUCKET_PREFIX.unsupported)) return withoutLines(body, isOf);
  const object = parse(body);
  if (!isJsonObject(object)) return whole(isOf(namedInText(body)), 'no JSON object');
  return origin.startsWith(BUCKET_PREFIX.givenUp) ? withoutRecords(object, isOf) : withoutData(object, isOf);
}

type IsOf = (naming: Naming) => IsNamed;

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
