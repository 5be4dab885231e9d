import { afterEach, describe, expect, it } from 'vitest';
import { createItemWriter, inBatches } from '../../../lambda/store/item-writer.ts';
import { attributesOf } from '../../../samples/builders.ts';
import type { Clock } from '../../../shared/clock.ts';
import { type Answer, startScriptedDynamoDb, type WriteSeen } from './scripted-dynamodb.ts';
import { item } from './store-contract.ts';

const NEVER = new AbortController().signal;
const ITEMS = Array.from({ length: 25 }, (_, n) => item(n));
const ROWS = ITEMS.map(attributesOf);
const THROTTLED = { status: 400, name: 'ProvisionedThroughputExceededException', message: 'too much' };
const BAD_ITEM = { status: 400, name: 'ValidationException', message: 'Number overflow' };

const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((stop) => stop()));
});

/** A writer to a table that answers so; `sleeps` are the milliseconds it waited, none of which pass. */
async function open(
  answer: (write: WriteSeen, attempt: number) => Answer,
  { random = () => 1, sleep = async () => {} }: Partial<Clock> = {},
) {
  const { client, writes, stop } = await startScriptedDynamoDb(answer);
  running.push(stop);
  const sleeps: number[] = [];
  const clock = {
    random,
    sleep(ms: number, signal?: AbortSignal) {
      sleeps.push(ms);
      return sleep(ms, signal);
    },
  };
  return {
    writer: createItemWriter({ client, tables: { 'call-events': 'events', 'call-insights': 'call-insights' }, clock }),
    writes,
    sleeps,
  };
}

/** Answers one after another, and `ok` from then on. */
function inTurn(...answers: Answer[]) {
  return (_write: WriteSeen, attempt: number) => answers[attempt] ?? 'ok';
}

describe('a batch', () => {
  it('is one request with each item in it, and one item is a put', async () => {
    const { writer, writes, sleeps } = await open(inTurn());
    expect(await writer.put(ITEMS, NEVER)).toEqual([]);
    expect(await writer.put(ITEMS.slice(0, 1), NEVER)).toEqual([]);
    expect(await writer.put([], NEVER)).toEqual([]);
    expect(writes).toMatchObject([
      { operation: 'BatchWriteItem', tableName: 'events', rows: ROWS },
      { operation: 'PutItem', tableName: 'events', rows: ROWS.slice(0, 1) },
    ]);
    expect(sleeps).toEqual([]);
  });
});

describe('what is put at once', () => {
  const sized = (bytes: number) => ({ ...item(0), bytes });
  const MB = 1024 * 1024;

  it('is 25 items, or 4 MB of JSON, or one item of whatever size, and none is left out', () => {
    const items = [...Array(30).fill(sized(800)), ...Array(5).fill(sized(1.5 * MB)), sized(6 * MB), sized(800)];
    const batches = inBatches(items, (one) => one).map(({ holders }) => holders);
    expect(batches.map(({ length }) => length)).toEqual([25, 7, 2, 1, 1, 1]);
    expect(batches.flat()).toEqual(items);
    expect(inBatches([], (one) => one)).toEqual([]);
  });

  it('is told by the bytes that go over the wire', () => {
    const { json, bytes } = item(1, { text: 'é🎉\u0001', list: [1, 2, 3] });
    expect(bytes).toBe(Buffer.byteLength(json));
  });
});

describe('trouble that passes', () => {
  it.each<[string, Answer]>([
    ['a throttle', THROTTLED],
    ['a throttle of the account', { status: 400, name: 'ThrottlingException' }],
    ['a request limit', { status: 400, name: 'RequestLimitExceeded' }],
    ['an internal error', { status: 500, name: 'InternalServerError' }],
    ['an unavailable service', { status: 503, name: 'ServiceUnavailable' }],
    ['a connection reset', 'reset'],
  ])('such as %s is tried again until it does, one item or many', async (_what, trouble) => {
    for (const items of [ITEMS.slice(0, 1), ITEMS.slice(0, 3)]) {
      const { writer, writes, sleeps } = await open(inTurn(trouble, trouble));
      expect(await writer.put(items, NEVER)).toEqual([]);
      expect(writes.map(({ rows }) => rows)).toEqual(Array(3).fill(items.map(attributesOf)));
      expect(sleeps).toEqual([50, 100]);
    }
  });

  it('is waited for twice as long each time, 5 s at most, by chance less', async () => {
    const throttles = Array<Answer>(10).fill(THROTTLED);
    const longest = await open(inTurn(...throttles));
    await longest.writer.put(ITEMS, NEVER);
    expect(longest.sleeps).toEqual([50, 100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000]);
    const shorter = await open(inTurn(...throttles), { random: () => 0.25 });
    await shorter.writer.put(ITEMS, NEVER);
    expect(shorter.sleeps).toEqual([12.5, 25, 50, 100, 200, 400, 800, 1250, 1250, 1250]);
  });
});

