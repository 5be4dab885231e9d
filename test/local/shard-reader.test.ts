import { ExpiredIteratorException, type GetRecordsInput, type KinesisClient } from '@aws-sdk/client-kinesis';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createMemoryCheckpoints } from '../../local/checkpoints.ts';
import { ensureStream, kinesisClient, startKinesis } from '../../local/embedded-kinesis.ts';
import type { EmbeddedServer } from '../../local/embedded-server.ts';
import { STREAM_NAME } from '../../local/names.ts';
import { putRecords } from '../../local/put-records.ts';
import { createShardReader, type SizedRecord } from '../../local/shard-reader.ts';
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

async function open(checkpoints = createMemoryCheckpoints()) {
  const { streamArn } = await ensureStream(client);
  const shardId = 'shardId-000000000001';
  return createShardReader({ client, streamName: STREAM_NAME, streamArn, shardId, checkpoints });
}

// This key is of the second shard.
const put = (...texts: string[]) =>
  putRecords(
    client,
    STREAM_NAME,
    texts.map((text) => ({ partitionKey: 'CA1', data: Buffer.from(text) })),
    systemClock,
  );

const texts = (records: SizedRecord[]) =>
  records.map(({ record }) => Buffer.from(record.kinesis.data, 'base64').toString());

it('reads from the oldest record on, each record once', async () => {
  const read = await open();
  await put('a', 'b');
  expect(texts(await read())).toEqual(['a', 'b']);
  expect(await read()).toEqual([]);
  await put('c');
  expect(texts(await read())).toEqual(['c']);
});

it('reads from the checkpoint on where there is one', async () => {
  const read = await open();
  await put('a', 'b', 'c');
  const [, second] = await read();
  const checkpoints = createMemoryCheckpoints();
  await checkpoints.save('shardId-000000000001', String(second?.record.kinesis.sequenceNumber));
  expect(texts(await (await open(checkpoints))())).toEqual(['c']);
});

it('finds a record that was being written while it read an empty shard', async () => {
  const read = await open();
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(Date.now() + 5_000);
  expect(await read()).toEqual([]);
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
  expect(await read()).toEqual([]);
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
  const [only] = await read();
  expect(only?.bytes).toBe(Buffer.byteLength(JSON.stringify(only?.record)));
});
