import { EventEmitter } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { isJsonObject } from '../shared/json.ts';
import { isLoopbackHost } from '../shared/loopback.ts';
import { REGION } from './names.ts';

/**
 * What a browser sends and lets no page leave out, and no client of AWS knows. `Sec-Fetch-Mode` is none of them: the
 * `fetch` of Node.js sends it too. https://developer.mozilla.org/en-US/docs/Glossary/Forbidden_request_header
 */
const OF_BROWSERS =
  /^(origin|sec-fetch-(site|dest|user|storage-access)|access-control-request-.*|sec-ch-.*|sec-gpc|sec-purpose)$/;

const NO_WEB_PAGE = refusal(
  'AccessDeniedException',
  'The local pipeline answers programs on this machine, and no web page: use an AWS client and 127.0.0.1 or localhost',
);
const FAILURE = refusal('InternalFailure', 'This request cannot be answered');
const LIST_SHARDS = 'Kinesis_20131202.ListShards';

/** Larger than what either of the two takes: they refuse it themselves, as AWS does. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/**
 * Makes an embedded database, and stands before it. Neither checks a signature and both let every web page in, so a
 * request of a browser, or to another host than this machine, is a 403 without a header for other origins. The database
 * gets requests that are complete: it throws, where nothing can catch it, when a connection ends in the middle of one.
 * What it throws at a complete one is a 500; at the few it would throw at later, AWS's refusal.
 */
export function guardedServer(create: () => Server): Server {
  const server = inRegion(create);
  const answer = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    // Of a connection that is reset while it is answered; an error that nothing listens to ends the process.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    if (isShutOut(request.headersDistinct, request.headers)) {
      request.resume();
      return sendJson(response, 403, NO_WEB_PAGE);
    }
    readBody(request, (body) => {
      try {
        const refused = unanswerable(request.headers['x-amz-target'], body);
        if (refused !== undefined) return sendJson(response, 400, refused);
        for (const listener of answer) replay(request, body, response, listener);
      } catch {
        if (!response.headersSent) sendJson(response, 500, FAILURE);
      }
    });
  });
  return server;
}

/** Both take the region of their ARNs from the shell, whatever their clients are told. */
function inRegion(create: () => Server): Server {
  const { AWS_REGION, AWS_ACCOUNT_ID } = process.env;
  process.env.AWS_REGION = REGION;
  delete process.env.AWS_ACCOUNT_ID;
  try {
    return create();
  } finally {
    restore({ AWS_REGION, AWS_ACCOUNT_ID });
  }
}

function restore(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

function isShutOut({ host = [] }: NodeJS.Dict<string[]>, headers: IncomingHttpHeaders): boolean {
  return !host.every(isLoopbackHost) || Object.keys(headers).some((name) => OF_BROWSERS.test(name));
}

/** What a database would throw at when it is at work on it, where nothing can catch that: what AWS says of it. */
function unanswerable(target: string | string[] | undefined, body: Buffer): string | undefined {
  const isListOfShards = target === LIST_SHARDS;
  // To parse each body once more would be felt, and hardly any holds a null.
  if (!isListOfShards && !body.includes('null')) return undefined;
  const input = parsed(body);
  if (holdsNullInList(input))
    return refusal('ValidationException', 'A list of the request holds a null: a member must not be null');
  if (isListOfShards && isJsonObject(input) && typeof input.NextToken === 'string')
    return refusal(
      'ExpiredNextTokenException',
      'All shards are in one answer here, so no NextToken is one of this stream',
    );
  return undefined;
}

function refusal(type: string, message: string): string {
  return JSON.stringify({ __type: type, message });
}

/** Undefined for what is no JSON, which the database itself refuses. */
function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function holdsNullInList(value: unknown): boolean {
  const left = [value];
  // It grows while it is gone through: what is nested deep takes no stack.
  for (const one of left) {
    if (typeof one !== 'object' || one === null) continue;
    if (Array.isArray(one) && one.includes(null)) return true;
    for (const member of Object.values(one)) left.push(member);
  }
  return false;
}

/** All of it, or what there is once it is too large; never told of one that does not come to its end. */
function readBody(request: IncomingMessage, then: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const done = () => {
    request.removeAllListeners('data').removeAllListeners('end').resume();
    then(Buffer.concat(chunks));
  };
  request.on('end', done);
  request.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) done();
  });
}

/** All at once, so that what is thrown at it is thrown here. */
function replay(
  { method, url, headers }: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
  listener: RequestListener,
): void {
  const request = Object.assign(new EventEmitter(), { method, url, headers });
  // Of a request, both read nothing else.
  listener(request as IncomingMessage, response as Parameters<RequestListener>[1]);
  if (body.length > 0) request.emit('data', body);
  request.emit('end');
}

function sendJson(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    // Whoever opens the address in a browser reads it there.
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  });
  response.end(body);
}
