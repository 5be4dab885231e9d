import { connect } from 'node:net';
import {
  BatchWriteItemCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { dynamoDbClient, ensureTable, startDynamoDb } from '../../local/embedded-dynamodb.ts';
import { systemClock } from '../../shared/clock.ts';
import type { Call, Fault } from './fault-plan.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';

let dynamodb: Awaited<ReturnType<typeof startDynamoDb>>;
let direct: DynamoDBClient;
const toClose: (() => unknown)[] = [];

beforeAll(async () => {
  dynamodb = await startDynamoDb({ port: 0 });
  direct = dynamoDbClient(dynamodb.url);
});
afterAll(async () => {
  direct.destroy();
  await dynamodb.close();
});
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

/** A proxy whose first calls have these faults, a client of it, and a table of its own behind it. */
async function setUp(
  faults: readonly Fault[],
  {
    client: config = { maxAttempts: 1 },
    sleep = systemClock.sleep,
  }: { client?: DynamoDBClientConfig; sleep?: typeof systemClock.sleep } = {},
) {
  const left = [...faults];
  const seen: Call[] = [];
  const written: number[] = [];
  const proxy: FaultProxy = await startFaultProxy({
    target: dynamodb.url,
    plan(call) {
      seen.push(call);
      return left.shift();
    },
    clock: { sleep },
    onWritten: (items) => void written.push(items),
  });
  const client = new DynamoDBClient({
    endpoint: proxy.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    ...config,
  });
  const tableName = `table-${crypto.randomUUID()}`;
  await ensureTable(direct, tableName);
  toClose.push(
    () => proxy.close(),
    () => client.destroy(),
  );
  const row = (id: string) => ({ call_sid: { S: 'CA1' }, timestamp: { S: id } });
  return {
    proxy,
    seen,
    written,
    put: (id: string) => client.send(new PutItemCommand({ TableName: tableName, Item: row(id) })),
    putAll: (...ids: string[]) =>
      client.send(
        new BatchWriteItemCommand({
          RequestItems: { [tableName]: ids.map((id) => ({ PutRequest: { Item: row(id) } })) },
        }),
      ),
    unprocessed: (...ids: string[]) => ({ [tableName]: ids.map((id) => ({ PutRequest: { Item: row(id) } })) }),
    scan: () => client.send(new ScanCommand({ TableName: tableName })),
    async stored(): Promise<(string | undefined)[]> {
      const { Items = [] } = await direct.send(new ScanCommand({ TableName: tableName }));
      return Items.map(({ timestamp }) => timestamp?.S).sort();
    },
  };
}

/** A batch write without the SDK, which does not show the answer as it is. */
function ask({ url }: FaultProxy, requestItems: object): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      'x-amz-target': 'DynamoDB_20120810.BatchWriteItem',
      'content-type': 'application/x-amz-json-1.0',
      authorization: 'AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=f',
      'x-amz-date': '20261120T120000Z',
    },
    body: JSON.stringify({ RequestItems: requestItems }),
  });
}

