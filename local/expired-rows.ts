import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import type { SteadyClock } from '../shared/clock.ts';
import { KEYS_OF, TABLE_IDS, type TableId, type TableNames, TTL_ATTRIBUTE } from '../shared/table.ts';
import { startRepeated } from './repeated.ts';

export interface ExpiryOptions {
  client: DynamoDBClient;
  tables: TableNames;
  clock: SteadyClock;
  /** Told of a look at the table that failed; the next one comes all the same. */
  onTrouble: (error: unknown) => void;
}

/** Between two looks: rows last for days, so nobody misses a minute. */
const LOOK_EVERY_MS = 60_000;
/** However large the table is, looking takes one part of the time in so many. */
const REST_FOR_EACH_LOOK = 50;
/** Rows of one page, which are deleted together: other requests get their turn between two. */
const ROWS_AT_A_TIME = 100;
/** A time further back is not taken for one. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html */
const LONGEST_AGO_S = 5 * 365 * 86_400;

/**
 * Deletes rows whose lifetime is over, as DynamoDB's time to live does and no emulator: those with a number of seconds
 * in `expires_at` that is past, and not by more than five years. A row that has a new lifetime by then stays.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
 * @returns how many are gone. @throws what the table says
 */
export async function deleteExpiredRows({ client, tables, clock }: Omit<ExpiryOptions, 'onTrouble'>): Promise<number> {
  let deleted = 0;
  for (const table of TABLE_IDS) deleted += await deleteExpiredOf(table, { client, tableName: tables[table], clock });
  return deleted;
}

interface OneTable {
  client: DynamoDBClient;
  tableName: string;
  clock: SteadyClock;
}

async function deleteExpiredOf(table: TableId, { client, tableName, clock }: OneTable): Promise<number> {
  const now = Math.floor(clock.now() / 1_000);
  const isPast = {
    ExpressionAttributeNames: { '#expires': TTL_ATTRIBUTE },
    ExpressionAttributeValues: { ':now': { N: String(now) }, ':longest': { N: String(now - LONGEST_AGO_S) } },
  };
  const condition = '#expires < :now AND #expires >= :longest';
  let deleted = 0;
  const pages = paginateScan(
    { client, pageSize: ROWS_AT_A_TIME },
    { TableName: tableName, FilterExpression: condition, ...isPast },
  );
  for await (const { Items = [] } of pages) {
    const deletions = Items.map((row) =>
      client
        .send(
          new DeleteItemCommand({
            TableName: tableName,
            Key: keyOf(table, row),
            ConditionExpression: condition,
            ...isPast,
          }),
        )
        .then(() => 1, noneIfChanged),
    );
    for (const deletion of await Promise.all(deletions)) deleted += deletion;
  }
  return deleted;
}

/** Looks at once, and then again and again until it is stopped. */
export function startExpiry(options: ExpiryOptions): { stop(): Promise<void> } {
  return startRepeated({
    ...options,
    run: () => deleteExpiredRows(options),
    restMs: (tookMs) => Math.max(LOOK_EVERY_MS, tookMs * REST_FOR_EACH_LOOK),
  });
}

function keyOf(table: TableId, row: Record<string, AttributeValue>): Record<string, AttributeValue> {
  const { partitionKey, sortKey } = KEYS_OF[table];
  return { [partitionKey]: row[partitionKey], [sortKey]: row[sortKey] } as Record<string, AttributeValue>;
}

function noneIfChanged(error: unknown): number {
  if (error instanceof ConditionalCheckFailedException) return 0;
  throw error;
}
