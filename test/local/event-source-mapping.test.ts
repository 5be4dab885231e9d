import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { SplitShardCommand, waitUntilStreamExists } from '@aws-sdk/client-kinesis';
import type { KinesisStreamBatchResponse, KinesisStreamRecord } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryCheckpoints, openCheckpoints } from '../../local/checkpoints.ts';
import { ensureStream, kinesisClient, startKinesis } from '../../local/embedded-kinesis.ts';
import {
  type EventSourceMapping,
  type EventSourceMappingOptions,
  startEventSourceMapping,
} from '../../local/event-source-mapping.ts';
import { createKinesisSource } from '../../local/kinesis-source.ts';
import { STREAM_NAME } from '../../local/names.ts';
import type { RecordSource } from '../../local/record-source.ts';
import type { GivenUpBatch, KinesisFunction, LocalContext } from '../../local/shard-consumer.ts';
import { putRecords } from '../../operations/stream/put-records.ts';
import type { SteadyClock } from '../../shared/clock.ts';
import { systemClock } from '../../shared/clock.ts';
import { timesByDay } from '../nightly.ts';

/** What a function answers, by how often it was asked before. */
type Answer = (batch: Delivery, nth: number, context: LocalContext) => unknown;

interface Delivery {
  records: KinesisStreamRecord[];
  texts: string[];
}

let stream: Awaited<ReturnType<typeof openStream>>;
let mappings: EventSourceMapping[] = [];

beforeEach(async () => {
  stream = await openStream();
});

afterEach(async () => {
  await Promise.all(mappings.map((mapping) => mapping.stop()));
  mappings = [];
  await stream.close();
});

async function openStream() {
  const server = await startKinesis({ port: 0 });
  const client = kinesisClient(server.url);
  const { streamArn } = await ensureStream(client);
  return {
    client,
    streamArn,
    /** All on one shard, in this order, unless each has a partition key of its own. */
    put: (texts: readonly string[], partitionKey: (text: string) => string = () => 'one') =>
      putRecords(
        client,
        STREAM_NAME,
        texts.map((text) => ({ partitionKey: partitionKey(text), data: Buffer.from(text) })),
        systemClock,
      ),
    /** In its middle; resolves when its children are there. */
    async split(ShardToSplit: string) {
      const { NewStartingHashKey, StreamName } = {
        NewStartingHashKey: String(3n * 2n ** 126n),
        StreamName: STREAM_NAME,
      };
      await client.send(new SplitShardCommand({ StreamName, ShardToSplit, NewStartingHashKey }));
      await waitUntilStreamExists({ client, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.1 }, { StreamName });
    },
    async close() {
      client.destroy();
      await server.close();
    },
  };
}

/** A mapping that looks often and waits little, and everything it delivers. */
async function start(answer: Answer, options: Partial<EventSourceMappingOptions> = {}) {
  const deliveries: Delivery[] = [];
  const invoke: KinesisFunction = async ({ Records }, context) => {
    const delivery = { records: Records, texts: Records.map(text) };
    deliveries.push(delivery);
    return (await answer(delivery, deliveries.length - 1, context)) as KinesisStreamBatchResponse | undefined;
  };
  const mapping = await startEventSourceMapping({
    source: createKinesisSource({ ...stream, streamName: STREAM_NAME }),
    checkpoints: createMemoryCheckpoints(),
    clock: systemClock,
    maximumBatchingWindowMs: 0,
    pollMs: 1,
    invoke,
    ...options,
  });
  mappings.push(mapping);
  return { mapping, deliveries, batches: () => deliveries.map(({ texts }) => texts) };
}

const success = () => ({ batchItemFailures: [] });

const numbers = (count: number) => Array.from({ length: count }, (_number, index) => String(index));

function text({ kinesis }: KinesisStreamRecord): string {
  return Buffer.from(kinesis.data, 'base64').toString('utf8');
}

function failed({ records }: Delivery, ...positions: number[]): KinesisStreamBatchResponse {
  return {
    batchItemFailures: positions.map((position) => ({
      itemIdentifier: String(records[position]?.kinesis.sequenceNumber),
    })),
  };
}

/** Arrives when everything is delivered that stands on the stream before this record. */
async function untilDelivered(last: string, batches: () => string[][]): Promise<void> {
  await expect.poll(() => batches().flat(), { timeout: 40_000, interval: 5 }).toContain(last);
}

