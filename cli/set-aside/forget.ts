import pLimit from 'p-limit';
import type { SetAside } from '../../lambda/quarantine/set-aside.ts';
import type { EventEraser } from '../../lambda/store/event-eraser.ts';
import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { isTransient } from '../../shared/retry.ts';
import { explain } from '../problem.ts';

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
  /** Objects of which nobody can tell whether they name the call; they stay. */
  unread: { key: string; problem: string }[];
}

/** What becomes of an object when a call is forgotten: how many of its records go, and what is left of it. */
export type Forgotten =
  | { kind: 'as it was' }
  | { kind: 'gone'; count: number }
  | { kind: 'less'; count: number; body: string }
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
    if (forgotten.kind === 'unread') report.unread.push({ key, problem: forgotten.problem });
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

/** An object without what names a call; pure. */
export function withoutCall(callSid: string, key: string, body: string): Forgotten {
  const isOf = namesCall(callSid);
  const origin = key.startsWith(BUCKET_PREFIX.redriven) ? key.slice(BUCKET_PREFIX.redriven.length) : key;
  if (origin.startsWith(BUCKET_PREFIX.unsupported)) return withoutLines(body, isOf);
  const object = parse(body);
  if (!isJsonObject(object)) return isOf(body) ? { kind: 'gone', count: 1 } : unread('no JSON object');
  return origin.startsWith(BUCKET_PREFIX.givenUp) ? withoutRecords(object, isOf) : withoutData(object, isOf);
}

type IsOf = (text: string) => boolean;

/** A SID may be the start of a longer one. */
function namesCall(callSid: string): IsOf {
  const name = new RegExp(`${callSid}(?![0-9A-Za-z])`);
  return (text) => name.test(text);
}

function withoutLines(body: string, isOf: IsOf): Forgotten {
  const lines = body.split('\n').filter((line) => line !== '');
  return remainder(
    lines.length,
    lines.filter((line) => !isOf(line)),
    (left) => `${left.join('\n')}\n`,
  );
}

/** A quarantined record. */
function withoutData(record: JsonObject, isOf: IsOf): Forgotten {
  if (typeof record.data !== 'string')
    return isOf(JSON.stringify(record)) ? { kind: 'gone', count: 1 } : unread('no data');
  const left = dataWithout(record.data, isOf);
  const { data, ...about } = record;
  if (left === undefined || isOf(JSON.stringify(about))) return { kind: 'gone', count: 1 };
  if (left === data) return { kind: 'as it was' };
  return { kind: 'less', count: 1, body: `${JSON.stringify({ ...record, data: left }, undefined, 2)}\n` };
}

/** A batch that Lambda gave up on. */
function withoutRecords(object: JsonObject, isOf: IsOf): Forgotten {
  const invocation = typeof object.payload === 'string' ? parse(object.payload) : undefined;
  if (!isJsonObject(invocation) || !Array.isArray(invocation.Records)) return unread('no payload with records');
  let count = 0;
  const left = invocation.Records.flatMap((record: unknown) => {
    const kinesis = isJsonObject(record) ? record.kinesis : undefined;
    if (!isJsonObject(record) || !isJsonObject(kinesis) || typeof kinesis.data !== 'string') {
      if (!isOf(JSON.stringify(record))) return [record];
      count += 1;
      return [];
    }
    const data = isOf(String(kinesis.partitionKey)) ? undefined : dataWithout(kinesis.data, isOf);
    if (data === kinesis.data) return [record];
    count += 1;
    return data === undefined ? [] : [{ ...record, kinesis: { ...kinesis, data } }];
  });
  if (count === 0) return { kind: 'as it was' };
  if (left.length === 0) return { kind: 'gone', count };
  const payload = JSON.stringify({ ...invocation, Records: left });
  return { kind: 'less', count, body: JSON.stringify({ ...object, payload }) };
}

/** The data of a record, base64, without the events of a call: the same text where none is, undefined where all are. */
function dataWithout(data: string, isOf: IsOf): string | undefined {
  const text = Buffer.from(data, 'base64').toString('utf8');
  if (!isOf(text) && !isOf(data)) return data;
  try {
    const events = parse(text);
    const left = Array.isArray(events) ? events.filter((event) => !isOf(JSON.stringify(event))) : [];
    return left.length === 0 ? undefined : Buffer.from(JSON.stringify(left)).toString('base64');
  } catch {
    // JSON.parse goes deeper than JSON.stringify: no event, and it names the call.
    return undefined;
  }
}

function remainder(all: number, left: readonly string[], bodyOf: (left: readonly string[]) => string): Forgotten {
  const count = all - left.length;
  if (count === 0) return { kind: 'as it was' };
  return left.length === 0 ? { kind: 'gone', count } : { kind: 'less', count, body: bodyOf(left) };
}

function unread(problem: string): Forgotten {
  return { kind: 'unread', problem };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
