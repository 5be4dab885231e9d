import {
  BatchWriteItemCommand,
  DynamoDBClient as Client,
  type DynamoDBClient,
  PutItemCommand,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { dynamoDbClient, ensureTable, startDynamoDb } from '../../local/embedded-dynamodb.ts';
import type { EmbeddedServer } from '../../local/embedded-server.ts';
import { createRandom } from '../../local/samples/random.ts';
import { type FaultProxy, PROXY_FAULTS, type ProxyFault, randomFaults, startFaultProxy } from './fault-proxy.ts';

let dynamodb: EmbeddedServer;
let table: DynamoDBClient;
let proxy: FaultProxy;
/** Behind the proxy; one attempt, so that each fault shows. */
let client: DynamoDBClient;
let fault: ProxyFault | undefined;

beforeAll(async () => {
  dynamodb = await startDynamoDb({ port: 0 });
  table = dynamoDbClient(dynamodb.url);
});
afterAll(async () => {
  table.destroy();
  await dynamodb.close();
});

let tableName = '';
beforeEach(async () => {
  tableName = `faults-${crypto.randomUUID()}`;
  fault = undefined;
  await ensureTable(table, tableName);
  proxy = await startFaultProxy({ target: dynamodb.url, plan: () => fault, latencyMs: 5 });
  client = new Client({
    endpoint: proxy.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    requestHandler: { requestTimeout: 50, throwOnRequestTimeout: true },
  });
});
afterEach(async () => {
  client.destroy();
  await proxy.close();
});

const item = (number: number) => ({ call_sid: { S: 'CA1' }, timestamp: { S: String(number) }, event_id: { S: 'x' } });

async function rows(): Promise<string[]> {
  const pages = await Array.fromAsync(paginateScan({ client: table }, { TableName: tableName }));
  return pages.flatMap(({ Items = [] }) => Items.map(({ timestamp }) => String(timestamp?.S))).sort();
}

const put = () => client.send(new PutItemCommand({ TableName: tableName, Item: item(0) }));
const putBatch = (count: number) => {
  const requests = Array.from({ length: count }, (_item, index) => ({ PutRequest: { Item: item(index) } }));
  return client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }));
};

it.each<[ProxyFault, object, number]>([
  ['throttle', { name: 'ProvisionedThroughputExceededException', $metadata: { httpStatusCode: 400 } }, 0],
  ['error-500', { name: 'InternalServerError', $metadata: { httpStatusCode: 500 } }, 0],
  ['error-503', { name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } }, 0],
  ['reset-before-commit', { code: 'ECONNRESET' }, 0],
  ['reset-after-commit', { code: 'ECONNRESET' }, 1],
  ['hang', { name: 'TimeoutError' }, 0],
])('a call that meets %s fails so, and the table has what it has', async (kind, error, written) => {
  fault = kind;
  await expect(put()).rejects.toMatchObject(error);
  expect(await rows()).toHaveLength(written);
  expect([...proxy.faults]).toEqual([[kind, 1]]);
});

it('a batch that is left unprocessed is written by half, and the answer holds the other', async () => {
  fault = 'unprocessed';
  const { UnprocessedItems } = await putBatch(5);
  expect(await rows()).toEqual(['0', '1']);
  const left = UnprocessedItems?.[tableName]?.map(({ PutRequest }) => PutRequest?.Item);
  expect(left).toEqual([item(2), item(3), item(4)]);
});

it('what cannot be done by half is throttled instead', async () => {
  fault = 'unprocessed';
  await expect(put()).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
  await expect(putBatch(1)).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
  expect(await rows()).toEqual([]);
});

it('a call that is late or meets nothing is answered as the table answers', async () => {
  await put();
  fault = 'latency';
  expect((await putBatch(3)).UnprocessedItems).toEqual({});
  expect(await rows()).toEqual(['0', '1', '2']);
  expect([proxy.calls(), proxy.itemsForwarded()]).toEqual([2, 4]);
  fault = undefined;
  await expect(
    client.send(new PutItemCommand({ TableName: tableName, Item: { call_sid: { S: '' } } })),
  ).rejects.toMatchObject({ name: 'ValidationException' });
});

it('random faults are as many as they shall be, of every kind, and the same for the same seed', () => {
  const draw = () => {
    const plan = randomFaults(createRandom(1), 0.2);
    return Array.from({ length: 5_000 }, () => plan('PutItem'));
  };
  const drawn = draw();
  const faults = drawn.filter((one) => one !== undefined);
  expect(faults.length / drawn.length).toBeCloseTo(0.2, 1);
  expect([...new Set(faults)].sort()).toEqual(Object.keys(PROXY_FAULTS).sort());
  expect(draw()).toEqual(drawn);
});