describe('batches', () => {
  it('are each of one shard, in its order, and hold every record once', async () => {
    const texts = numbers(300);
    await stream.put(texts, (number) => `key ${Number(number) % 20}`);
    const { deliveries } = await start(success, { batchSize: 40 });
    await expect.poll(() => deliveries.flatMap((delivery) => delivery.texts), { timeout: 40_000 }).toHaveLength(300);

    const shardOf = ({ eventID }: KinesisStreamRecord) => eventID.split(':')[0];
    expect(deliveries.map(({ records }) => new Set(records.map(shardOf)).size)).toEqual(deliveries.map(() => 1));
    const byShard = Map.groupBy(
      deliveries.flatMap(({ records }) => records),
      shardOf,
    );
    expect([...byShard.keys()].sort()).toEqual(['shardId-000000000000', 'shardId-000000000001']);
    for (const records of byShard.values()) {
      const order = records.map(text).map(Number);
      expect(order).toEqual(order.toSorted((one, other) => one - other));
    }
    expect(deliveries.flatMap((delivery) => delivery.texts).sort()).toEqual(texts.toSorted());
  });

  it('are as large as the batch size, and no larger', async () => {
    await stream.put(numbers(10));
    const { batches } = await start(success, { batchSize: 4 });
    await untilDelivered('9', batches);
    expect(batches()).toEqual([
      ['0', '1', '2', '3'],
      ['4', '5', '6', '7'],
      ['8', '9'],
    ]);
  });

  it('wait for more records until the window ends', async () => {
    await stream.put(['0']);
    const { batches } = await start(success, { batchSize: 3, maximumBatchingWindowMs: 60_000 });
    await stream.put(['1']);
    await stream.put(['2', '3']);
    await untilDelivered('2', batches);
    expect(batches()).toEqual([['0', '1', '2']]);
  });

  it('stay below the payload limit, as full as they can be; a record above it goes alone', async () => {
    const maximumPayloadBytes = 5_000;
    const large = 'x'.repeat(maximumPayloadBytes);
    const texts = [...numbers(20), large, ...numbers(20).map((number) => number.padStart(800, ' ')), 'last'];
    await stream.put(texts);
    const { deliveries, batches } = await start(success, { maximumPayloadBytes });
    await untilDelivered('last', batches);

    expect(batches().flat()).toEqual(texts);
    const payloadBytes = (records: KinesisStreamRecord[]) => Buffer.byteLength(JSON.stringify({ Records: records }));
    for (const [index, { records, texts: delivered }] of deliveries.entries()) {
      if (delivered.includes(large)) expect(delivered).toEqual([large]);
      else expect(payloadBytes(records)).toBeLessThanOrEqual(maximumPayloadBytes);
      const next = deliveries[index + 1]?.records[0];
      if (next !== undefined) expect(payloadBytes([...records, next])).toBeGreaterThan(maximumPayloadBytes);
    }
  });

  it('have records of the shape Lambda hands over', async () => {
    const before = Date.now();
    await stream.put(['Zürich']);
    const { deliveries } = await start(success);
    await expect.poll(() => deliveries).toHaveLength(1);
    const [record] = deliveries[0]?.records ?? [];
    const sequenceNumber = record?.kinesis.sequenceNumber;
    const arrival = record?.kinesis.approximateArrivalTimestamp ?? 0;
    const shardId = record?.eventID.split(':')[0];
    expect(sequenceNumber).toMatch(/^\d{56}$/);
    expect(shardId).toMatch(/^shardId-\d{12}$/);
    expect(record).toEqual({
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey: 'one',
        sequenceNumber,
        data: Buffer.from('Zürich').toString('base64'),
        approximateArrivalTimestamp: arrival,
      },
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: `${shardId}:${sequenceNumber}`,
      eventName: 'aws:kinesis:record',
      invokeIdentityArn: expect.stringMatching(/^arn:aws:iam::/),
      awsRegion: 'us-east-1',
      eventSourceARN: stream.streamArn,
    });
    // Seconds, with the milliseconds as a fraction.
    expect(arrival * 1000).toBeGreaterThanOrEqual(before);
    expect(arrival * 1000).toBeLessThanOrEqual(Date.now());
  });

  it('miss no record that is put while an empty shard is read, and bring none twice', async () => {
    const { batches } = await start(success, { pollMs: 0 });
    const writers = numbers(timesByDay(4, 10)).map(async (writer) => {
      for (const number of numbers(20)) await stream.put([`${writer}/${number}`], () => writer);
    });
    await Promise.all(writers);
    const records = writers.length * 20;
    await expect.poll(() => batches().flat().length, { timeout: 40_000 }).toBeGreaterThanOrEqual(records);
    expect(new Set(batches().flat()).size).toBe(records);
    expect(batches().flat()).toHaveLength(records);
  });
});

