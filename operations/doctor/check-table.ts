import { DescribeTableCommand, type DynamoDBClient, type KeySchemaElement } from '@aws-sdk/client-dynamodb';
import { LEVEL_INDEX, TABLE_KEYS } from '../../shared/table.ts';
import type { Cures } from '../cures.ts';
import type { AwsCheck } from './at-aws.ts';
import { type Check, ok, wrong } from './check.ts';

/** Where the rows are, and the index of errors. */
export const tableCheck: AwsCheck = {
  name: 'table',
  look: async ({ clients: { dynamoDb }, outputs: { tableName }, cures }) => [
    checkTable(tableName, await tableFact(dynamoDb, tableName), cures),
  ],
};

/** Keys by what they are for: `HASH`, `RANGE`. */
type Keys = Readonly<Record<string, string>>;

interface TableFact {
  status: string;
  keys: Keys;
  indexes: readonly { name: string; status: string; keys: Keys }[];
}

/** An index is written to while it is changed; a table is too. */
const WORKING = ['ACTIVE', 'UPDATING'];
const RESTORE = 'see "Restore" in docs/runbook.md';
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html */
const CURE_OF: Readonly<Record<string, string>> = {
  CREATING: 'wait until it is ACTIVE',
  INACCESSIBLE_ENCRYPTION_CREDENTIALS: 'enable its KMS key again: see "Changing the key" in docs/runbook.md',
};

/** @param fact undefined where there is no such table */
function checkTable(tableName: string, fact: TableFact | undefined, { deploy }: Pick<Cures, 'deploy'>): Check {
  const name = 'table';
  if (fact === undefined)
    return wrong(name, `${tableName} is gone`, `for its rows, ${RESTORE}; without them, ${deploy}`);
  if (!WORKING.includes(fact.status)) {
    return wrong(name, `${tableName} is ${fact.status}`, CURE_OF[fact.status] ?? RESTORE);
  }
  const { partitionKey, sortKey } = TABLE_KEYS;
  if (fact.keys.HASH !== partitionKey || fact.keys.RANGE !== sortKey) {
    const says = `${tableName} has the keys ${keysText(fact.keys)}, not ${partitionKey} and ${sortKey}`;
    return wrong(name, says, 'no row can be written: name a table with these keys, or none, and deploy');
  }
  const index = fact.indexes.find((one) => one.name === LEVEL_INDEX.name);
  if (index === undefined) return wrong(name, `${tableName} has no index ${LEVEL_INDEX.name}`, deploy);
  if (!WORKING.includes(index.status)) {
    const isGoing = index.status === 'DELETING';
    return wrong(
      name,
      `index ${index.name} is ${index.status}`,
      isGoing ? `when it is gone, ${deploy}` : 'errors across calls are not all there until it is ACTIVE',
    );
  }
  if (index.keys.HASH !== LEVEL_INDEX.partitionKey || index.keys.RANGE !== LEVEL_INDEX.sortKey) {
    const says = `index ${index.name} has the keys ${keysText(index.keys)}, not ${LEVEL_INDEX.partitionKey} and ${LEVEL_INDEX.sortKey}`;
    return wrong(name, says, `delete the index, then ${deploy}`);
  }
  return ok(name, fact.status.toLowerCase());
}

function keysText(keys: Keys): string {
  return Object.values(keys).join(' and ') || 'of nothing';
}

/** Undefined where there is no such table. */
async function tableFact(client: DynamoDBClient, TableName: string): Promise<TableFact | undefined> {
  const keysOf = (schema: KeySchemaElement[] = []) =>
    Object.fromEntries(schema.map(({ KeyType = '', AttributeName = '' }) => [KeyType, AttributeName]));
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    const indexes = Table?.GlobalSecondaryIndexes ?? [];
    return {
      status: Table?.TableStatus ?? '',
      keys: keysOf(Table?.KeySchema),
      indexes: indexes.map(({ IndexName: name = '', IndexStatus: status = '', KeySchema }) => ({
        name,
        status,
        keys: keysOf(KeySchema),
      })),
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}
