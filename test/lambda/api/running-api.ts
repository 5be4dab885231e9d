import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { getRequestListener } from '@hono/node-server';
import twilio from 'twilio';
import type { CallCloudEvent } from '../../../families/call-event/call-event.ts';
import { toItem } from '../../../families/call-event/item.ts';
import type { IngestConfig } from '../../../families/ingest-config.ts';
import { createAnnotations } from '../../../lambda/annotations/annotations.ts';
import { createApi } from '../../../lambda/api/api.ts';
import { type Credentials, fixedCredentials, type KnownCredential } from '../../../lambda/api/credentials.ts';
import type { AnsweredRequest, ApiOptions } from '../../../lambda/api/route.ts';
import type { Page } from '../../../lambda/api/web-page.ts';
import { decodeEvent } from '../../../lambda/ingest/decode.ts';
import { createAlertStates } from '../../../lambda/page/alert-states.ts';
import { createEndedSessions } from '../../../lambda/page/ended-sessions.ts';
import { createViews } from '../../../lambda/page/views.ts';
import { createConferencePages } from '../../../lambda/read/conference-pages.ts';
import { createEventPages, type EventPage } from '../../../lambda/read/event-pages.ts';
import { createMetricPages } from '../../../lambda/read/metric-pages.ts';
import { createSummaryPages } from '../../../lambda/read/summary-pages.ts';
import { createItemWriter, inBatches, MAX_BATCH_ITEMS } from '../../../lambda/store/item-writer.ts';
import { dynamoDbClient, ensureTables, startDynamoDb } from '../../../local/embedded-dynamodb.ts';
import { listen } from '../../../local/embedded-server.ts';
import { ACCOUNT_SID, ARRIVAL_MS, CONFIG } from '../../../samples/builders.ts';
import { systemClock } from '../../../shared/clock.ts';
import { createRowWriter, type SummaryData, type SummaryOptions, summaryRows } from '../read/summary-rows.ts';

export const TOKEN = 'the-token-of-the-account';
export const API_KEY = { sid: `SK${'0123456789abcdef'.repeat(2)}`, secret: 'the-secret-of-the-key' };
const TABLE = 'call-events';
const INSIGHTS_TABLE = 'call-insights';
/** A page of its own, so that no test waits for the real one. */
const SCRIPT = 'void 0;'.repeat(1_000);
export const PAGE: Page = {
  html: '<!doctype html><title>the page</title>',
  assets: {
    'page-1.js': {
      type: 'text/javascript; charset=utf-8',
      body: SCRIPT,
      gzip: gzipSync(SCRIPT).toString('base64'),
    },
  },
};
const NEVER = new AbortController().signal;

