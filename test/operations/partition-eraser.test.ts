import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createItemWriter, MAX_BATCH_ITEMS } from '../../lambda/store/item-writer.ts';
import { dynamoDbClient, ensureTable, startDynamoDb } from '../../local/embedded-dynamodb.ts';
import { type EmbeddedServer, listen } from '../../local/embedded-server.ts';
import { TABLE_NAME } from '../../local/names.ts';
import { createPartitionEraser } from '../../operations/partition-eraser.ts';
import { CALL_SID } from '../../samples/builders.ts';
import { systemClock } from '../../shared/clock.ts';
import { item } from '../lambda/store/store-contract.ts';
import { pipelineClients } from '../local/running-pipeline.ts';

const OTHER_CALL = `${CALL_SID}0`;

let dynamodb: EmbeddedServer;
beforeAll(async () => {
  dynamodb = await startDynamoDb({ port: 0 });
});
afterAll(() => dynamodb.close());

it('deletes the rows of a call, however many there are, and no other; then there is nothing to delete', async () => {
  const client = dynamoDbClient(dynamodb.url);
  await ensureTable(client);
  const options = { client, tableName: TABLE_NAME, clock: systemClock };
  const writer = createItemWriter({
    ...options,
    tables: { 'call-events': options.tableName, 'call-insights': 'call-insights' },
  });
  // More than a page of a query, which ends at 1 MB.
  const items = Array.from({ length: 60 }, (_item, number) => item(number, { text: 'x'.repeat(20_000) }));
  for (let start = 0; start < items.length; start += MAX_BATCH_ITEMS) {
    await writer.put(items.slice(start, start + MAX_BATCH_ITEMS), new AbortController().signal);
  }
  await writer.put([item(1, { call_sid: OTHER_CALL })], new AbortController().signal);

  const eraser = createPartitionEraser({ ...options, table: 'call-events' });
  expect(await eraser.count(CALL_SID)).toBe(60);
  expect(await eraser.erase(CALL_SID)).toBe(60);
  expect(await eraser.count(CALL_SID)).toBe(0);
  expect(await eraser.erase(CALL_SID)).toBe(0);
  const clients = pipelineClients({ kinesis: dynamodb.url, dynamodb: dynamodb.url });
  expect(await clients.rows()).toMatchObject([{ call_sid: { S: OTHER_CALL } }]);
  clients.destroy();
  client.destroy();
});

it('tries again what a busy table did not delete', async () => {
  const keys = [1, 2, 3].map((number) => ({ call_sid: { S: CALL_SID }, timestamp: { S: `${number}` } }));
  const asked: number[] = [];
  const server = createServer(async (request, response) => {
    const body = (await json(request)) as { RequestItems?: Record<string, unknown[]> };
    const requests = body.RequestItems?.[TABLE_NAME];
    if (requests !== undefined) asked.push(requests.length);
    const answers = [
      { status: 400, body: { __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException' } },
      { status: 200, body: { UnprocessedItems: { [TABLE_NAME]: requests?.slice(1) } } },
    ];
    const done = { status: 200, body: {} };
    const answer =
      requests === undefined ? { status: 200, body: { Items: keys } } : (answers[asked.length - 1] ?? done);
    response
      .writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' })
      .end(JSON.stringify(answer.body));
  });
  const { url, close } = await listen(server, 0, '');
  const client = new DynamoDBClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const clock = { sleep: async () => undefined, random: () => 0 };
  expect(
    await createPartitionEraser({ client, table: 'call-events', tableName: TABLE_NAME, clock }).erase(CALL_SID),
  ).toBe(3);
  expect(asked).toEqual([3, 3, 2]);
  client.destroy();
  await close();
});