describe('after an invocation', () => {
  it('goes on at the first failed record, and never brings what is before it again', async () => {
    await stream.put(numbers(10));
    const { batches } = await start((batch, nth) => (nth === 0 ? failed(batch, 2) : success()), { batchSize: 5 });
    await untilDelivered('9', batches);
    expect(batches()).toEqual([
      ['0', '1', '2', '3', '4'],
      ['2', '3', '4'],
      ['5', '6', '7', '8', '9'],
    ]);
  });

  it('takes the first of several failed records by its place in the batch', async () => {
    await stream.put(numbers(6));
    const { batches } = await start((batch, nth) => (nth === 0 ? failed(batch, 5, 3, 4) : success()));
    await expect.poll(batches).toEqual([numbers(6), ['3', '4', '5']]);
  });

  it.each([
    ['is none of the batch', (batch: Delivery) => [{ itemIdentifier: '1' }, ...failed(batch, 2).batchItemFailures]],
    ['is empty', () => [{ itemIdentifier: '' }]],
    ['is null', () => [{ itemIdentifier: null }]],
    ['is missing', () => [{}]],
  ])('brings the whole batch again when an identifier %s', async (_what, failures) => {
    await stream.put(['0', '1', '2']);
    const { batches } = await start((batch, nth) => (nth === 0 ? { batchItemFailures: failures(batch) } : success()));
    await expect.poll(batches).toEqual([
      ['0', '1', '2'],
      ['0', '1', '2'],
    ]);
  });

  it.each([undefined, null, {}, { batchItemFailures: null }, { batchItemFailures: [] }])(
    'takes the answer %j for success',
    async (answer) => {
      await stream.put(['0', '1']);
      const { batches } = await start(() => answer);
      await untilDelivered('1', batches);
      await stream.put(['2']);
      await untilDelivered('2', batches);
      expect(batches()).toEqual([['0', '1'], ['2']]);
    },
  );

  it('that throws, brings the same batch again, later each time and never twice after the same wait', async () => {
    const waits: number[] = [];
    let chance = 0;
    const clock: SteadyClock = {
      ...systemClock,
      random: () => (chance++ % 2 === 0 ? 1 : 0.5),
      sleep(ms, signal) {
        if (ms === 60_000) return systemClock.sleep(ms, signal);
        if (ms > 1) waits.push(ms);
        return systemClock.sleep(0, signal);
      },
    };
    const troubles: unknown[] = [];
    await stream.put(['0', '1']);
    const { batches } = await start(
      async (_batch, nth) => {
        if (nth === 0) await stream.put(['2']);
        if (nth !== 8 && nth < 10) throw new Error(`failure ${nth}`);
        return success();
      },
      { clock, onTrouble: (shardId, error) => troubles.push([shardId, String(error)]) },
    );
    await expect.poll(() => batches().length).toBe(11);

    expect(batches()).toEqual([...Array.from({ length: 9 }, () => ['0', '1']), ['2'], ['2']]);
    // Up to five seconds, and from the start again once it has worked.
    expect(waits).toEqual([100, 100, 400, 400, 1_600, 1_600, 5_000, 2_500, 100]);
    expect(troubles[1]).toEqual([expect.stringMatching(/^shardId-/), 'Error: failure 1']);
    expect(troubles).toHaveLength(9);
  });

  it('that does not end in time, brings the same batch again', async () => {
    const troubles: string[] = [];
    await stream.put(['0', '1']);
    const late = Promise.withResolvers<void>();
    const { batches } = await start((_batch, nth) => (nth === 0 ? late.promise : success()), {
      functionTimeoutMs: 40,
      onTrouble: (_shardId, error) => troubles.push(String(error)),
    });
    await expect.poll(batches).toEqual([
      ['0', '1'],
      ['0', '1'],
    ]);
    expect(troubles).toEqual(['Error: the function timed out after 40 ms']);
    late.resolve();
  });

  it('tells the function how much time is left, down to none', async () => {
    let elapsed = 1_000;
    const left: number[] = [];
    await stream.put(['0']);
    await start(
      (_batch, _nth, context) => {
        for (const passed of [0, 1, 29_999, 1]) {
          elapsed += passed;
          left.push(context.getRemainingTimeInMillis());
        }
      },
      { clock: { ...systemClock, elapsed: () => elapsed }, functionTimeoutMs: 30_000 },
    );
    await expect.poll(() => left).toEqual([30_000, 29_999, 0, 0]);
  });
});

