import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamoDbClient, ensureTable, startDynamoDb } from '../../local/embedded-dynamodb.ts';
import type { EmbeddedServer } from '../../local/embedded-server.ts';
import { startReadApi } from '../../local/read-api.ts';
import { ACCOUNT_SID, CALL_SID, CONFIG } from '../../samples/builders.ts';
import { systemClock } from '../../shared/clock.ts';
import { expectTwilioAnswer } from './api-answer.ts';

const AUTHORIZATION = `authorization: Basic ${btoa(`${ACCOUNT_SID}:token`)}`;
const failures: unknown[] = [];
let dynamodb: EmbeddedServer;
let api: EmbeddedServer;
beforeAll(async () => {
  dynamodb = await startDynamoDb({ port: 0 });
  const client = dynamoDbClient(dynamodb.url);
  await ensureTable(client);
  client.destroy();
  api = await startReadApi({
    settings: {
      port: 0,
      kinesisPort: 0,
      dynamoDbPort: 0,
      playSamples: false,
      accountSid: ACCOUNT_SID,
      authToken: 'token',
      config: CONFIG,
    },
    dynamodb: dynamodb.url,
    clock: systemClock,
    onTrouble: (error) => void failures.push(error),
  });
});
afterAll(async () => {
  await api.close();
  await dynamodb.close();
});

/** Bytes to the served API, and its answer: what says how it was sent left out. */
async function send(bytes: string) {
  const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
  socket.write(Buffer.from(bytes, 'latin1'));
  const all = (await text(socket)).replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '');
  const end = all.indexOf('\r\n\r\n');
  const [status = '', ...lines] = all.slice(0, end).split('\r\n');
  const {
    date,
    connection,
    'content-length': length,
    ...headers
  } = Object.fromEntries(lines.map((line) => [line.split(':', 1)[0]?.toLowerCase(), line.replace(/^[^:]*: ?/, '')]));
  return { status: Number(status.split(' ')[1]), headers, body: all.slice(end + 4) };
}

const EVENTS = `/v1/Voice/${CALL_SID}/Events`;
const get = (path: string, ...headers: string[]) =>
  [`GET ${path} HTTP/1.1`, 'host: localhost', AUTHORIZATION, 'connection: close', ...headers].join('\r\n');
it.each([
  ['a NUL in the path', get('/v1/\u0000/Events')],
  ['bytes of UTF-8 in the path', get('/v1/Voice/\u00d0\u00a1\u00d0\u0090/Events')],
  ['an absolute URL', get('http://evil.example.com/v1/Voice/Events')],
  ['a path without a slash', get('v1/Voice/Events')],
  ['a path that is an asterisk', get('*')],
  ['a path of two slashes', get('//evil.example.com')],
  ['a path of dots', get('/v1/Voice/../../../etc/passwd')],
  ['a path of escaped dots', get('/v1/Voice/%2e%2e/%2e%2e/etc/passwd')],
  ['a backslash', get('/v1\\Voice\\Events')],
  ['an escape that is none', get('/v1/Voice/%zz/Events?Edge=%')],
  ['method CONNECT', `CONNECT localhost:80 HTTP/1.1\r\nhost: localhost\r\nconnection: close`],
  ['method TRACE', `TRACE ${EVENTS} HTTP/1.1\r\nhost: localhost\r\n${AUTHORIZATION}\r\nconnection: close`],
  ['method PURGE', `PURGE ${EVENTS} HTTP/1.1\r\nhost: localhost\r\n${AUTHORIZATION}\r\nconnection: close`],
  ['no version', 'GET /healthz'],
  ['version 1.0', 'GET /v1/nothing HTTP/1.0'],
  ['version 2', 'PRI * HTTP/2.0\r\n\r\nSM'],
  ['a greeting of TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003'],
  ['two hosts', get(EVENTS, 'host: evil.example.com')],
  ['a line break in a header', get(EVENTS, 'x: a\rset-cookie: b')],
  ['a header without a name', get(EVENTS, ': a')],
  ['a folded header', get(EVENTS, 'x: a\r\n b')],
  ['an upgrade', get(EVENTS, 'connection: upgrade', 'upgrade: websocket')],
  [
    'an upgrade to HTTP/2',
    get(EVENTS, 'connection: Upgrade, HTTP2-Settings', 'upgrade: h2c', 'http2-settings: AAMAAABkAAQAAP__'),
  ],
  ['an expectation', get(EVENTS, 'expect: 100-continue')],
  ['another expectation', get(EVENTS, 'expect: the-spanish-inquisition')],
  ['a length that is none', get(EVENTS, 'content-length: -1')],
  ['two lengths', get(EVENTS, 'content-length: 1', 'content-length: 2')],
  ['a length and chunks', get(EVENTS, 'content-length: 5', 'transfer-encoding: chunked')],
  ['chunks that are none', `${get(EVENTS, 'transfer-encoding: chunked')}\r\n\r\nzz\r\n`],
  ['a range', get('/healthz', 'range: bytes=0-1')],
  ['two credentials', get(EVENTS, AUTHORIZATION)],
  ['three thousand headers', get(EVENTS, ...Array.from({ length: 3_000 }, (_header, index) => `x${index}: y`))],
])('a request with %s is answered in the shape of an answer', async (_what, head) => {
  const answer = await send(`${head}\r\n\r\n`);
  expectTwilioAnswer(answer);
  expect(answer.body).not.toContain('evil.example.com/');
  expect(failures).toEqual([]);
});

it('goes on after a client that asks for a tunnel and is gone', async () => {
  const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
  socket.write('CONNECT localhost:80 HTTP/1.1\r\nhost: localhost\r\n\r\n');
  socket.resetAndDestroy();
  expect((await send(`${get('/healthz')}\r\n\r\n`)).status).toBe(200);
});
