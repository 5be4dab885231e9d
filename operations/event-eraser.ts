import {
  type AttributeValue,
  BatchWriteItemCommand,
  type DynamoDBClient,
  paginateQuery,
  type QueryCommandInput,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { MAX_BATCH_ITEMS } from '../lambda/store/item-writer.ts';
import type { Clock } from '../shared/clock.ts';
import { backoffMs, retry } from '../shared/retry.ts';
import { TABLE_KEYS } from '../shared/table.ts';

const TIMEOUT_MS = 60_000;

/** The one part of the store that deletes; ingest and the read API have no part in it. */
export interface EventEraser {
  /** How many rows a call has. */
  count(callSid: string): Promise<number>;
  /** Deletes the rows of a call, and says how many. @throws the table's error; some of them may be gone then */
  erase(callSid: string): Promise<number>;
}

export interface EventEraserOptions {
  client: DynamoDBClient;
  tableName: string;
  clock: Pick<Clock, 'sleep' | 'random'>;
}

export function createEventEraser({ client, tableName, clock }: EventEraserOptions): EventEraser {
  // The whole partition, rows that are no events too. Consistent: what was written before is not overlooked.
  const ofCall = (callSid: string): QueryCommandInput => ({
    TableName: tableName,
    KeyConditionExpression: '#partitionKey = :partition',
    ExpressionAttributeNames: { '#partitionKey': TABLE_KEYS.partitionKey },
    ExpressionAttributeValues: { ':partition': { S: callSid } },
    ConsistentRead: true,
  });

  async function remove(keys: readonly Record<string, AttributeValue>[]): Promise<void> {
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
    async count(callSid) {
      let rows = 0;
      for await (const { Count = 0 } of paginateQuery({ client }, { ...ofCall(callSid), Select: 'COUNT' })) {
        rows += Count;
      }
      return rows;
    },
    async erase(callSid) {
      let rows = 0;
      const { ExpressionAttributeNames, ...query } = ofCall(callSid);
      const keysOnly = {
        ...query,
        ProjectionExpression: '#partitionKey, #sortKey',
        ExpressionAttributeNames: { ...ExpressionAttributeNames, '#sortKey': TABLE_KEYS.sortKey },
      };
      for await (const { Items = [] } of paginateQuery({ client }, keysOnly)) {
        for (let start = 0; start < Items.length; start += MAX_BATCH_ITEMS) {
          await remove(Items.slice(start, start + MAX_BATCH_ITEMS));
        }
        rows += Items.length;
      }
      return rows;
    },
  };
}
