import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { inBatchWrites } from './batch-writes.ts';
import { itemOf } from './item.ts';

// What a good engineer would write next: writes of 25, four in flight, each key once, and what was not taken again.
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });

export const handler = inBatchWrites({ table, itemOf, inFlight: 4 });
