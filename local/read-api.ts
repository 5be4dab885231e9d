import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { Context } from 'hono';
import { createAnnotations } from '../lambda/annotations/annotations.ts';
import { createApi } from '../lambda/api/api.ts';
import { badParameter } from '../lambda/api/api-error.ts';
import { fixedCredentials } from '../lambda/api/credentials.ts';
import { setCommonHeaders } from '../lambda/api/response-headers.ts';
import type { Platform } from '../lambda/api/route.ts';
import { createAlertStates } from '../lambda/page/alert-states.ts';
import { createEndedSessions } from '../lambda/page/ended-sessions.ts';
import { createViews } from '../lambda/page/views.ts';
import type { ArchiveQuery } from '../lambda/query/archive-query.ts';
import { createConferencePages } from '../lambda/read/conference-pages.ts';
import { createEventPages } from '../lambda/read/event-pages.ts';
import { createMetricPages } from '../lambda/read/metric-pages.ts';
import { createSummaryPages } from '../lambda/read/summary-pages.ts';
import type { SteadyClock } from '../shared/clock.ts';
import { isLoopbackHost } from '../shared/loopback.ts';
import { createDuckDbQuery } from './duckdb-query.ts';
import { dynamoDbClient } from './embedded-dynamodb.ts';
import { type EmbeddedServer, listen } from './embedded-server.ts';
import { createIdleQuery } from './idle-query.ts';
import { INSIGHTS_TABLE_NAME, LOCAL_NAME, TABLE_NAME } from './names.ts';
import type { LocalSettings } from './settings.ts';
import { webPage } from './web-page.ts';

export interface ReadApiOptions {
  settings: LocalSettings;
  /** Where the DynamoDB API answers. */
  dynamodb: string;
  /** The folder of the archive, where there is one. */
  archive?: string;
  clock: SteadyClock;
  /** Told of a request that failed by our fault. */
  onTrouble: (error: unknown) => void;
}

/** Room for parameters of any length: what is too long for one is answered, not cut off. */
const MAX_HEADER_BYTES = 256 * 1024;
/** Of a database that nobody asks. */
const QUERY_IDLE_MS = 60_000;
const BAD_REQUEST = badParameter('This is no HTTP request that can be answered');

/** The read API as it is deployed, on the loopback interface. @throws LocalError where PORT cannot be had */
export async function startReadApi(options: ReadApiOptions): Promise<EmbeddedServer> {
  const { settings, dynamodb, archive, clock, onTrouble } = options;
  const { accountSid, authToken } = settings;
  const query = archive === undefined ? undefined : archiveQuery(archive, onTrouble);
  const client = dynamoDbClient(dynamodb);
  const api = createApi({
    pages: createEventPages({ client, tableName: TABLE_NAME }),
    summaries: createSummaryPages({ client, tableName: INSIGHTS_TABLE_NAME, clock }),
    metrics: createMetricPages({ client, tableName: INSIGHTS_TABLE_NAME }),
    conferences: createConferencePages({ client, tableName: INSIGHTS_TABLE_NAME, clock }),
    annotations: createAnnotations({
      client,
      tableName: INSIGHTS_TABLE_NAME,
      clock,
      retentionDays: async () => settings.config.retentionDays,
    }),
    credentials: fixedCredentials([{ sid: accountSid, secret: authToken }]),
    endedSessions: createEndedSessions({ client, tableName: INSIGHTS_TABLE_NAME }),
    views: createViews({ client, tableName: INSIGHTS_TABLE_NAME }),
    alertStates: createAlertStates({ client, tableName: INSIGHTS_TABLE_NAME, clock }),
    webhookHosts: 'loopback-too',
    name: LOCAL_NAME,
    // Known to whoever knows the token; here that is the owner of the process.
    pageTokenKeys: async () => [`page tokens of ${authToken}`],
    indexedLevels: settings.config.indexedLevels,
    partyLookup: settings.config.partyLookup,
    ...(query && { archive: { query, retentionDays: settings.config.retentionDays, sleep: clock.sleep } }),
    clock,
    platform,
    page: webPage,
    observe: { answered: () => undefined, authenticationFailed: () => undefined, failed: onTrouble },
  });
  const listener = getRequestListener(api.fetch, { errorHandler: () => notAnswerable(clock.now()) });
  // Without a host it is answered below, with a body.
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, requireHostHeader: false }, listener);
  // Node.js would answer with a 417 without a body, and CONNECT with nothing.
  server.on('checkExpectation', listener);
  server.on('connect', (_request, socket) => refuse(socket, clock.now()));
  server.on('clientError', (_error, socket) => refuse(socket, clock.now()));
  const listening = await listen(server, settings.port, 'PORT');
  return {
    ...listening,
    async close() {
      await listening.close();
      await query?.close();
    },
  };
}

function archiveQuery(directory: string, onTrouble: (error: unknown) => void): ArchiveQuery {
  return createIdleQuery({ open: async () => createDuckDbQuery({ directory }), idleMs: QUERY_IDLE_MS, onTrouble });
}

function refuse(socket: Duplex, nowMs: number): void {
  // Of a CONNECT nobody else listens to it, and an error that nobody hears ends the process.
  socket.on('error', () => socket.destroy());
  const body = JSON.stringify(BAD_REQUEST.body);
  const headers = new Headers({
    'content-type': 'application/json',
    'content-length': String(body.length),
    connection: 'close',
  });
  setCommonHeaders(headers, '', nowMs);
  const head = Array.from(headers, ([name, value]) => `${name}: ${value}\r\n`).join('');
  if (socket.writable) socket.end(`HTTP/1.1 400 Bad Request\r\n${head}\r\n${body}`);
}

/** For what is no request of the web, such as one with a `Host` that is none. */
function notAnswerable(nowMs: number): Response {
  const answer = Response.json(BAD_REQUEST.body, { status: BAD_REQUEST.status });
  setCommonHeaders(answer.headers, '', nowMs);
  return answer;
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
