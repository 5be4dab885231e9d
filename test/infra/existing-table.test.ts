import { CreateTableCommand, type CreateTableCommandInput, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { existingTableProblem } from '../../infra/existing-table.ts';
import { dynamoDbClient, ensureTable, startDynamoDb } from '../../local/embedded-dynamodb.ts';

let dynamodb: Awaited<ReturnType<typeof startDynamoDb>>;
let client: DynamoDBClient;

beforeAll(async () => {
  dynamodb = await startDynamoDb({ port: 0 });
  client = dynamoDbClient(dynamodb.url);
  await ensureTable(client);
});
afterAll(async () => {
  client.destroy();
  await dynamodb.close();
});

const attribute = (AttributeName: string, AttributeType: 'S' | 'N' = 'S') =>
  ({ AttributeName, AttributeType }) as const;
const keys = (partitionKey: string, sortKey: string): CreateTableCommandInput['KeySchema'] => [
  { AttributeName: partitionKey, KeyType: 'HASH' },
  { AttributeName: sortKey, KeyType: 'RANGE' },
];
const RIGHT = {
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['call_sid', 'timestamp', 'level', 'level_timestamp'].map((name) => attribute(name)),
  KeySchema: keys('call_sid', 'timestamp'),
} satisfies Partial<CreateTableCommandInput>;
const INDEX = {
  IndexName: 'level-index',
  KeySchema: keys('level', 'level_timestamp'),
  Projection: { ProjectionType: 'ALL' },
} as const;

describe('a table to use', () => {
  it('is one that a stack of this project made', async () => {
    expect(await existingTableProblem(client, 'call-events', undefined)).toBeUndefined();
    expect(await existingTableProblem(client, 'call-events', '000000000000')).toBeUndefined();
  });

  it.each([
    [
      'other-keys',
      { ...RIGHT, AttributeDefinitions: [attribute('id'), attribute('timestamp')], KeySchema: keys('id', 'timestamp') },
      'its key is id (S), timestamp (S): expected call_sid (S), timestamp (S)',
    ],
    [
      'other-types',
      {
        ...RIGHT,
        AttributeDefinitions: [attribute('call_sid'), attribute('timestamp', 'N')],
      },
      'its key is call_sid (S), timestamp (N): expected call_sid (S), timestamp (S)',
    ],
    [
      'no-index',
      { ...RIGHT, AttributeDefinitions: [attribute('call_sid'), attribute('timestamp')] },
      'it has no index level-index: restore it with its indexes',
    ],
    [
      'other-index-keys',
      { ...RIGHT, GlobalSecondaryIndexes: [{ ...INDEX, KeySchema: keys('level_timestamp', 'level') }] },
      'the key of level-index is level_timestamp (S), level (S): expected level (S), level_timestamp (S)',
    ],
    [
      'not-all',
      { ...RIGHT, GlobalSecondaryIndexes: [{ ...INDEX, Projection: { ProjectionType: 'KEYS_ONLY' as const } }] },
      'level-index holds not all attributes: expected ALL',
    ],
  ])('is not one with %s', async (TableName, table, problem) => {
    await client.send(new CreateTableCommand({ ...table, TableName }));
    expect(await existingTableProblem(client, TableName, undefined)).toBe(
      `existingTableName="${TableName}": ${problem}`,
    );
  });

  it('is there, in the account that is deployed to', async () => {
    expect(await existingTableProblem(client, 'nowhere', undefined)).toBe(
      'existingTableName="nowhere": no such table in us-east-1',
    );
    expect(await existingTableProblem(client, 'call-events', '123456789012')).toBe(
      'existingTableName="call-events": found in account 000000000000, and 123456789012 is deployed to: say AWS_PROFILE instead of --profile',
    );
  });

  it('can be looked at', async () => {
    const nobody = dynamoDbClient('http://127.0.0.1:1');
    expect(await existingTableProblem(nobody, 'call-events', undefined)).toMatch(
      /^existingTableName="call-events": the table cannot be looked at \(.*\): AWS credentials must be in the environment, such as AWS_PROFILE$/,
    );
    nobody.destroy();
  });
});
