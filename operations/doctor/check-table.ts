import { DescribeTableCommand, type DynamoDBClient, type KeySchemaElement } from '@aws-sdk/client-dynamodb';
import { INSIGHTS_KEYS, LEVEL_INDEX, STARTED_INDEX, TABLE_KEYS } from '../../shared/table.ts';
import { needInsights, wantedTypes } from '../attach/event-types.ts';
import type { Cures } from '../cures.ts';
import type { AwsCheck } from './at-aws.ts';
import { type Check, ok, wrong } from './check.ts';

/** Where the rows are, and the indexes across calls. In one line, where all is well. */
export const tableCheck: AwsCheck = {
  name: 'table',
  async look({ clients: { dynamoDb }, asked, outputs: { tableName, insightsTableName }, cures }) {
    const [events, summaries] = await Promise.all([
      tableFact(dynamoDb, tableName),
      insightsTableName === undefined ? undefined : tableFact(dynamoDb, insightsTableName),
    ]);
    const ofEvents = checkTable(EVENTS, tableName, events, cures);
    if (insightsTableName === undefined) {
      return [ofEvents, ...(needInsights(wantedTypes(asked)) ? [noTableOfSummaries(cures)] : [])];
    }
    const both = [ofEvents, checkTable(SUMMARIES, insightsTableName, summaries, cures)];
    const areOk = both.every(({ state }) => state === 'ok');
    return areOk ? [ok('table', both.map(({ name, says }) => `${name} ${says}`).join(', '))] : both;
  },
};

/** Of a stack of before there was such a table. */
function noTableOfSummaries({ deploy, command }: Pick<Cures, 'deploy' | 'command'>): Check {
  const says =
    'the stack has no table for call summaries, metrics and conferences: they go to the bucket, under unsupported/';
  return wrong(SUMMARIES.name, says, `${deploy}; then ${command('redrive --reason unsupported')}`);
}

/** What is expected of a table. */
interface TableForm {
  /** Of its check. */
  name: string;
  keys: { partitionKey: string; sortKey: string };
  index: { name: string; partitionKey: string; sortKey: string };
  /** What an index that is not ready means. */
  untilActive: string;
}

const EVENTS: TableForm = {
  name: 'table',
  keys: TABLE_KEYS,
  index: LEVEL_INDEX,
  untilActive: 'errors across calls are not all there until it is ACTIVE',
};

const SUMMARIES: TableForm = {
  name: 'summaries table',
  keys: INSIGHTS_KEYS,
  index: STARTED_INDEX,
  untilActive: 'lists of calls are not complete until it is ACTIVE',
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
function checkTable(
  { name, keys, index: expected, untilActive }: TableForm,
  tableName: string,
  fact: TableFact | undefined,
  { deploy }: Pick<Cures, 'deploy'>,
): Check {
  if (fact === undefined)
    return wrong(name, `${tableName} is gone`, `for its rows, ${RESTORE}; without them, ${deploy}`);
  if (!WORKING.includes(fact.status)) {
    return wrong(name, `${tableName} is ${fact.status}`, CURE_OF[fact.status] ?? RESTORE);
  }
  const { partitionKey, sortKey } = keys;
  if (fact.keys.HASH !== partitionKey || fact.keys.RANGE !== sortKey) {
    const says = `${tableName} has the keys ${keysText(fact.keys)}, not ${partitionKey} and ${sortKey}`;
    return wrong(name, says, 'no row can be written: name a table with these keys, or none, and deploy');
  }
  const index = fact.indexes.find((one) => one.name === expected.name);
  if (index === undefined) return wrong(name, `${tableName} has no index ${expected.name}`, deploy);
  if (!WORKING.includes(index.status)) {
    const isGoing = index.status === 'DELETING';
    return wrong(name, `index ${index.name} is ${index.status}`, isGoing ? `when it is gone, ${deploy}` : untilActive);
  }
  if (index.keys.HASH !== expected.partitionKey || index.keys.RANGE !== expected.sortKey) {
    const says = `index ${index.name} has the keys ${keysText(index.keys)}, not ${expected.partitionKey} and ${expected.sortKey}`;
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
