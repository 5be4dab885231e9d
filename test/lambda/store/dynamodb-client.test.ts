import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { createDynamoDbClient } from '../../../lambda/store/dynamodb-client.ts';

const CONFIG = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };

it('does what the SDK’s client does, but for its logging step', () => {
  const ours = createDynamoDbClient(CONFIG).middlewareStack.identify();
  const theirs = new DynamoDBClient(CONFIG).middlewareStack.identify();
  const isLogging = (step: string) => step.startsWith('loggerMiddleware');
  expect(theirs.filter(isLogging)).toHaveLength(1);
  expect(ours).toEqual(theirs.filter((step) => !isLogging(step)));
});
