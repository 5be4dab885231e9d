import { CreateTableCommand, DynamoDBClient, ResourceInUseException } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { LEVEL_INDEX, TABLE_KEYS } from '../shared/table.ts';
import { type EmbeddedServer, listen } from './embedded-server.ts';
import { ANY_CREDENTIALS, REGION, TABLE_NAME } from './names.ts';

/** The DynamoDB API on dynalite, in memory or in a folder. */
export function startDynamoDb({ port, directory }: { port: number; directory?: string }): Promise<EmbeddedServer> {
  return listen(dynalite({ path: directory, createTableMs: 0 }), port, 'DYNAMODB_PORT');
}

export function dynamoDbClient(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({ endpoint, region: REGION, credentials: ANY_CREDENTIALS });
}

/** The table, as the stack deploys it: a test holds the one against the other. */
export async function ensureTable(client: DynamoDBClient, tableName = TABLE_NAME): Promise<void> {
  const names = [...new Set([TABLE_KEYS, LEVEL_INDEX].flatMap((keys) => [keys.partitionKey, keys.sortKey]))];
  const table = new CreateTableCommand({
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: names.map((name) => ({ AttributeName: name, AttributeType: 'S' })),
    KeySchema: keySchema(TABLE_KEYS),
    GlobalSecondaryIndexes: [
      { IndexName: LEVEL_INDEX.name, KeySchema: keySchema(LEVEL_INDEX), Projection: { ProjectionType: 'ALL' } },
    ],
  });
  await client.send(table).catch((error: unknown) => {
    if (!(error instanceof ResourceInUseException)) throw error;
  });
}

function keySchema({ partitionKey, sortKey }: { partitionKey: string; sortKey: string }) {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' as const },
    { AttributeName: sortKey, KeyType: 'RANGE' as const },
  ];
}
