import { createServer } from 'node:http';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkExistingTable, type ExistingTableOptions } from '../../infra/existing-table.ts';
import { TABLE_LAYOUTS } from '../../infra/table-layout.ts';
import { dynamoDbClient, ensureTable, startDynamoDb } from '../../local/embedded-dynamodb.ts';
import { listen } from '../../local/embedded-server.ts';
import { ANY_CREDENTIALS } from '../../local/names.ts';
import { STARTED_INDEX_ATTRIBUTES } from '../../shared/table.ts';

let dynamodb: Awaited<ReturnType<typeof startDynamoDb>>;
let client: DynamoDBClient;
let cloudFormation: Awaited<ReturnType<typeof startCloudFormation>>;

beforeAll(async () => {
  dynamodb = await startDynamoDb({ port: 0 });
  client = dynamoDbClient(dynamodb.url);
  await ensureTable(client);
  cloudFormation = await startCloudFormation();
});
afterAll(async () => {
  client.destroy();
  await dynamodb.close();
  await cloudFormation.close();
});

/** What the check finds, in a deployment of the stack `Ours`. */
function check(tableName: string, options: Partial<ExistingTableOptions> = {}) {
  return checkExistingTable({
    dynamoDb: client,
    cloudFormation: cloudFormation.client,
    setting: 'existingTableName',
    layout: TABLE_LAYOUTS['call-events'],
    stackName: 'Ours',
    tableName,
    ...options,
  });
}
const found = (tableName: string, problem: string) => ({ problem: `existingTableName="${tableName}": ${problem}` });

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
    expect(await check('call-events')).toEqual({});
    expect(await check('call-events', { account: '000000000000' })).toEqual({});
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
      'level-index does not project all attributes: expected ALL',
    ],
  ])('is not one with %s', async (TableName, table, problem) => {
    await client.send(new CreateTableCommand({ ...table, TableName }));
    expect(await check(TableName)).toEqual(found(TableName, problem));
  });

  it.each([
    ['started-all', { ProjectionType: 'ALL' as const }, undefined],
    [
      'started-held',
      { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [...STARTED_INDEX_ATTRIBUTES] },
      undefined,
    ],
    [
      'started-less',
      {
        ProjectionType: 'INCLUDE' as const,
        NonKeyAttributes: STARTED_INDEX_ATTRIBUTES.filter((name) => name !== 'tags' && name !== 'facets'),
      },
      'started-index does not project tags, facets',
    ],
  ])('of call summaries has an index with what lists need: %s', async (TableName, Projection, problem) => {
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['id', 'part', 'bucket', 'started_id'].map((name) => attribute(name)),
        KeySchema: keys('id', 'part'),
        GlobalSecondaryIndexes: [{ IndexName: 'started-index', KeySchema: keys('bucket', 'started_id'), Projection }],
      }),
    );
    const found = await check(TableName, {
      setting: 'existingInsightsTableName',
      layout: TABLE_LAYOUTS['call-insights'],
    });
    expect(found).toEqual(
      problem === undefined ? {} : { problem: `existingInsightsTableName="${TableName}": ${problem}` },
    );
  });

  it('of call summaries is none of call events', async () => {
    expect(await check('call-events', { layout: TABLE_LAYOUTS['call-insights'] })).toEqual(
      found('call-events', 'its key is call_sid (S), timestamp (S): expected id (S), part (S)'),
    );
  });

  it('is there, in the account that is deployed to', async () => {
    expect(await check('nowhere')).toEqual(found('nowhere', 'no such table in us-east-1'));
    expect(await check('call-events', { account: '123456789012' })).toEqual(
      found(
        'call-events',
        'it is in account 000000000000, and the deploy goes to 123456789012: set AWS_PROFILE instead of --profile',
      ),
    );
  });

  it('can be looked at', async () => {
    const nobody = dynamoDbClient('http://127.0.0.1:1');
    expect((await check('call-events', { dynamoDb: nobody })).problem).toMatch(
      /^existingTableName="call-events": it cannot be read \(connect ECONNREFUSED [^)]*\)$/,
    );
    nobody.destroy();
    const stranger = new DynamoDBClient({
      endpoint: dynamodb.url,
      region: 'us-east-1',
      credentials: async () => {
        throw new Error('Could not load credentials from any providers');
      },
    });
    expect(await check('call-events', { dynamoDb: stranger })).toEqual(
      found(
        'call-events',
        'it cannot be read (Could not load credentials from any providers): credentials must be in the environment, such as AWS_PROFILE',
      ),
    );
  });

  it.each([
    ['Ours', 'CREATE_COMPLETE', 'it is the table of this stack already: leave the setting out'],
    [
      'Other',
      'UPDATE_COMPLETE',
      'it belongs to stack Other, which could delete it: deploy that stack with removalPolicy=retain, then destroy it',
    ],
  ])('is not one that stack %s owns and may delete', async (stack, status, problem) => {
    cloudFormation.owns(stack, status);
    expect(await check('call-events')).toEqual(found('call-events', problem));
    cloudFormation.owns(stack, 'DELETE_SKIPPED');
    expect(await check('call-events')).toEqual({});
  });

  it('of a key that is not the deployment’s comes with a warning', async () => {
    const key = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    const encrypted = new DynamoDBClient({ endpoint: dynamodb.url, region: 'us-east-1', credentials: ANY_CREDENTIALS });
    // Dynalite knows no encryption.
    encrypted.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        const { Table } = result.output as { Table?: TableDescription };
        if (Table !== undefined) Table.SSEDescription = { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: key };
        return result;
      },
      { step: 'initialize' },
    );
    const warning = `existingTableName="call-events": it is encrypted with ${key}. If that is a key of yours, deploy with kmsKeyArn=${key}, or every write fails`;
    expect(await check('call-events', { dynamoDb: encrypted })).toEqual({ warning });
    expect(await check('call-events', { dynamoDb: encrypted, kmsKeyArn: `${key.slice(0, -1)}c` })).toEqual({ warning });
    expect(await check('call-events', { dynamoDb: encrypted, kmsKeyArn: key })).toEqual({});
  });
});

/** Plays CloudFormation, as far as it knows whose the table is: nobody's, until it is told. */
async function startCloudFormation() {
  let resource = '';
  const server = await listen(
    createServer((request, answer) => {
      request.resume();
      answer.setHeader('content-type', 'text/xml');
      if (resource === '') {
        answer.statusCode = 400;
        answer.end(
          '<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack for call-events does not exist</Message></Error></ErrorResponse>',
        );
      } else answer.end(resource);
    }),
    0,
    'PORT',
  );
  return {
    client: new CloudFormationClient({ endpoint: server.url, region: 'us-east-1', credentials: ANY_CREDENTIALS }),
    close: () => server.close(),
    owns(stack: string, status: string) {
      const member = `<member><StackName>${stack}</StackName><PhysicalResourceId>call-events</PhysicalResourceId><ResourceStatus>${status}</ResourceStatus></member>`;
      resource = `<DescribeStackResourcesResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStackResourcesResult><StackResources>${member}</StackResources></DescribeStackResourcesResult></DescribeStackResourcesResponse>`;
    },
  };
}
