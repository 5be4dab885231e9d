import { setTimeout } from 'node:timers/promises';
import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type BatchWriteCommandOutput,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import type { KinesisStreamHandler, KinesisStreamRecord } from 'aws-lambda';
import pLimit from 'p-limit';

interface Row {
  call_sid: string;
  timestamp: string;
}

interface BatchWrites<Item extends Row> {
  table: DynamoDBDocumentClient;
  itemOf: (record: KinesisStreamRecord) => Item;
  inFlight: number;
}

/** A handler that writes 25 items at a time, each key once, and again what was not taken. */
export function inBatchWrites<Item extends Row>({ table, itemOf, inFlight }: BatchWrites<Item>): KinesisStreamHandler {
  const tableName = process.env.TABLE_NAME ?? '';
  const writes = pLimit(inFlight);

  async function write(items: readonly Item[]): Promise<void> {
    let RequestItems: BatchWriteCommandInput['RequestItems'] = {
      [tableName]: items.map((Item) => ({ PutRequest: { Item } })),
    };
    for (let waitMs = 50; ; waitMs *= 2) {
      const { UnprocessedItems = {} }: BatchWriteCommandOutput = await table.send(
        new BatchWriteCommand({ RequestItems }),
      );
      if (Object.keys(UnprocessedItems).length === 0) return;
      RequestItems = UnprocessedItems;
      await setTimeout(waitMs * Math.random());
    }
  }

  return async ({ Records }) => {
    const items = [
      ...new Map(Records.map(itemOf).map((item) => [`${item.call_sid} ${item.timestamp}`, item])).values(),
    ];
    const chunks = Array.from({ length: Math.ceil(items.length / 25) }, (_chunk, n) =>
      items.slice(n * 25, n * 25 + 25),
    );
    await Promise.all(chunks.map((chunk) => writes(write, chunk)));
    return { batchItemFailures: [] };
  };
}
