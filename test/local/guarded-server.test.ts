import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { json, text } from 'node:stream/consumers';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { DescribeStreamCommand } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { kinesisClient } from '../../local/embedded-kinesis.ts';
import { STREAM_NAME, TABLE_NAME } from '../../local/names.ts';
import type { Ready } from '../../local/ready-file.ts';
import { cloudEvent, eventId } from '../../samples/builders.ts';
import { type RunningPipeline, runPipeline } from './running-pipeline.ts';

let pipeline: RunningPipeline;
beforeAll(async () => {
  pipeline = await runPipeline();
});
afterAll(() => pipeline.stop());

const TABLE_ARN = `arn:aws:dynamodb:us-east-1:000000000000:table/${TABLE_NAME}`;
const SERVERS = ['kinesis', 'dynamodb'] as const;
const SIGNED = {
  authorization: 'AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=f',
  'x-amz-date': '20261120T120000Z',
};
const OPERATION = {
  kinesis: {
    headers: {
      ...SIGNED,
      'x-amz-target': 'Kinesis_20131202.ListShards',
      'content-type': 'application/x-amz-json-1.1',
    },
    body: JSON.stringify({ StreamName: STREAM_NAME }),
  },
  dynamodb: {
    headers: {
      ...SIGNED,
      'x-amz-target': 'DynamoDB_20120810.Scan',
      'content-type': 'application/x-amz-json-1.0',
    },
    body: JSON.stringify({ TableName: TABLE_NAME }),
  },
};

/** A null in a list, and a token of nowhere. */
const ENDING: Record<(typeof SERVERS)[number], [string, unknown][]> = {
  kinesis: [
    ['Kinesis_20131202.PutRecords', { StreamName: STREAM_NAME, Records: [null] }],
    ['Kinesis_20131202.ListShards', { NextToken: 'made up' }],
    ['Kinesis_20131202.RemoveTagsFromStream', { StreamName: STREAM_NAME, TagKeys: [null] }],
  ],
  dynamodb: [
    ['DynamoDB_20120810.TagResource', { ResourceArn: TABLE_ARN, Tags: [{ Key: 'a', Value: 'b' }, null] }],
    ['DynamoDB_20120810.UntagResource', { ResourceArn: TABLE_ARN, TagKeys: [null] }],
    ['DynamoDB_20120810.BatchWriteItem', { RequestItems: { [TABLE_NAME]: [null] } }],
  ],
};

