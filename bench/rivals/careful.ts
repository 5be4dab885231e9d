import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type BatchWriteCommandOutput,
  DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import type { KinesisStreamHandler } from 'aws-lambda';
import pLimit from 'p-limit';
import { itemOf } from './item.ts';

// What a good engineer would write next: writes of 25, four in flight, each key once, and what was not taken again.
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });
const tableName = process.env.TABLE_NAME ?? '';
const writes = pLimit(4);

async function write(items: readonly ReturnType<typeof itemOf>[]): Promise<void> {
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

export const handler: KinesisStreamHandler = async ({ Records }) => {
  const items = [...new Map(Records.map(itemOf).map((item) => [`${item.call_sid} ${item.timestamp}`, item])).values()];
  const chunks = Array.from({ length: Math.ceil(items.length / 25) }, (_chunk, n) => items.slice(n * 25, n * 25 + 25));
  await Promise.all(chunks.map((chunk) => writes(write, chunk)));
  return { batchItemFailures: [] };
};
