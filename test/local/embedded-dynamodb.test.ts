import { DescribeTableCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TableClient } from '../../lambda/store/dynamodb-client.ts';
import { dynamoDbClient, ensureTable, ensureTables, startDynamoDb } from '../../local/embedded-dynamodb.ts';
import type { EmbeddedServer } from '../../local/embedded-server.ts';
import { TABLE_NAME, TABLES } from '../../local/names.ts';
import { TABLE_IDS } from '../../shared/table.ts';
import { stackTemplate, tableOf } from '../infra/template.ts';

let server: EmbeddedServer;
let client: TableClient;
beforeAll(async () => {
  server = await startDynamoDb({ port: 0 });
  client = dynamoDbClient(server.url);
  await ensureTables(client);
});
afterAll(async () => {
  client.destroy();
  await server.close();
});

const byName = (one: { AttributeName?: string }, other: { AttributeName?: string }) =>
  String(one.AttributeName).localeCompare(String(other.AttributeName));

it.each(TABLE_IDS)('has the keys, the index and the billing of the table %s that the stack deploys', async (id) => {
  const { Properties: deployed } = tableOf(stackTemplate(), id);
  const { Table: embedded } = await client.send(new DescribeTableCommand({ TableName: TABLES[id] }));
  expect(embedded?.KeySchema).toEqual(deployed.KeySchema);
  expect(embedded?.AttributeDefinitions?.toSorted(byName)).toEqual(
    (deployed.AttributeDefinitions as { AttributeName: string }[]).toSorted(byName),
  );
  const indexes = embedded?.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
    IndexName,
    KeySchema,
    Projection,
  }));
  expect(indexes).toEqual(deployed.GlobalSecondaryIndexes);
  expect(embedded?.BillingModeSummary?.BillingMode).toBe(deployed.BillingMode);
});

it('is left as it is where there is one already', async () => {
  const Item = { call_sid: { S: 'CA1' }, timestamp: { S: '2026-11-20T12:00:00.000Z#EZ1' } };
  await client.send(new PutItemCommand({ TableName: TABLE_NAME, Item }));
  await ensureTable(client);
  expect((await client.send(new ScanCommand({ TableName: TABLE_NAME }))).Items).toEqual([Item]);
});
