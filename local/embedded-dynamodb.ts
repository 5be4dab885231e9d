import {
  CreateTableCommand,
  type DynamoDBClient,
  type Projection,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { createDynamoDbClient, type TableClient } from '../lambda/store/dynamodb-client.ts';
import {
  INSIGHTS_KEYS,
  LEVEL_INDEX,
  STARTED_INDEX,
  STARTED_INDEX_ATTRIBUTES,
  TABLE_KEYS,
  type TableNames,
} from '../shared/table.ts';
import { embeddedClientConfig } from './embedded-client.ts';
import { embeddedPackage } from './embedded-package.ts';
import { type EmbeddedServer, listen } from './embedded-server.ts';
import { guardedServer } from './guarded-server.ts';
import { INSIGHTS_TABLE_NAME, TABLE_NAME, TABLES } from './names.ts';

/** The DynamoDB API on dynalite, in memory or in a folder. @throws LocalError where there is no dynalite */
export async function startDynamoDb({
  port,
  directory,
}: {
  port: number;
  directory?: string;
}): Promise<EmbeddedServer> {
  const { default: dynalite } = await embeddedPackage('dynalite', () => import('dynalite'));
  const server = guardedServer(() => dynalite({ path: directory, createTableMs: 0 }));
  return listen(server, port, 'DYNAMODB_PORT');
}

export function dynamoDbClient(endpoint: string): TableClient {
  return createDynamoDbClient(embeddedClientConfig(endpoint));
}

interface TableKeys {
  partitionKey: string;
  sortKey: string;
}

/**
 * The table of call events, as the stack deploys it: a test holds the one against the other. `created`: it was not there
 * before.
 */
export function ensureTable(client: DynamoDBClient, tableName = TABLE_NAME): Promise<{ created: boolean }> {
  return ensure(client, tableName, TABLE_KEYS, LEVEL_INDEX, { ProjectionType: 'ALL' });
}

/** Both tables. `created`: that of call events was not there before. */
export async function ensureTables(client: DynamoDBClient, tables: TableNames = TABLES): Promise<{ created: boolean }> {
  const [events] = await Promise.all([
    ensureTable(client, tables['call-events']),
    ensureInsightsTable(client, tables['call-insights']),
  ]);
  return events;
}

/** The table of call insights, in the same way. */
export function ensureInsightsTable(
  client: DynamoDBClient,
  tableName = INSIGHTS_TABLE_NAME,
): Promise<{ created: boolean }> {
  return ensure(client, tableName, INSIGHTS_KEYS, STARTED_INDEX, {
    ProjectionType: 'INCLUDE',
    NonKeyAttributes: [...STARTED_INDEX_ATTRIBUTES],
  });
}

async function ensure(
  client: DynamoDBClient,
  tableName: string,
  tableKeys: TableKeys,
  index: TableKeys & { name: string },
  projection: Projection,
): Promise<{ created: boolean }> {
  const names = [...new Set([tableKeys, index].flatMap((keys) => [keys.partitionKey, keys.sortKey]))];
  const table = new CreateTableCommand({
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: names.map((name) => ({ AttributeName: name, AttributeType: 'S' })),
    KeySchema: keySchema(tableKeys),
    GlobalSecondaryIndexes: [{ IndexName: index.name, KeySchema: keySchema(index), Projection: projection }],
  });
  const created = await client.send(table).then(
    () => true,
    (error: unknown) => {
      if (error instanceof ResourceInUseException) return false;
      throw error;
    },
  );
  // It answers before the table takes items.
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 0.01, maxDelay: 0.1 }, { TableName: tableName });
  return { created };
}

function keySchema({ partitionKey, sortKey }: TableKeys) {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' as const },
    { AttributeName: sortKey, KeyType: 'RANGE' as const },
  ];
}
