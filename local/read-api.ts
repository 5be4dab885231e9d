import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { Context } from 'hono';
import { createApi, type Platform } from '../lambda/api/api.ts';
import { badParameter } from '../lambda/api/api-error.ts';
import { isOneOf } from '../lambda/api/credentials.ts';
import type { Page } from '../lambda/api/page.ts';
import { createEventPages } from '../lambda/store/event-pages.ts';
import type { Clock } from '../shared/clock.ts';
import { bundlePage } from '../web/bundle/bundle-page.ts';
import { dynamoDbClient } from './embedded-dynamodb.ts';
import { type EmbeddedServer, listen } from './embedded-server.ts';
import { isLoopbackHost } from './loopback.ts';
import { TABLE_NAME } from './names.ts';
import type { LocalSettings } from './settings.ts';

export interface ReadApiOptions {
  settings: LocalSettings;
  /** Where the DynamoDB API answers. */
  dynamodb: string;
  clock: Clock;
  /** Told of a request that failed by our fault. */
  onTrouble: (error: unknown) => void;
}

/** Room for parameters of any length: what is too long for one is answered, not cut off. */
const MAX_HEADER_BYTES = 256 * 1024;
const BAD_REQUEST = badParameter('This is no HTTP request that can be answered');

/** What a page is made of is on this machine: it is made when it is first looked at, which takes less than a second. */
let bundled: Promise<Page> | undefined;
function page(): Promise<Page> {
  bundled ??= bundlePage();
  return bundled;
}

/** The read API as it is deployed, on the loopback interface. @throws LocalError where PORT cannot be had */
export function startReadApi({ settings, dynamodb, clock, onTrouble }: ReadApiOptions): Promise<EmbeddedServer> {
  const { accountSid, authToken } = settings;
  const api = createApi({
    pages: createEventPages({ client: dynamoDbClient(dynamodb), tableName: TABLE_NAME }),
    checkCredential: async (given) => isOneOf(given, [{ sid: accountSid, secret: authToken }]),
    // Known to whoever knows the token; here that is the owner of the process.
    pageTokenKey: async () => `page tokens of ${authToken}`,
    indexedLevels: settings.config.indexedLevels,
    clock,
    platform,
    page,
    observe: { authenticationFailed: () => undefined, failed: onTrouble },
  });
  const listener = getRequestListener(api.fetch, { errorHandler });
  // Without a host it is answered below, with a body.
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, requireHostHeader: false }, listener);
  // Node.js would answer with a 417 without a body, and CONNECT with nothing.
  server.on('checkExpectation', listener);
  server.on('connect', (_request, socket) => refuse(socket));
  server.on('clientError', (_error, socket) => refuse(socket));
  return listen(server, settings.port, 'PORT');
}

function refuse(socket: Duplex): void {
  // Of a CONNECT nobody else listens to it, and an error that nobody hears ends the process.
  socket.on('error', () => socket.destroy());
  const body = JSON.stringify(BAD_REQUEST.body);
  const head = `content-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close`;
  if (socket.writable) socket.end(`HTTP/1.1 400 Bad Request\r\n${head}\r\n\r\n${body}`);
}

/** For what is no request of the web, such as one with a `Host` that is none. */
function errorHandler(): Response {
  return Response.json(BAD_REQUEST.body, { status: BAD_REQUEST.status });
}

function platform({ env, req }: Context): Platform {
  const { socket } = env.incoming as IncomingMessage;
  const host = req.header('host') ?? '';
  return {
    baseUrl: `http://${isLoopbackHost(host) ? host : `127.0.0.1:${socket.localPort}`}`,
    clientAddress: socket.remoteAddress ?? '',
    requestId: crypto.randomUUID(),
  };
}
