import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { KinesisStreamHandler, KinesisStreamRecord } from 'aws-lambda';
import { CallCloudEvent } from './call-event.ts';

// What AWS's documentation leads to: Powertools, all records of a batch at once (its default), one put for each.
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });
const processor = new BatchProcessor(EventType.KinesisDataStreams);

async function putRecord({ kinesis }: KinesisStreamRecord): Promise<void> {
  const { id, data } = CallCloudEvent.parse(JSON.parse(Buffer.from(kinesis.data, 'base64').toString('utf8')));
  const Item = { ...data, timestamp: `${data.timestamp}#${id}` };
  await table.send(new PutCommand({ TableName: process.env.TABLE_NAME, Item }));
}

export const handler: KinesisStreamHandler = (event, context) =>
  processPartialResponse(event, putRecord, processor, { context });