/** The read API over HTTP on a table of its own, and the official client for it. */
export async function startApi({
  credentials = [],
  ...options
}: Partial<Omit<ApiOptions, 'credentials'>> & { credentials?: Credentials | readonly KnownCredential[] } = {}) {
  const dynamodb = await startDynamoDb({ port: 0 });
  const table = dynamoDbClient(dynamodb.url);
  await ensureTables(table);
  const stored = createEventPages({ client: table, tableName: TABLE });
  const summaries = createSummaryPages({ client: table, tableName: INSIGHTS_TABLE, clock: systemClock });
  const storedMetrics = createMetricPages({ client: table, tableName: INSIGHTS_TABLE });
  const conferences = createConferencePages({ client: table, tableName: INSIGHTS_TABLE, clock: systemClock });
  const write = createRowWriter(table, INSIGHTS_TABLE);
  const writer = createItemWriter({
    client: table,
    tables: { 'call-events': TABLE, 'call-insights': 'call-insights' },
    clock: systemClock,
  });
  let itemsRead = 0;
  let metricRequests = 0;
  const counted = async <Place>(page: Promise<EventPage<Place>>) => {
    itemsRead += (await page).events.length;
    return page;
  };
  const failures: unknown[] = [];
  const answered: AnsweredRequest[] = [];
  let refused = 0;
  const api = createApi({
    pages: {
      pageOfCall: (callSid, page) => counted(stored.pageOfCall(callSid, page)),
      pageOfLevel: (level, page) => counted(stored.pageOfLevel(level, page)),
    },
    credentials:
      'check' in credentials
        ? credentials
        : fixedCredentials([{ sid: ACCOUNT_SID, secret: TOKEN }, API_KEY, ...credentials]),
    annotations: createAnnotations({
      client: table,
      tableName: INSIGHTS_TABLE,
      clock: systemClock,
      retentionDays: async () => CONFIG.retentionDays,
    }),
    endedSessions: createEndedSessions({ client: table, tableName: INSIGHTS_TABLE }),
    views: createViews({ client: table, tableName: INSIGHTS_TABLE }),
    alertStates: createAlertStates({ client: table, tableName: INSIGHTS_TABLE, clock: systemClock }),
    webhookHosts: 'public',
    name: 'VoiceInsightsSink',
    pageTokenKeys: async () => ['key'],
    summaries,
    metrics: {
      pageOfMetrics(callSid, page) {
        metricRequests += 1;
        return storedMetrics.pageOfMetrics(callSid, page);
      },
    },
    conferences,
    partyLookup: true,
    indexedLevels: CONFIG.indexedLevels,
    clock: systemClock,
    platform: ({ env }) => ({
      baseUrl: `http://127.0.0.1:${env.incoming.socket.localPort}`,
      clientAddress: '192.0.2.1',
      requestId: 'request-1',
    }),
    page: async () => PAGE,
    observe: {
      answered: (request) => void answered.push(request),
      authenticationFailed: () => {
        refused += 1;
      },
      failed: (error) => void failures.push(error),
    },
    ...options,
  });
  const server = await listen(createServer({ maxHeaderSize: 256 * 1024 }, getRequestListener(api.fetch)), 0, 'PORT');

  return {
    url: server.url,
    failures,
    answered,
    pages: stored,
    views: createViews({ client: table, tableName: INSIGHTS_TABLE }),
    summaries,
    metrics: storedMetrics,
    conferences,
    table,
    refused: () => refused,
    itemsRead: () => itemsRead,
    metricRequests: () => metricRequests,
    async put(events: readonly CallCloudEvent[], config: IngestConfig = CONFIG) {
      const items = events.map((event) => {
        const result = toItem(event, { arrivalMs: ARRIVAL_MS, config });
        if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
        return result.value;
      });
      for (let at = 0; at < items.length; at += MAX_BATCH_ITEMS) {
        await writer.put(items.slice(at, at + MAX_BATCH_ITEMS), NEVER);
      }
    },
    /** Rows of events as they come from the stream, of whichever family. */
    async putEvents(events: readonly unknown[], config: IngestConfig = CONFIG) {
      const items = events.flatMap((event) => rowsOf(event, config));
      const plain = items.filter(({ guard }) => guard === undefined);
      for (const { holders } of inBatches(plain, (item) => item)) await writer.put(holders, NEVER);
      await write(items.filter(({ guard }) => guard !== undefined));
    },
    async putSummary(data: SummaryData, rowOptions?: SummaryOptions) {
      await write(summaryRows(data, rowOptions));
    },
    client(sid = ACCOUNT_SID, token = TOKEN) {
      const client = twilio(sid, token, { accountSid: ACCOUNT_SID });
      client.insights.baseUrl = server.url;
      return client;
    },
    /** As curl would ask it. */
    get(path: string, { credential = `${ACCOUNT_SID}:${TOKEN}`, ...init }: RequestInit & { credential?: string } = {}) {
      const headers = new Headers(init.headers);
      if (credential !== '') headers.set('authorization', `Basic ${Buffer.from(credential).toString('base64')}`);
      return fetch(`${server.url}${path}`, { ...init, headers });
    },
    async stop() {
      table.destroy();
      await server.close();
      await dynamodb.close();
    },
  };
}

export type RunningApi = Awaited<ReturnType<typeof startApi>>;

/** The rows that ingest makes of an event. @throws Error where it makes none */
export function rowsOf(event: unknown, config: IngestConfig = CONFIG) {
  const decoded = decodeEvent(event);
  if (!decoded.ok) throw new Error(decoded.detail);
  const { family, event: read } = decoded.value;
  const outcome = family.outcome(read, { arrivalMs: ARRIVAL_MS, config });
  if (!outcome.ok) throw new Error(outcome.detail);
  return outcome.value.rows;
}