describe('stopping', () => {
  it('waits for the invocation under way, keeps its result and starts no other', async () => {
    const checkpoints = createMemoryCheckpoints();
    const answer = Promise.withResolvers<void>();
    await stream.put(numbers(4));
    const { mapping, deliveries } = await start(() => answer.promise, { checkpoints, batchSize: 2 });
    await expect.poll(() => deliveries).toHaveLength(1);
    let stopped = false;
    const stopping = mapping.stop().then(() => {
      stopped = true;
    });
    await stream.put(['after']);
    expect(stopped).toBe(false);
    answer.resolve();
    await stopping;
    const [first, second] = deliveries[0]?.records ?? [];
    expect(await checkpoints.load(String(first?.eventID.split(':')[0]))).toBe(second?.kinesis.sequenceNumber);
    expect(deliveries).toHaveLength(1);
  });

  it('waits for an invocation that timed out, since it still writes', async () => {
    const late = Promise.withResolvers<void>();
    const done: string[] = [];
    await stream.put(['0']);
    const { mapping, batches } = await start(
      async (_batch, nth) => {
        if (nth > 0) return;
        await late.promise;
        done.push('written');
      },
      { functionTimeoutMs: 10 },
    );
    await expect.poll(batches).toEqual([['0'], ['0']]);
    const stopping = mapping.stop().then(() => done.push('stopped'));
    await setImmediate();
    late.resolve();
    await stopping;
    expect(done).toEqual(['written', 'stopped']);
  });

  it('and starting again on the same checkpoints goes on after the last record acknowledged', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-test-'));
    await stream.put(numbers(7));
    const before = await openCheckpoints(directory);
    const first = await start(
      (batch) => (batch.texts.includes('4') ? failed(batch, batch.texts.indexOf('4')) : success()),
      { checkpoints: before, batchSize: 3 },
    );
    await expect.poll(() => first.batches().length).toBeGreaterThanOrEqual(4);
    await first.mapping.stop();
    await before.close();
    expect(first.batches().slice(1, 4)).toEqual([
      ['3', '4', '5'],
      ['4', '5'],
      ['4', '5'],
    ]);

    const after = await openCheckpoints(directory);
    const second = await start(success, { checkpoints: after, batchSize: 3 });
    await untilDelivered('6', second.batches);
    await second.mapping.stop();
    await after.close();
    await rm(directory, { recursive: true });
    expect(second.batches()).toEqual([['4', '5', '6']]);
  });
});

