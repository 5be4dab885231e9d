import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { GCProfiler } from 'node:v8';
import type { Context, KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import { kinesisRecords } from '../samples/builders.ts';
import { childAnswer } from './child-answer.ts';
import { realisticEvents, realisticRecords } from './records.ts';

export const RIVALS = ['naive', 'careful', 'lean'] as const;
/** Who ingests: the rivals, and the handler that is deployed. */
export const CONTESTANTS = [...RIVALS, 'ingest'] as const;
export type ContestantName = (typeof CONTESTANTS)[number];

/** What the rows of each hold, for who reads the figures. */
export const ROWS: Readonly<Record<ContestantName, string>> = {
  naive: 'documented members of data, id, type, time, expiry',
  careful: 'documented members of data, id, type, time, expiry',
  lean: 'documented members of data and the key: no type, no time of the envelope, no expiry',
  ingest: 'every member of data, id, type, time, schema version, expiry, the keys of the index',
};

/** What a contestant is to ingest: so many events in invocations of so many records. */
export interface Round {
  events: number;
  batchSize: number;
  /** Spread over so many calls; as they come in the mix where nothing is said. */
  calls?: number;
  /** Whether its garbage is measured, which takes time of its own. */
  garbage?: boolean;
}

/** Of the handler alone, whatever made its records. */
export interface Spent {
  cpuMs: number;
  wallMs: number;
  /** Collecting garbage, and what was allocated on V8's heap, where the round asks. */
  collectingMs?: number;
  allocatedBytes?: number;
}

/** A handler in a process of its own, warm or not, which does as it is told. */
export interface Contestant {
  ingest(round: Round): Promise<Spent>;
  stop(): void;
}

/** Flags for a contestant that collects its garbage before each round: what one left is not the next one's to pay for. */
export const COLLECT_GARBAGE = ['--expose-gc'];

export async function startContestant(
  file: string,
  env: Readonly<Record<string, string>>,
  execArgv: string[] = [],
): Promise<Contestant> {
  const child = fork(fileURLToPath(import.meta.url), [file], {
    execArgv,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await childAnswer(child);
  return {
    async ingest(round) {
      child.send(round);
      return childAnswer<Spent>(child);
    },
    stop: () => void child.kill(),
  };
}

type Handler = (event: KinesisStreamEvent, context: Context) => Promise<{ batchItemFailures: unknown[] }>;

/** What handlers ask of Lambda's context. */
export const CONTEXT = {
  functionName: 'ingest',
  memoryLimitInMB: '512',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:ingest',
  awsRequestId: 'request',
  getRemainingTimeInMillis: () => 60_000,
} as Context;

const made = new Map<number, KinesisStreamRecord[]>();

function* batches({ events, batchSize, calls }: Round): Generator<KinesisStreamRecord[]> {
  if (calls !== undefined) {
    yield* batchesOfCalls({ events, batchSize, calls });
    return;
  }
  const records = made.get(events) ?? realisticRecords(events);
  made.set(events, records);
  for (let at = 0; at < events; at += batchSize) yield records.slice(at, at + batchSize);
}

/** Made as they are asked for: a hundred thousand at once would fill the memory that is measured. */
function* batchesOfCalls({
  events,
  batchSize,
  calls,
}: Required<Omit<Round, 'garbage'>>): Generator<KinesisStreamRecord[]> {
  let batch = [];
  let number = 0;
  for (const event of realisticEvents(events)) {
    const call_sid = `CA${(number % calls).toString(16).padStart(32, '0')}`;
    batch.push({ ...event, data: { ...event.data, call_sid } });
    number += 1;
    if (batch.length < batchSize && number < events) continue;
    yield kinesisRecords(batch);
    batch = [];
  }
}

async function ingest(handler: Handler, round: Round): Promise<Spent> {
  const spent: Spent = { cpuMs: 0, wallMs: 0 };
  globalThis.gc?.();
  const garbage = round.garbage ? measureGarbage() : undefined;
  for (const Records of batches(round)) {
    const cpu = process.cpuUsage();
    const begun = performance.now();
    const { batchItemFailures } = await handler({ Records }, CONTEXT);
    spent.wallMs += performance.now() - begun;
    const { user, system } = process.cpuUsage(cpu);
    spent.cpuMs += (user + system) / 1_000;
    if (batchItemFailures.length > 0) throw new Error('not everything was written');
  }
  return { ...spent, ...garbage?.() };
}

/** What grew between the end of a collection and the begin of the next one was allocated. */
function measureGarbage(): () => Pick<Required<Spent>, 'collectingMs' | 'allocatedBytes'> {
  const profiler = new GCProfiler();
  let used = process.memoryUsage().heapUsed;
  profiler.start();
  return () => {
    const collections = profiler.stop()?.statistics ?? [];
    let collectingMs = 0;
    let allocatedBytes = 0;
    for (const { cost, beforeGC, afterGC } of collections) {
      collectingMs += cost / 1_000;
      allocatedBytes += beforeGC.heapStatistics.usedHeapSize - used;
      used = afterGC.heapStatistics.usedHeapSize;
    }
    return { collectingMs, allocatedBytes: allocatedBytes + process.memoryUsage().heapUsed - used };
  };
}

if (import.meta.main) {
  // Nobody is left to ask it.
  process.on('disconnect', () => process.exit());
  const { handler } = await import(process.argv[2] ?? '');
  process.on('message', async (round: Round) => process.send?.(await ingest(handler, round)));
  process.send?.('ready');
}