describe('a call through the proxy', () => {
  it('is what it is without it, where the plan has nothing for it', async () => {
    const { put, putAll, scan, seen, written, stored, proxy } = await setUp([]);
    await put('1');
    expect(await putAll('2', '3')).toMatchObject({ UnprocessedItems: {} });
    expect((await scan()).Count).toBe(3);
    expect(await stored()).toEqual(['1', '2', '3']);
    expect(seen).toEqual([
      { operation: 'PutItem', requests: 0 },
      { operation: 'BatchWriteItem', requests: 2 },
      { operation: 'Scan', requests: 0 },
    ]);
    expect(written).toEqual([1, 2]);
    expect(proxy.calls()).toBe(3);
    expect(new Set(Object.values(proxy.faults()))).toEqual(new Set([0]));
  });

  it.each([
    ['throttle', 400, 'ProvisionedThroughputExceededException'],
    ['error-500', 500, 'InternalServerError'],
    ['error-503', 503, 'SyntaxError'],
  ] as const)('is refused and not done: %s', async (kind, httpStatusCode, name) => {
    const { put, stored, written, proxy } = await setUp([{ kind }]);
    await expect(put('1')).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
    expect(await stored()).toEqual([]);
    expect(written).toEqual([]);
    expect(proxy.faults()).toMatchObject({ [kind]: 1 });
  });

  it.each([
    ['reset-before', []],
    ['reset-after', ['1']],
  ] as const)('ends without an answer: %s', async (kind, rows) => {
    const { put, stored, proxy } = await setUp([{ kind }]);
    await expect(put('1')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await stored()).toEqual(rows);
    expect(proxy.faults()).toMatchObject({ [kind]: 1 });
  });

  it('comes late to the table: latency', async () => {
    const waited: number[] = [];
    const { put, stored } = await setUp([{ kind: 'latency', delayMs: 700 }], {
      sleep: async (ms) => void waited.push(ms),
    });
    await put('1');
    expect(waited).toEqual([700]);
    expect(await stored()).toEqual(['1']);
  });

  it('has no answer until the client gives up: hang', async () => {
    const { put, stored, proxy } = await setUp([{ kind: 'hang' }], {
      client: { maxAttempts: 1, requestHandler: { requestTimeout: 50, throwOnRequestTimeout: true } },
    });
    await expect(put('1')).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(await stored()).toEqual([]);
    expect(proxy.faults()).toMatchObject({ hang: 1 });
  });

  it('is done in part, and says which part is not: unprocessed', async () => {
    const { putAll, unprocessed, stored, written } = await setUp([{ kind: 'unprocessed', heldBack: new Set([0, 2]) }]);
    const { UnprocessedItems } = await putAll('1', '2', '3', '4');
    expect(UnprocessedItems).toEqual(unprocessed('1', '3'));
    expect(await stored()).toEqual(['2', '4']);
    expect(written).toEqual([2]);
  });

  it('is wrong as a whole, whether or not a part of it is held back', async () => {
    const held = { kind: 'unprocessed', heldBack: new Set([0]) } as const;
    const { proxy, putAll, unprocessed, stored, written } = await setUp([held, held]);
    await expect(putAll('1', '2', '2')).rejects.toMatchObject({ name: 'ValidationException' });
    const answer = await ask(proxy, unprocessed('1', '2', '2'));
    expect(answer.status).toBe(400);
    expect(await answer.json()).not.toHaveProperty('UnprocessedItems');
    expect(await stored()).toEqual([]);
    expect(written).toEqual([]);
  });

  it('has a length and no checksum of another body, where the proxy changed it', async () => {
    const { proxy, unprocessed } = await setUp([{ kind: 'unprocessed', heldBack: new Set([1]) }]);
    const answer = await ask(proxy, unprocessed('1', '2'));
    expect(answer.headers.get('x-amz-crc32')).toBeNull();
    const body = await answer.text();
    expect(answer.headers.get('content-length')).toBe(String(Buffer.byteLength(body)));
    expect(JSON.parse(body)).toEqual({ UnprocessedItems: unprocessed('2') });
  });

  it.each([
    ['throttle', {}],
    ['error-500', {}],
    ['error-503', {}],
    ['reset-before', {}],
    ['reset-after', {}],
    ['hang', { requestHandler: { requestTimeout: 500, throwOnRequestTimeout: true } }],
  ] as const)('is tried again by the SDK as it is, and comes through: %s', async (kind, client) => {
    const { put, stored, proxy } = await setUp([{ kind }], { client });
    await put('1');
    expect(proxy.calls()).toBe(2);
    expect(await stored()).toEqual(['1']);
  });

  it('counts for nothing where the client is gone in the middle of it', async () => {
    const { proxy, put } = await setUp([]);
    const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{');
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.destroy();
    await put('1');
    expect(proxy.calls()).toBe(1);
  });

  it('is a 502 where nobody answers behind the proxy', async () => {
    const proxy = await startFaultProxy({ target: 'http://127.0.0.1:1', plan: () => undefined, clock: systemClock });
    toClose.push(() => proxy.close());
    const answer = await fetch(proxy.url, { method: 'POST' });
    expect(answer.status).toBe(502);
    expect(await answer.text()).toContain('http://127.0.0.1:1');
  });

  it('that is under way when the proxy closes is done before that', async () => {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const { proxy, put, stored, seen } = await setUp([{ kind: 'latency', delayMs: 1 }], { sleep: () => late });
    const failed = expect(put('1')).rejects.toThrow();
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    const closed = proxy.close();
    await failed;
    resolve();
    await closed;
    toClose.length = 0;
    expect(await stored()).toEqual(['1']);
  });
});