describe('a batch that makes the function throw', () => {
  const bad = (texts: string[], ...which: string[]) => {
    if (which.some((text) => texts.includes(text))) throw new Error('as it is told');
    return success();
  };

  it('goes again in halves until what causes it is alone, and in its order', async () => {
    await stream.put(numbers(8));
    const { batches } = await start(({ texts }) => bad(texts, '5'), { bisectBatchOnError: true, batchSize: 8 });
    await expect.poll(() => batches().length, { timeout: 40_000 }).toBeGreaterThan(7);
    expect(batches().slice(0, 7)).toEqual([
      numbers(8),
      ['0', '1', '2', '3'],
      ['4', '5', '6', '7'],
      ['4', '5'],
      ['4'],
      ['5'],
      ['5'],
    ]);
  });

  it('is given up after its attempts, alone, and the shard goes on', async () => {
    const givenUp: GivenUpBatch[] = [];
    const checkpoints = createMemoryCheckpoints();
    await stream.put(numbers(5));
    const { batches, deliveries } = await start(({ texts }) => bad(texts, '1', '3'), {
      bisectBatchOnError: true,
      maximumRetryAttempts: 2,
      checkpoints,
      onFailure: async (batch) => void givenUp.push(batch),
    });
    await expect.poll(batches, { timeout: 40_000 }).toContainEqual(['4']);
    expect(givenUp.map(({ records, invokeCount }) => [records.map(text), invokeCount])).toEqual([
      [['1'], 3],
      [['3'], 3],
    ]);
    expect(batches().filter((texts) => texts.join() === '1')).toHaveLength(3);
    const [shardId = ''] = deliveries[0]?.records[0]?.eventID.split(':') ?? [];
    expect(givenUp[0]?.shardId).toBe(shardId);
    const last = deliveries.at(-1)?.records.at(-1)?.kinesis.sequenceNumber;
    await expect.poll(() => checkpoints.load(shardId)).toBe(last);
  });

  it('is given up whole where it shall not go in halves', async () => {
    const givenUp: string[][] = [];
    await stream.put(numbers(4));
    const { batches } = await start(({ texts }) => bad(texts, '1'), {
      batchSize: 3,
      maximumRetryAttempts: 1,
      onFailure: async ({ records }) => void givenUp.push(records.map(text)),
    });
    await untilDelivered('3', batches);
    expect(batches()).toEqual([['0', '1', '2'], ['0', '1', '2'], ['3']]);
    expect(givenUp).toEqual([['0', '1', '2']]);
  });

  it('stays where it is for as long as its destination does not take it', async () => {
    const troubles: string[] = [];
    let refusals = 2;
    await stream.put(['0', '1']);
    const { batches } = await start(({ texts }) => bad(texts, '0'), {
      batchSize: 1,
      maximumRetryAttempts: 0,
      onTrouble: (_shardId, error) => troubles.push(String(error)),
      onFailure: async () => {
        refusals -= 1;
        if (refusals >= 0) throw new Error('no bucket');
      },
    });
    await untilDelivered('1', batches);
    expect(batches()).toEqual([['0'], ['0'], ['0'], ['1']]);
    expect(troubles.filter((trouble) => trouble === 'Error: no bucket')).toHaveLength(2);
  });
});

it('gives up records that are too old before they go to the function, and only those', async () => {
  const givenUp: string[][] = [];
  await stream.put(['old 1', 'old 2']);
  const oldest = Date.now();
  await vi.waitUntil(() => Date.now() > oldest + 5);
  const between = Date.now();
  await vi.waitUntil(() => Date.now() > between + 5);
  await stream.put(['young']);
  const now = () => between + 60_000;
  const { batches } = await start(success, {
    clock: { ...systemClock, now },
    maximumRecordAgeMs: 60_000,
    onFailure: async ({ condition, records, invokeCount }) => {
      givenUp.push([condition, ...records.map(text), `${invokeCount} times`]);
    },
  });
  await untilDelivered('young', batches);
  expect(batches()).toEqual([['young']]);
  expect(givenUp).toEqual([['RecordAgeExceeded', 'old 1', 'old 2', '0 times']]);
});

/** A stream of one shard, with records that arrived at these times, in ms. */
function arrivedAt(...times: number[]): RecordSource {
  const records = times.map((at, index) => ({
    record: {
      eventID: `shardId-0:${index}`,
      eventName: 'aws:kinesis:record',
      eventSource: 'aws:kinesis',
      eventSourceARN: stream.streamArn,
      eventVersion: '1.0',
      invokeIdentityArn: '',
      awsRegion: 'us-east-1',
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey: 'one',
        sequenceNumber: String(index),
        data: btoa(String(index)),
        approximateArrivalTimestamp: at / 1_000,
      },
    },
    bytes: 100,
  }));
  return {
    streamArn: stream.streamArn,
    shards: async () => [{ shardId: 'shardId-0', parents: [] }],
    open: () => async () => ({ records: records.splice(0), ended: false }),
  };
}