describe('items the table did not get to', () => {
  it('are sent again, they alone, after a wait that grows', async () => {
    const { writer, writes, sleeps } = await open(
      inTurn({ unprocessed: ROWS.slice(5) }, { unprocessed: ROWS.slice(23) }, { unprocessed: ROWS.slice(24) }),
    );
    expect(await writer.put(ITEMS, NEVER)).toEqual([]);
    expect(writes.map(({ rows }) => rows)).toEqual([ROWS, ROWS.slice(5), ROWS.slice(23), ROWS.slice(24)]);
    expect(sleeps).toEqual([50, 100, 200]);
  });

  it('are not lost when the next answer is a throttle', async () => {
    const { writer, writes } = await open(inTurn({ unprocessed: ROWS.slice(24) }, THROTTLED));
    expect(await writer.put(ITEMS, NEVER)).toEqual([]);
    expect(writes.at(-1)?.rows).toContainEqual(ROWS[24]);
  });

  it('fail the batch when time is up', async () => {
    const controller = new AbortController();
    const { writer, writes } = await open(() => ({ unprocessed: ROWS.slice(24) }), {
      sleep: (_ms, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
          controller.abort();
        }),
    });
    await expect(writer.put(ITEMS, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(writes).toHaveLength(1);
  });
});

describe('time that is up', () => {
  it('ends the attempts with what the table said last', async () => {
    const controller = new AbortController();
    const { writer, writes } = await open(inTurn({ status: 500, name: 'InternalServerError' }, THROTTLED, THROTTLED), {
      sleep: async (ms, signal) => {
        if (ms > 50) controller.abort();
        signal?.throwIfAborted();
      },
    });
    await expect(writer.put(ITEMS, controller.signal)).rejects.toMatchObject({ name: THROTTLED.name });
    expect(writes).toHaveLength(2);
  });

  it('starts nothing after the request that is under way', async () => {
    const controller = new AbortController();
    const { writer, writes, sleeps } = await open(() => {
      controller.abort();
      return 'reset';
    });
    await expect(writer.put(ITEMS, controller.signal)).rejects.toBeInstanceOf(Error);
    expect([writes.length, sleeps]).toEqual([1, []]);
  });
});

describe('an item the table never takes', () => {
  const refusing =
    (...bad: number[]) =>
    ({ rows }: WriteSeen): Answer =>
      bad.some((n) => rows.some((row) => row.event_id?.S === ROWS[n]?.event_id?.S)) ? BAD_ITEM : 'ok';

  it.each([[[0]], [[12]], [[24]], [[0, 24]], [[3, 4, 5, 17]]])('is found among 25 by halves: %j', async (bad) => {
    const { writer, writes, sleeps } = await open(refusing(...bad));
    const refused = await writer.put(ITEMS, NEVER);
    expect(refused).toEqual(bad.map((n) => ({ item: ITEMS[n], message: 'Number overflow' })));
    const written = writes.filter((write) => refusing(...bad)(write) === 'ok').flatMap(({ rows }) => rows);
    expect(written.map((row) => row.event_id?.S).sort()).toEqual(
      ROWS.filter((_, n) => !bad.includes(n)).map((row) => row.event_id?.S),
    );
    expect(writes.length).toBeLessThanOrEqual(1 + bad.length * 10);
    expect(sleeps).toEqual([]);
  });

  it('is found though the table throttles meanwhile', async () => {
    const { writer, sleeps } = await open((write, attempt) => (attempt % 2 === 1 ? THROTTLED : refusing(7)(write)));
    expect(await writer.put(ITEMS, NEVER)).toEqual([{ item: ITEMS[7], message: 'Number overflow' }]);
    expect(sleeps.length).toBeGreaterThan(0);
  });

  it.each([
    [{ status: 413, name: 'Unknown' }, /^a request too large \(413\): its JSON has \d{3} bytes$/],
    [
      { status: 400, name: 'SerializationException', message: 'Unexpected end of stream' },
      /^Unexpected end of stream$/,
    ],
  ])('is one that the service cannot read, too: %j', async (trouble, message) => {
    const { writer, sleeps } = await open((write) => (refusing(7)(write) === 'ok' ? 'ok' : trouble));
    expect(await writer.put(ITEMS, NEVER)).toEqual([{ item: ITEMS[7], message: expect.stringMatching(message) }]);
    expect(sleeps).toEqual([]);
  });

  it('can be each of them', async () => {
    const { writer } = await open(() => BAD_ITEM);
    const refused = await writer.put(ITEMS.slice(0, 3), NEVER);
    expect(refused.map((one) => one.item)).toEqual(ITEMS.slice(0, 3));
  });
});

describe('an index somebody added', () => {
  it('whose key is of another type on one event is that event’s trouble', async () => {
    const message =
      'One or more parameter values were invalid: Type mismatch for Index Key account_sid Expected: S Actual: N';
    const { writer } = await open(() => ({ status: 400, name: 'ValidationException', message }));
    expect(await writer.put(ITEMS.slice(0, 1), NEVER)).toEqual([{ item: ITEMS[0], message }]);
  });
});

describe('trouble that stays', () => {
  it.each([
    ['ValidationException', 'The provided key element does not match the schema'],
    ['ValidationException', 'One or more parameter values were invalid: Missing the key pk in the item'],
    ['ValidationException', 'One of the required keys was not given a value'],
    ['ValidationException', 'One or more parameter values were invalid: Type mismatch for key call_sid expected: N'],
    ['ResourceNotFoundException', 'Requested resource not found'],
    ['AccessDeniedException', 'User is not authorized to perform: dynamodb:BatchWriteItem'],
    ['ExpiredTokenException', 'The security token included in the request is expired'],
  ])('is thrown at once and blamed on no item: %s, %s', async (name, message) => {
    for (const items of [ITEMS, ITEMS.slice(0, 1)]) {
      const { writer, writes, sleeps } = await open(() => ({ status: 400, name, message }));
      await expect(writer.put(items, NEVER)).rejects.toMatchObject({ name, message });
      expect([writes.length, sleeps]).toEqual([1, []]);
    }
  });
});
