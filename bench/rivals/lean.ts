import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { KinesisStreamRecord } from 'aws-lambda';
import { inBatchWrites } from './batch-writes.ts';
import { CallCloudEvent } from './call-event.ts';

// The careful one by somebody who has profiled it: without the SDK's logging step, twice the writes in flight, and a
// row of the data and the key alone. It has no limits, no quarantine, no metrics and no partial failures.
const client = new DynamoDBClient({});
client.middlewareStack.remove('loggerMiddleware');
const table = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });

function itemOf({ kinesis }: KinesisStreamRecord) {
  const { id, data } = CallCloudEvent.parse(JSON.parse(Buffer.from(kinesis.data, 'base64').toString('utf8')));
  return { ...data, timestamp: `${data.timestamp}#${id}` };
}

export const handler = inBatchWrites({ table, itemOf, inFlight: 8 });