interface Sent {
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

/** A request that an AWS client makes, with what is said added. */
async function send(server: (typeof SERVERS)[number], { method = 'POST', headers = {}, body }: Sent = {}) {
  const operation = OPERATION[server];
  const sent = request(pipeline.ready[server], {
    method,
    headers: { ...operation.headers, ...headers },
    agent: false,
  });
  sent.end(body ?? operation.body);
  const [answer] = await once(sent, 'response');
  await text(answer);
  return { status: answer.statusCode, headers: answer.headers };
}

const isForOtherOrigins = (name: string) => name.startsWith('access-control-');

describe.each(SERVERS)('the embedded %s', (server) => {
  it.each<Readonly<Record<string, string>>>([
    { origin: 'https://evil.example.com' },
    { origin: 'null' },
    { origin: '' },
    { origin: 'http://localhost:3000' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-dest': 'empty' },
    { 'access-control-request-method': 'POST' },
    { 'access-control-request-private-network': 'true' },
    { 'sec-ch-ua': '"Chromium";v="156"' },
  ])('refuses what a browser sends: %o', async (headers) => {
    for (const method of ['POST', 'GET', 'OPTIONS', 'PUT', 'HEAD']) {
      const answer = await send(server, { method, headers });
      expect(answer.status).toBe(403);
      expect(Object.keys(answer.headers).filter(isForOtherOrigins)).toEqual([]);
    }
  });

  it('says nothing to other origins, not even to a preflight without one', async () => {
    const { headers } = await send(server, { method: 'OPTIONS', body: '' });
    expect(Object.keys(headers).filter(isForOtherOrigins)).toEqual([]);
  });

  it.each([
    'evil.example.com',
    'evil.example.com:4567',
    'localhost.evil.example.com',
    '127.0.0.1.evil.example.com',
    'evil-localhost',
    '0.0.0.0',
    '192.168.0.1',
    '[::2]',
    'user@localhost',
  ])('refuses a request to host %j', async (host) => {
    expect((await send(server, { headers: { host } })).status).toBe(403);
  });

  it.each([
    'localhost',
    'localhost:4567',
    'LocalHost:4567',
    'localhost.',
    'localhost.:80',
    '127.0.0.1',
    '127.0.0.1:8000',
    '127.1.2.3',
    '[::1]',
    '[::1]:8000',
  ])('answers a request to host %j', async (host) => {
    expect((await send(server, { headers: { host } })).status).toBe(200);
  });

  it('answers curl, the fetch of Node.js and a client of HTTP/1.0', async () => {
    expect((await send(server, { headers: { 'user-agent': 'curl/8.5.0', accept: '*/*' } })).status).toBe(200);
    expect((await fetch(pipeline.ready[server], { method: 'POST', ...OPERATION[server] })).status).toBe(200);
    const socket = connect(Number(new URL(pipeline.ready[server]).port), '127.0.0.1');
    socket.write('GET / HTTP/1.0\r\n\r\n');
    expect(await text(socket)).not.toContain('no web page');
  });

  it('answers what is no request of its API with an error, and goes on', async () => {
    const target = OPERATION[server].headers['x-amz-target'];
    for (const body of ['null', '[]', '{"', '{"RequestItems":{"call-events":[null]}}', '\u0000']) {
      for (const operation of [target, target.replace(/\..*/, '.BatchWriteItem'), 'constructor.__proto__', '']) {
        const { status } = await send(server, { headers: { 'x-amz-target': operation }, body });
        expect(status).toBeGreaterThanOrEqual(400);
      }
    }
    expect((await send(server)).status).toBe(200);
  });

  it.each(ENDING[server])('refuses what it would end the process for, and goes on: %s %j', async (target, input) => {
    const { status } = await send(server, { headers: { 'x-amz-target': target }, body: JSON.stringify(input) });
    expect(status).toBe(400);
    expect((await send(server)).status).toBe(200);
    await pipeline.ingest(cloudEvent());
  });

  it('refuses a body that is too large, and goes on', async () => {
    expect((await send(server, { body: 'x'.repeat(17 * 1024 * 1024) })).status).toBe(413);
    expect((await send(server)).status).toBe(200);
  });
});

describe.each(['kinesis', 'dynamodb', 'api'] as const satisfies (keyof Ready)[])('%s', (server) => {
  const reset = async (bytes: string) => {
    const socket = connect(Number(new URL(pipeline.ready[server]).port), '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    await new Promise((written) => socket.write(bytes, written));
    socket.resetAndDestroy();
    await once(socket, 'close');
  };
  const head = 'POST / HTTP/1.1\r\nhost: localhost\r\n';

  it.each([
    ['in the middle of a body', `${head}content-length: 100\r\n\r\nabc`],
    ['in the middle of a chunk', `${head}transfer-encoding: chunked\r\n\r\n64\r\nabc`],
    ['before a body', `${head}content-length: 100\r\n\r\n`],
    ['behind a request', `${head}content-length: 2\r\n\r\n{}`],
    ['in the middle of a header', 'POST / HTTP/1.1\r\nhost: loc'],
    ['behind what is no HTTP', '\u0016\u0003\u0001\u0002'],
    ['behind what is HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['behind headers that are too long', `${head}x: ${'y'.repeat(400_000)}\r\n\r\n`],
    ['behind a request for a tunnel', 'CONNECT localhost:80 HTTP/1.1\r\nhost: localhost\r\n\r\n'],
    ['behind an upgrade', 'GET / HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'],
    ['while it waits to go on', `${head}expect: 100-continue\r\ncontent-length: 100\r\n\r\n`],
    ['behind what is refused', `${head}origin: null\r\ncontent-length: 100\r\n\r\nabc`],
  ])('goes on after a connection is reset %s', async (_when, bytes) => {
    await reset(bytes);
    await reset(bytes);
    expect((await fetch(pipeline.ready[server])).status).toBeGreaterThan(0);
    await pipeline.ingest(cloudEvent());
  });
});

it('goes on after connections that are reset while their answer is written', async () => {
  const events = Array.from({ length: 300 }, (_event, index) => ({
    ...cloudEvent({ id: eventId(1_000 + index) }),
    data: { ...cloudEvent().data, note: 'x'.repeat(5_000) },
  }));
  await pipeline.ingest(...events);
  for (let resets = 0; resets < 5; resets += 1) {
    const sent = request(pipeline.ready.dynamodb, {
      method: 'POST',
      headers: OPERATION.dynamodb.headers,
      agent: false,
    });
    sent.end(OPERATION.dynamodb.body);
    const [answer] = await once(sent, 'response');
    answer.socket.resetAndDestroy();
    sent.on('error', () => undefined);
    answer.on('error', () => undefined);
  }
  expect((await pipeline.rows()).length).toBeGreaterThanOrEqual(300);
});

it('says in words that the pipeline is not for web pages', async () => {
  const sent = request(pipeline.ready.dynamodb, { method: 'POST', headers: { origin: 'null' } });
  sent.end();
  const [answer] = await once(sent, 'response');
  expect(await json(answer)).toEqual({
    __type: 'AccessDeniedException',
    message: expect.stringMatching(/^The local pipeline answers programs on this machine, and no web page/),
  });
});

it('has its own region and account, whatever those of the shell are', async () => {
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCOUNT_ID', '123456789012');
  const other = await runPipeline();
  const client = kinesisClient(other.ready.kinesis);
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName: STREAM_NAME }));
  expect(StreamDescription?.StreamARN).toBe(`arn:aws:kinesis:us-east-1:000000000000:stream/${STREAM_NAME}`);
  expect(process.env.AWS_REGION).toBe('eu-central-1');
  await other.table.send(new ScanCommand({ TableName: TABLE_NAME }));
  client.destroy();
  await other.stop();
  vi.unstubAllEnvs();
});
