import { createServer, type IncomingMessage } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Context } from 'hono';
import { createApi, type Platform } from '../lambda/api/api.ts';
import { isOneOf } from '../lambda/api/credentials.ts';
import { createEventPages } from '../lambda/store/event-pages.ts';
import type { Clock } from '../shared/clock.ts';
import { dynamoDbClient } from './embedded-dynamodb.ts';
import { type EmbeddedServer, listen } from './embedded-server.ts';
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
/** Names of this machine that a link may carry; whatever else stands in `Host` came from elsewhere. */
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/;

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
    observe: { authenticationFailed: () => undefined, failed: onTrouble },
  });
  return listen(
    createServer({ maxHeaderSize: MAX_HEADER_BYTES }, getRequestListener(api.fetch)),
    settings.port,
    'PORT',
  );
}

function platform({ env, req }: Context): Platform {
  const { socket } = env.incoming as IncomingMessage;
  const host = req.header('host') ?? '';
  return {
    baseUrl: `http://${LOOPBACK_HOST.test(host) ? host : `127.0.0.1:${socket.localPort}`}`,
    clientAddress: socket.remoteAddress ?? '',
    requestId: crypto.randomUUID(),
  };
}
