import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { KinesisStreamHandler, KinesisStreamRecord } from 'aws-lambda';
import { itemOf } from './item.ts';

// What AWS's documentation leads to: Powertools, all records of a batch at once (its default), one put for each.
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });
const processor = new BatchProcessor(EventType.KinesisDataStreams);

async function putRecord(record: KinesisStreamRecord): Promise<void> {
  await table.send(new PutCommand({ TableName: process.env.TABLE_NAME, Item: itemOf(record) }));
}

export const handler: KinesisStreamHandler = (event, context) =>
  processPartialResponse(event, putRecord, processor, { context });
