import { DescribeTableCommand, type DynamoDBClient, type TableDescription } from '@aws-sdk/client-dynamodb';
import { LEVEL_INDEX, TABLE_KEYS } from '../shared/table.ts';

/**
 * What keeps a table from being the one that call events go to: its keys, its index, the account or region it is in.
 * Asked before anything is deployed, for keys cannot be changed later and every write would fail.
 * @param account of the deployment, where it is known
 * @returns one line, undefined where all is well
 */
export async function existingTableProblem(
  client: DynamoDBClient,
  tableName: string,
  account: string | undefined,
): Promise<string | undefined> {
  const setting = `existingTableName=${JSON.stringify(tableName)}`;
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    const problem = Table === undefined ? 'no such table' : tableProblem(Table, account);
    return problem === undefined ? undefined : `${setting}: ${problem}`;
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'ResourceNotFoundException') return `${setting}: no such table in ${await client.config.region()}`;
    return `${setting}: the table cannot be looked at (${message.split('\n', 1)[0]}): AWS credentials must be in the environment, such as AWS_PROFILE`;
  }
}

function tableProblem(table: TableDescription, account: string | undefined): string | undefined {
  const [, , , , owner] = (table.TableArn ?? '').split(':');
  if (account !== undefined && owner !== account) {
    return `found in account ${owner}, and ${account} is deployed to: say AWS_PROFILE instead of --profile`;
  }
  const keys = keysOf(table, table.KeySchema);
  const expected = `${TABLE_KEYS.partitionKey} (S), ${TABLE_KEYS.sortKey} (S)`;
  if (keys !== expected) return `its key is ${keys}: expected ${expected}`;
  const index = table.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === LEVEL_INDEX.name);
  if (index === undefined) return `it has no index ${LEVEL_INDEX.name}: restore it with its indexes`;
  const indexKeys = keysOf(table, index.KeySchema);
  const expectedIndex = `${LEVEL_INDEX.partitionKey} (S), ${LEVEL_INDEX.sortKey} (S)`;
  if (indexKeys !== expectedIndex) return `the key of ${LEVEL_INDEX.name} is ${indexKeys}: expected ${expectedIndex}`;
  if (index.Projection?.ProjectionType !== 'ALL') return `${LEVEL_INDEX.name} holds not all attributes: expected ALL`;
  return undefined;
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
