import {
  BatchWriteItemCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { createDynamoDbClient, withBody } from '../../../lambda/store/dynamodb-client.ts';
import { createItemWriter } from '../../../lambda/store/item-writer.ts';
import { attributesOf } from '../../../samples/builders.ts';
import { systemClock } from '../../../shared/clock.ts';
import { item } from './store-contract.ts';

const CLIENT_CONFIG = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };

interface SentRequest {
  method: string;
  hostname: string;
  path: string;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/** What a client sends; it is answered with an empty object. */
function recording<Client extends DynamoDBClient>(create: (config: DynamoDBClientConfig) => Client) {
  const requests: SentRequest[] = [];
  const requestHandler = {
    async handle(request: SentRequest) {
      requests.push(request);
      return { response: { statusCode: 200, headers: {}, body: Buffer.from('{}') } };
    },
  };
  return { client: create({ ...CLIENT_CONFIG, requestHandler } as DynamoDBClientConfig), requests };
}

function parsed({ method, hostname, path, headers, body }: SentRequest) {
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  return {
    request: [method, hostname, path, headers['x-amz-target'], headers['content-type']],
    isWhole: Number(headers['content-length']) === Buffer.byteLength(text),
    input: JSON.parse(text),
  };
}

describe('the client of the table', () => {
  it('does what the SDK’s does, but for its logging step', () => {
    const ours = createDynamoDbClient(CLIENT_CONFIG).middlewareStack.identify();
    const theirs = new DynamoDBClient(CLIENT_CONFIG).middlewareStack.identify();
    const isLogging = (step: string) => step.startsWith('loggerMiddleware');
    expect(theirs.filter(isLogging)).toHaveLength(1);
    expect(ours).toEqual(theirs.filter((step) => !isLogging(step)));
  });

  it('sends what the SDK’s does, written by JSON.stringify', async () => {
    const data = { text: 'quote " é 𝄞 \u2028 \n', values: [1e-7, 12345678901, null, true] };
    const Item = attributesOf(item(1, data));
    const write = { RequestItems: { 'call-events': [{ PutRequest: { Item } }] } };
    const commands = [
      () => new BatchWriteItemCommand(write),
      () => new PutItemCommand({ TableName: 'call-events', Item }),
      () => new QueryCommand({ TableName: 'call-events', Limit: 3, FilterExpression: undefined }),
    ];
    const [ours, theirs] = [recording(createDynamoDbClient), recording((config) => new DynamoDBClient(config))];
    for (const { client } of [ours, theirs]) for (const command of commands) await client.send(command() as never);
    expect(ours.requests.map(parsed)).toEqual(theirs.requests.map(parsed));
    expect(ours.requests[0]?.body).toBe(JSON.stringify(write));
  });

  it('alone takes a body that is written already: with any other this does not compile', () => {
    const others = () => {
      // @ts-expect-error It would send the input.
      withBody(new DynamoDBClient(CLIENT_CONFIG), {}, '');
    };
    expect(others).not.toThrow();
  });

  it('sends a body that is written already, to the table its input names', async () => {
    const write = { RequestItems: { 'call-events': [{ PutRequest: { Item: { call_sid: { S: 'é' } } } }] } };
    const { client, requests } = recording(createDynamoDbClient);
    const input = withBody(client, { RequestItems: { 'call-events': [] } }, JSON.stringify(write));
    await client.send(new BatchWriteItemCommand(input));
    await client.send(new BatchWriteItemCommand(write));
    expect(requests.map(parsed)[0]).toEqual(requests.map(parsed)[1]);
    expect(parsed(requests[0] as SentRequest)).toMatchObject({ isWhole: true, input: write });
  });

  it('finds the endpoint of a table that is named by its ARN, whether one item is written or many', async () => {
    const tableName = 'arn:aws:dynamodb:us-east-1:123456789012:table/call-events';
    const [ours, theirs] = [recording(createDynamoDbClient), recording((config) => new DynamoDBClient(config))];
    const items = [item(1), item(2)];
    const Items = items.map(attributesOf);
    const writer = createItemWriter({
      client: ours.client,
      tables: { 'call-events': tableName, 'call-insights': 'call-insights' },
      clock: systemClock,
    });
    for (const written of [items.slice(0, 1), items]) await writer.put(written, new AbortController().signal);
    await theirs.client.send(new PutItemCommand({ TableName: tableName, Item: Items[0] }));
    const requests = Items.map((Item) => ({ PutRequest: { Item } }));
    await theirs.client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }));
    expect(ours.requests.map(parsed)).toEqual(theirs.requests.map(parsed));
    expect(ours.requests.map(({ hostname }) => hostname)).toEqual(
      Array(2).fill('123456789012.ddb.us-east-1.amazonaws.com'),
    );
  });
});
