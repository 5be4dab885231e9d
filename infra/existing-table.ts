import { type CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand, type DynamoDBClient, type TableDescription } from '@aws-sdk/client-dynamodb';
import type { TableLayout } from './table-layout.ts';

export interface ExistingTableOptions {
  dynamoDb: DynamoDBClient;
  cloudFormation: CloudFormationClient;
  /** That names the table. */
  setting: string;
  tableName: string;
  layout: TableLayout;
  stackName: string;
  /** Of the deployment, where it is known. */
  account?: string;
  kmsKeyArn?: string;
}

/** What is wrong with a table, in one line, and what is only to be known. */
export interface ExistingTableReport {
  problem?: string;
  warning?: string;
}

/**
 * What keeps a table from being one that rows go to: its keys, its index, the account it is in, a stack that
 * may delete it. Asked before anything is deployed, for keys cannot be changed later and every write would fail.
 */
export async function checkExistingTable(options: ExistingTableOptions): Promise<ExistingTableReport> {
  const { setting, tableName, layout, account, kmsKeyArn } = options;
  const line = (text: string) => `${setting}=${JSON.stringify(tableName)}: ${text}`;
  try {
    const { Table: table = {} } = await options.dynamoDb.send(new DescribeTableCommand({ TableName: tableName }));
    const problem = tableProblem(table, layout, account) ?? (await ownerProblem(options));
    if (problem !== undefined) return { problem: line(problem) };
    const warning = keyWarning(table, kmsKeyArn);
    return warning === undefined ? {} : { warning: line(warning) };
  } catch (error) {
    return { problem: line(await explained(error as Error, options.dynamoDb)) };
  }
}

function tableProblem(table: TableDescription, layout: TableLayout, account: string | undefined): string | undefined {
  const [, , , , owner] = (table.TableArn ?? '').split(':');
  if (account !== undefined && owner !== account) {
    return `it is in account ${owner}, and the deploy goes to ${account}: set AWS_PROFILE instead of --profile`;
  }
  const keys = keysOf(table, table.KeySchema);
  const expected = inWords(layout.keys);
  if (keys !== expected) return `its key is ${keys}: expected ${expected}`;
  const { name, attributes } = layout.index;
  const index = table.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === name);
  if (index === undefined) return `it has no index ${name}: restore it with its indexes`;
  const indexKeys = keysOf(table, index.KeySchema);
  const expectedKeys = inWords(layout.index);
  if (indexKeys !== expectedKeys) return `the key of ${name} is ${indexKeys}: expected ${expectedKeys}`;
  const { ProjectionType: projected, NonKeyAttributes: held = [] } = index.Projection ?? {};
  if (projected === 'ALL') return undefined;
  if (attributes === undefined) return `${name} does not project all attributes: expected ALL`;
  const missing = attributes.filter((attribute) => !held.includes(attribute));
  return missing.length === 0 ? undefined : `${name} does not project ${missing.join(', ')}`;
}

function inWords({ partitionKey, sortKey }: TableLayout['keys']): string {
  return `${partitionKey} (S), ${sortKey} (S)`;
}

/** A table that a stack still owns goes when that stack says so, whoever else uses it: with an update of this one, too. */
async function ownerProblem({
  cloudFormation,
  tableName,
  stackName,
}: ExistingTableOptions): Promise<string | undefined> {
  const found = await cloudFormation
    .send(new DescribeStackResourcesCommand({ PhysicalResourceId: tableName }))
    .catch((error: Error) => {
      // The answer for what belongs to no stack.
      if (/does not exist/.test(error.message)) return undefined;
      throw error;
    });
  const owner = found?.StackResources?.find(
    ({ PhysicalResourceId, ResourceStatus = '' }) =>
      PhysicalResourceId === tableName && !['DELETE_SKIPPED', 'DELETE_COMPLETE'].includes(ResourceStatus),
  )?.StackName;
  if (owner === undefined) return undefined;
  if (owner === stackName) return 'it is the table of this stack already: leave the setting out';
  return `it belongs to stack ${owner}, which could delete it: deploy that stack with removalPolicy=retain, then destroy it`;
}

function keyWarning({ SSEDescription }: TableDescription, kmsKeyArn: string | undefined): string | undefined {
  const key = SSEDescription?.KMSMasterKeyArn;
  if (key === undefined || key === kmsKeyArn) return undefined;
  return `it is encrypted with ${key}. If that is a key of yours, deploy with kmsKeyArn=${key}, or every write fails`;
}

async function explained({ name, message }: Error, client: DynamoDBClient): Promise<string> {
  if (name === 'ResourceNotFoundException') return `no such table in ${await client.config.region()}`;
  const hint = /credential|token/i.test(`${name} ${message}`)
    ? ': credentials must be in the environment, such as AWS_PROFILE'
    : '';
  return `it cannot be read (${message.split('\n', 1)[0]})${hint}`;
}

/** `call_sid (S), timestamp (S)` */
function keysOf({ AttributeDefinitions }: TableDescription, schema: TableDescription['KeySchema'] = []): string {
  const types = new Map(
    AttributeDefinitions?.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]),
  );
  return ['HASH', 'RANGE']
    .flatMap((kind) => schema.filter(({ KeyType }) => KeyType === kind))
    .map(({ AttributeName }) => `${AttributeName} (${types.get(AttributeName)})`)
    .join(', ');
}