describe('a clock that is set back', () => {
  const now = Date.parse('2026-11-20T12:00:00Z');

  it('makes no record vanish: each is delivered or given up, whatever the order of their arrivals', async () => {
    const givenUp: string[] = [];
    const { batches } = await start(success, {
      source: arrivedAt(now - 90_000, now - 1_000, now - 80_000, now, now - 70_000, now),
      clock: { ...systemClock, now: () => now },
      maximumRecordAgeMs: 60_000,
      onFailure: async ({ records }) => void givenUp.push(...records.map(text)),
    });
    await untilDelivered('5', batches);
    expect(givenUp).toEqual(['0']);
    expect(batches()).toEqual([['1', '2', '3', '4', '5']]);
  });

  it('while a batch fills, keeps no record longer than the window, and leaves a function its time', async () => {
    let setBack = 0;
    let hasRead = false;
    const left: number[] = [];
    await stream.put(['0']);
    const source = createKinesisSource({ ...stream, streamName: STREAM_NAME });
    const { batches } = await start((_batch, _nth, context) => void left.push(context.getRemainingTimeInMillis()), {
      clock: { ...systemClock, now: () => Date.now() - setBack },
      source: {
        ...source,
        open(shardId, after) {
          const read = source.open(shardId, after);
          return async () => {
            // The window of what was read has begun.
            if (hasRead) setBack = 3_600_000;
            const answer = await read();
            hasRead ||= answer.records.length > 0;
            return answer;
          };
        },
      },
      maximumBatchingWindowMs: 50,
      batchSize: 10,
      functionTimeoutMs: 60_000,
    });
    await expect.poll(batches, { timeout: 40_000 }).toEqual([['0']]);
    expect(left[0]).toBeGreaterThan(0);
    expect(left[0]).toBeLessThanOrEqual(60_000);
  });
});

describe('a shard that is split', () => {
  it('is done before its children begin, also after a restart', async () => {
    const checkpoints = createMemoryCheckpoints();
    await stream.put(['a', 'b', 'c'], () => 'CA1');
    const release = Promise.withResolvers<void>();
    const first = await start(() => release.promise, { checkpoints, batchSize: 1 });
    await stream.split('shardId-000000000001');
    await stream.put(['d', 'e'], () => 'CA1');
    await expect.poll(() => first.batches()).toEqual([['a']]);
    release.resolve();
    await untilDelivered('e', first.batches);
    expect(first.batches().flat()).toEqual(['a', 'b', 'c', 'd', 'e']);
    await first.mapping.stop();

    await stream.put(['f'], () => 'CA1');
    const second = await start(success, { checkpoints, batchSize: 1 });
    await untilDelivered('f', second.batches);
    // What the stop cut off may come again; nothing of the parent's does.
    expect(second.batches().flat().slice(-1)).toEqual(['f']);
    expect(second.batches().flat()).not.toContain('c');
  });
});

it('delivers several batches of a shard at a time, never two with the same partition key', async () => {
  const keys = numbers(12).map((number) => `key ${number}`);
  await stream.put(
    keys.flatMap((key) => numbers(5).map((number) => `${key}/${number}`)),
    (name) => String(name.split('/')[0]),
  );
  const underWay = new Map<string, number>();
  let mostAtOnce = 0;
  const seen: string[] = [];
  await start(
    async ({ texts, records }) => {
      const own = new Set(records.map(({ kinesis }) => kinesis.partitionKey));
      for (const key of own) expect(underWay.has(key), key).toBe(false);
      for (const key of own) underWay.set(key, 1);
      mostAtOnce = Math.max(mostAtOnce, new Set(underWay.keys()).size - own.size + 1);
      await systemClock.sleep(1);
      for (const key of own) underWay.delete(key);
      seen.push(...texts);
    },
    { parallelizationFactor: 3, batchSize: 2 },
  );
  await expect.poll(() => seen.length, { timeout: 40_000 }).toBe(60);
  expect(mostAtOnce).toBeGreaterThan(1);
  for (const key of keys) {
    expect(seen.filter((name) => name.startsWith(`${key}/`))).toEqual(numbers(5).map((number) => `${key}/${number}`));
  }
});

it('delivers what it has when the window ends, though the stream does not answer any more', async () => {
  await stream.put(['0']);
  let reads = 0;
  const source = createKinesisSource({ ...stream, streamName: STREAM_NAME });
  const { batches } = await start(success, {
    batchSize: 10,
    maximumBatchingWindowMs: 50,
    source: {
      ...source,
      open(shardId, after) {
        const read = source.open(shardId, after);
        return async () => {
          const answer = await read();
          reads += answer.records.length;
          if (reads > 0 && answer.records.length === 0) throw new Error('no answer');
          return answer;
        };
      },
    },
  });
  await expect.poll(batches, { timeout: 40_000 }).toEqual([['0']]);
});
