import {
  type AttributeValue,
  BatchWriteItemCommand,
  type DynamoDBClient,
  paginateQuery,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { MAX_BATCH_ITEMS } from '../lambda/store/item-writer.ts';
import type { Clock } from '../shared/clock.ts';
import { backoffMs, retry } from '../shared/retry.ts';
import { KEYS_OF, type TableId } from '../shared/table.ts';

const TIMEOUT_MS = 60_000;

/** Both keys of a row. */
export interface RowKey {
  partition: string;
  sortKey: string;
}

/** Which rows of a partition are meant, by their sort key. */
export type IsMeant = (sortKey: string) => boolean;

/** A part of a partition, by its sort keys: no other row is read. */
export type Span = { startsWith: string } | { before: string } | { from: string };

/** Rows of a partition. */
export interface WhichRows {
  /** @default the whole partition */
  span?: Span;
  /** @default all of the span */
  isMeant?: IsMeant;
}

/**
 * The one part of the store that deletes; ingest and the read API have no part in it. It reads consistently: a row that
 * was written before is not overlooked.
 */
export interface PartitionEraser {
  /** How many rows a partition has. */
  count(partition: string, which?: WhichRows): Promise<number>;
  /**
   * Deletes rows of a partition in the order of their sort keys, and says how many.
   * @throws the table's error; some of them may be gone then
   */
  erase(partition: string, which?: WhichRows): Promise<number>;
  /** The keys of rows of a partition, in order: of a few, for they are all held at once. */
  rows(partition: string, which?: WhichRows): Promise<RowKey[]>;
  /** Deletes rows of any partitions, each said once. @throws as `erase` */
  eraseRows(rows: readonly RowKey[]): Promise<void>;
}

export interface PartitionEraserOptions {
  client: DynamoDBClient;
  table: TableId;
  tableName: string;
  clock: Pick<Clock, 'sleep' | 'random'>;
}

type Key = Record<string, AttributeValue>;

export function createPartitionEraser({ client, table, tableName, clock }: PartitionEraserOptions): PartitionEraser {
  const { partitionKey, sortKey } = KEYS_OF[table];
  const sortKeyOf = (key: Key) => key[sortKey]?.S ?? '';

  /** A page of the table at a time. */
  async function* keysOf(partition: string, { span, isMeant = () => true }: WhichRows = {}): AsyncGenerator<Key[]> {
    const { condition, value } = conditionOf(span);
    const query = {
      TableName: tableName,
      KeyConditionExpression: `#partitionKey = :partition${condition}`,
      ProjectionExpression: '#partitionKey, #sortKey',
      ExpressionAttributeNames: { '#partitionKey': partitionKey, '#sortKey': sortKey },
      ExpressionAttributeValues: {
        ':partition': { S: partition },
        ...(value !== undefined && { ':span': { S: value } }),
      },
      ConsistentRead: true,
    };
    for await (const { Items = [] } of paginateQuery({ client }, query)) {
      yield Items.filter((key) => isMeant(sortKeyOf(key)));
    }
  }

  async function removeAll(keys: readonly Key[]): Promise<void> {
    for (let start = 0; start < keys.length; start += MAX_BATCH_ITEMS) {
      await remove(keys.slice(start, start + MAX_BATCH_ITEMS));
    }
  }

  async function remove(keys: readonly Key[]): Promise<void> {
    let requests: WriteRequest[] = keys.map((Key) => ({ DeleteRequest: { Key } }));
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      const batch = new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } });
      const { UnprocessedItems } = await retry(() => client.send(batch), clock, signal);
      requests = UnprocessedItems?.[tableName] ?? [];
      if (requests.length === 0) return;
      await clock.sleep(backoffMs(attempt, clock.random));
    }
    throw new Error(`the table ${tableName} is throttled: try again later`);
  }

  return {
    async count(partition, which) {
      let rows = 0;
      for await (const keys of keysOf(partition, which)) rows += keys.length;
      return rows;
    },
    async erase(partition, which) {
      let rows = 0;
      for await (const keys of keysOf(partition, which)) {
        await removeAll(keys);
        rows += keys.length;
      }
      return rows;
    },
    async rows(partition, which) {
      const rows: RowKey[] = [];
      for await (const keys of keysOf(partition, which)) {
        rows.push(...keys.map((key) => ({ partition, sortKey: sortKeyOf(key) })));
      }
      return rows;
    },
    eraseRows: (rows) =>
      removeAll(rows.map((row) => ({ [partitionKey]: { S: row.partition }, [sortKey]: { S: row.sortKey } }))),
  };
}

function conditionOf(span: Span | undefined): { condition: string; value?: string } {
  if (span === undefined) return { condition: '' };
  if ('startsWith' in span) return { condition: ' AND begins_with(#sortKey, :span)', value: span.startsWith };
  if ('before' in span) return { condition: ' AND #sortKey < :span', value: span.before };
  return { condition: ' AND #sortKey >= :span', value: span.from };
}
