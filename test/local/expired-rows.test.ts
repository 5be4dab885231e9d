import { type AttributeValue, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TableClient } from '../../lambda/store/dynamodb-client.ts';
import { dynamoDbClient, ensureTables, startDynamoDb } from '../../local/embedded-dynamodb.ts';
import type { EmbeddedServer } from '../../local/embedded-server.ts';
import { deleteExpiredRows, startExpiry } from '../../local/expired-rows.ts';
import { INSIGHTS_TABLE_NAME, TABLE_NAME, TABLES } from '../../local/names.ts';
import { systemClock } from '../../shared/clock.ts';

const NOW = Date.parse('2026-11-21T12:00:00.500Z');
const NOW_S = Math.floor(NOW / 1_000);
const DAY_S = 86_400;
const clock = { ...systemClock, now: () => NOW };

let server: EmbeddedServer;
let client: TableClient;
beforeEach(async () => {
  server = await startDynamoDb({ port: 0 });
  client = dynamoDbClient(server.url);
  await ensureTables(client);
});
afterEach(async () => {
  client.destroy();
  await server.close();
});

async function put(name: string, expires?: AttributeValue): Promise<void> {
  const Item = {
    call_sid: { S: 'CA1' },
    timestamp: { S: name },
    level: { S: 'ERROR' },
    level_timestamp: { S: name },
    ...(expires && { expires_at: expires }),
  };
  await client.send(new PutItemCommand({ TableName: TABLE_NAME, Item }));
}

async function names(IndexName?: string): Promise<(string | undefined)[]> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: TABLE_NAME, IndexName }));
  return Items.map(({ timestamp }) => timestamp?.S).sort();
}

const remove = () => deleteExpiredRows({ client, tables: TABLES, clock });

it('deletes the rows whose lifetime is over, and no others', async () => {
  await put('past', { N: String(NOW_S - DAY_S) });
  await put('just past', { N: String(NOW_S - 1) });
  await put('almost five years past', { N: String(NOW_S - 5 * 365 * DAY_S) });
  const left = [
    ['now', { N: String(NOW_S) }],
    ['in a day', { N: String(NOW_S + DAY_S) }],
    ['more than five years past', { N: String(NOW_S - 5 * 365 * DAY_S - 1) }],
    ['a text', { S: String(NOW_S - DAY_S) }],
    ['in milliseconds', { N: String(NOW) }],
    ['a list', { L: [{ N: String(NOW_S - DAY_S) }] }],
    ['nothing', undefined],
  ] as const satisfies [string, AttributeValue | undefined][];
  for (const [name, expires] of left) await put(name, expires);
  expect(await remove()).toBe(3);
  const expected = left.map(([name]) => name).toSorted();
  expect(await names()).toEqual(expected);
  expect(await names('level-index')).toEqual(expected);
  expect(await remove()).toBe(0);
});

it('deletes those of call summaries too, and of what leads to them', async () => {
  const row = (id: string, part: string, expires: number) =>
    client.send(
      new PutItemCommand({
        TableName: INSIGHTS_TABLE_NAME,
        Item: { id: { S: id }, part: { S: part }, expires_at: { N: String(expires) } },
      }),
    );
  await row('CA1', 'summary', NOW_S - 1);
  await row('+15550100', '2026-10-20T12:00:00.000Z#CA1', NOW_S - 1);
  await row('CA2', 'summary', NOW_S + DAY_S);
  expect(await remove()).toBe(2);
  const { Items } = await client.send(new ScanCommand({ TableName: INSIGHTS_TABLE_NAME }));
  expect(Items).toMatchObject([{ id: { S: 'CA2' } }]);
});

it('leaves a row that has a new lifetime by the time it is deleted', async () => {
  await put('a', { N: String(NOW_S - 1) });
  await put('b', { N: String(NOW_S - 1) });
  let deletions = 0;
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (request) => {
        if (commandName === 'DeleteItemCommand' && deletions++ === 0) await put('a', { N: String(NOW_S + DAY_S) });
        return next(request);
      },
    { step: 'initialize' },
  );
  expect(await remove()).toBe(1);
  expect(await names()).toEqual(['a']);
});

it('deletes many, on several pages', async () => {
  await Promise.all(Array.from({ length: 250 }, (_row, index) => put(`row ${index}`, { N: String(NOW_S - 1) })));
  expect(await remove()).toBe(250);
  expect(await names()).toEqual([]);
});

it('looks at the start and then again, also after a look that failed, until it is stopped', async () => {
  const troubles: unknown[] = [];
  let now = NOW;
  const waits: { ms: number; over: () => void }[] = [];
  await put('first', { N: String(NOW_S - 1) });
  await put('second', { N: String(NOW_S + 3_600) });
  const expiry = startExpiry({
    client,
    tables: TABLES,
    clock: {
      ...systemClock,
      now: () => now,
      sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
          waits.push({ ms, over: resolve });
          signal?.addEventListener('abort', () => reject(signal.reason));
        }),
    },
    onTrouble: (error) => void troubles.push(error),
  });
  await vi.waitFor(() => expect(waits).toHaveLength(1));
  expect(await names()).toEqual(['second']);
  expect(waits[0]?.ms).toBeGreaterThanOrEqual(60_000);

  now = Number.NaN;
  waits[0]?.over();
  await vi.waitFor(() => expect(waits).toHaveLength(2));
  expect(troubles).toHaveLength(1);

  now = NOW + 3_601_000 + 1_000;
  waits[1]?.over();
  await vi.waitFor(() => expect(waits).toHaveLength(3));
  expect(await names()).toEqual([]);
  await expiry.stop();
  expect(troubles).toHaveLength(1);
});
