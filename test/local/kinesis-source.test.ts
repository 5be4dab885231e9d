import {
  ExpiredIteratorException,
  type GetRecordsInput,
  type KinesisClient,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ensureStream, kinesisClient, startKinesis } from '../../local/embedded-kinesis.ts';
import type { EmbeddedServer } from '../../local/embedded-server.ts';
import { createKinesisSource } from '../../local/kinesis-source.ts';
import { STREAM_NAME } from '../../local/names.ts';
import type { Read } from '../../local/record-source.ts';
import { putRecords } from '../../operations/stream/put-records.ts';
import { systemClock } from '../../shared/clock.ts';

let server: EmbeddedServer;
let client: KinesisClient;
/** What reads from a place in the stream fail with. */
let failures: Map<unknown, Error>;
/** The places that were read from. */
let places: unknown[];

beforeEach(async () => {
  server = await startKinesis({ port: 0 });
  client = kinesisClient(server.url);
  failures = new Map();
  places = [];
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (request) => {
        if (commandName === 'GetRecordsCommand') {
          const { ShardIterator: place } = request.input as GetRecordsInput;
          places.push(place);
          const failure = failures.get(place);
          if (failure !== undefined) throw failure;
        }
        return next(request);
      },
    { step: 'initialize' },
  );
});

afterEach(async () => {
  vi.useRealTimers();
  client.destroy();
  await server.close();
});

const SECOND_SHARD = 'shardId-000000000001';

async function source() {
  const { streamArn } = await ensureStream(client);
  return createKinesisSource({ client, streamName: STREAM_NAME, streamArn });
}

async function open(after?: string, shardId = SECOND_SHARD) {
  return (await source()).open(shardId, after);
}

// This key is of the second shard.
const put = (...texts: string[]) =>
  putRecords(
    client,
    STREAM_NAME,
    texts.map((text) => ({ partitionKey: 'CA1', data: Buffer.from(text) })),
    systemClock,
  );

const NOTHING_NEW: Read = { records: [], ended: false };

const texts = ({ records }: Read) => records.map(({ record }) => Buffer.from(record.kinesis.data, 'base64').toString());

it('reads from the oldest record on, each record once', async () => {
  const read = await open();
  await put('a', 'b');
  expect(texts(await read())).toEqual(['a', 'b']);
  expect(await read()).toEqual(NOTHING_NEW);
  await put('c');
  expect(texts(await read())).toEqual(['c']);
});

it('reads on behind a sequence number', async () => {
  const read = await open();
  await put('a', 'b', 'c');
  const second = (await read()).records[1]?.record.kinesis.sequenceNumber;
  expect(texts(await (await open(second))())).toEqual(['c']);
});

it('finds a record that was being written while it read an empty shard', async () => {
  const read = await open();
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(Date.now() + 5_000);
  expect(await read()).toEqual(NOTHING_NEW);
  // The stream gave it its place before the read, and shows it after.
  vi.setSystemTime(Date.now() - 1_000);
  await put('a');
  vi.setSystemTime(Date.now() + 5_000);
  expect(texts(await read())).toEqual(['a']);
});

it('goes on after the last record when its place has expired', async () => {
  const read = await open();
  await put('a', 'b');
  await read();
  await read();
  failures.set(places.at(-1), new ExpiredIteratorException({ message: 'Iterator expired', $metadata: {} }));
  await put('c');
  expect(await read()).toEqual(NOTHING_NEW);
  expect(texts(await read())).toEqual(['c']);
});

it('throws what the stream says, and goes on where it was', async () => {
  const read = await open();
  await put('a');
  await read();
  await read();
  failures.set(places.at(-1), new Error('no answer'));
  await put('b');
  await expect(read()).rejects.toThrow('no answer');
  expect(texts(await read())).toEqual(['b']);
});

it('tells how many bytes a record adds to a payload', async () => {
  const read = await open();
  await putRecords(client, STREAM_NAME, [{ partitionKey: 'Zürich 3', data: Buffer.from('Zürich') }], systemClock);
  const [only] = (await read()).records;
  expect(only?.bytes).toBe(Buffer.byteLength(JSON.stringify(only?.record)));
});

describe('a shard that was split', () => {
  const split = () =>
    client.send(
      new SplitShardCommand({
        StreamName: STREAM_NAME,
        ShardToSplit: SECOND_SHARD,
        NewStartingHashKey: String(3n * 2n ** 126n),
      }),
    );

  it('is read to its end, and then says so', async () => {
    const read = await open();
    await put('a', 'b');
    expect(texts(await read())).toEqual(['a', 'b']);
    await split();
    const late: string[] = [];
    await vi.waitUntil(
      async () => {
        const answer = await read();
        late.push(...texts(answer));
        return answer.ended;
      },
      { timeout: 40_000, interval: 20 },
    );
    expect(late).toEqual([]);
  });

  it('and never says so of itself while it is open', async () => {
    const read = await open();
    await put('a');
    const reads = await Array.fromAsync({ length: 20 }, read);
    expect(reads.every(({ ended }) => !ended)).toBe(true);
  });

  it('names its children, which name it', async () => {
    const opened = await source();
    await split();
    await vi.waitUntil(async () => (await opened.shards()).length === 4);
    expect(await opened.shards()).toEqual([
      { shardId: 'shardId-000000000000', parents: [] },
      { shardId: SECOND_SHARD, parents: [] },
      { shardId: 'shardId-000000000002', parents: [SECOND_SHARD] },
      { shardId: 'shardId-000000000003', parents: [SECOND_SHARD] },
    ]);
  });
});
