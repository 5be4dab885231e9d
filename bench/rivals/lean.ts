import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type BatchWriteCommandOutput,
  DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import type { KinesisStreamHandler, KinesisStreamRecord } from 'aws-lambda';
import pLimit from 'p-limit';
import { CallCloudEvent } from './call-event.ts';

// The careful one by somebody who has profiled it: without the SDK's logging step, twice the writes in flight, and a
// row of the data and the key alone. It has no limits, no quarantine, no metrics and no partial failures.
const client = new DynamoDBClient({});
client.middlewareStack.remove('loggerMiddleware');
const table = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
const tableName = process.env.TABLE_NAME ?? '';
const writes = pLimit(8);

function itemOf({ kinesis }: KinesisStreamRecord) {
  const { id, data } = CallCloudEvent.parse(JSON.parse(Buffer.from(kinesis.data, 'base64').toString('utf8')));
  return { ...data, timestamp: `${data.timestamp}#${id}` };
}

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
