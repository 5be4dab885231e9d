import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { createDynamoDbClient } from '../../../lambda/store/dynamodb-client.ts';
import { listen } from '../../../local/embedded-server.ts';

type Row = Record<string, AttributeValue>;

/** A request as it came over the wire; `rows` in the order in which they stood in it. */
export interface WriteSeen {
  operation: string;
  tableName: string;
  rows: Row[];
  /** Of the request's body. */
  bytes: number;
}

export type Answer =
  /** Everything is written. */
  | 'ok'
  /** The connection ends without an answer. */
  | 'reset'
  /** What came is written, but for these rows. */
  | { unprocessed: Row[] }
  | { status: number; name: string; message?: string };

/** A server that speaks DynamoDB's protocol and answers as it is told: what no emulator can be made to do. */
export async function startScriptedDynamoDb(answer: (write: WriteSeen, attempt: number) => Answer) {
  const writes: WriteSeen[] = [];
  const server = createServer(async (request, response) => {
    const write = writeSeen(String(request.headers['x-amz-target']), await text(request));
    writes.push(write);
    const given = answer(write, writes.length - 1);
    if (given === 'reset') {
      request.socket.destroy();
      return;
    }
    const { status, body } = responseOf(given, write);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  });
  const { url, close } = await listen(server, 0, '');
  // One attempt: what is tried again is ours alone.
  const client = createDynamoDbClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const stop = () => {
    client.destroy();
    return close();
  };
  return { client, writes, stop };
}

function responseOf(answer: Exclude<Answer, 'reset'>, { tableName }: WriteSeen): { status: number; body: object } {
  if (answer === 'ok') return { status: 200, body: {} };
  if ('unprocessed' in answer) {
    const requests = answer.unprocessed.map((Item) => ({ PutRequest: { Item } }));
    return { status: 200, body: { UnprocessedItems: { [tableName]: requests } } };
  }
  const { status, name, message = name } = answer;
  return { status, body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message } };
}

function writeSeen(target: string, body: string): WriteSeen {
  const operation = target.split('.').at(-1) ?? '';
  const bytes = Buffer.byteLength(body);
  const input: {
    TableName?: string;
    Item?: Row;
    RequestItems?: Record<string, { PutRequest: { Item: Row } }[]>;
  } = JSON.parse(body);
  const [[tableName = '', requests = []] = []] = Object.entries(input.RequestItems ?? {});
  return input.Item === undefined
    ? { operation, tableName, rows: requests.map(({ PutRequest }) => PutRequest.Item), bytes }
    : { operation, tableName: input.TableName ?? '', rows: [input.Item], bytes };
}
