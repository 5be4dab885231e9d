import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { APIGatewayProxyEventV2, APIGatewayProxyHandlerV2 } from 'aws-lambda';
import { ingestConfig } from '../../families/ingest-config.ts';
import { systemClock } from '../../shared/clock.ts';
import { ENV, requireEnv } from '../../shared/environment.ts';
import { METRIC, METRIC_NAMESPACE } from '../../shared/metrics.ts';
import { createAnnotations } from '../annotations/annotations.ts';
import { createAlertStates } from '../page/alert-states.ts';
import { createEndedSessions } from '../page/ended-sessions.ts';
import { createViews } from '../page/views.ts';
import { queryOfStack } from '../query/query-of-stack.ts';
import { createConferencePages } from '../read/conference-pages.ts';
import { createEventPages } from '../read/event-pages.ts';
import { createMetricPages } from '../read/metric-pages.ts';
import { createSummaryPages } from '../read/summary-pages.ts';
import { createDynamoDbClient } from '../store/dynamodb-client.ts';
import { createApi } from './api.ts';
import { createCredentials } from './credentials.ts';
import { toGatewayResult, toRequest } from './gateway-request.ts';
import { createPageTokenKeys, type KeyVersion } from './page-token-keys.ts';
import type { Page } from './web-page.ts';

// A client waits for the answer: two attempts at a secret and two at the table have to fit into the function's time.
const impatient = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
};

const logger = new Logger();
const metrics = new Metrics({ namespace: METRIC_NAMESPACE });
const secrets = new SecretsManagerClient(impatient);
const credentialsSecretArn = requireEnv(process.env, ENV.credentialsSecretArn);
const pageTokenSecretArn = requireEnv(process.env, ENV.pageTokenSecretArn);

async function readSecret(arn: string): Promise<string> {
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: arn }));
  if (SecretString === undefined) throw new Error(`the secret ${arn} has no text`);
  return SecretString;
}

/** A key that was never changed has no previous version. */
async function readKey(stage: 'AWSCURRENT' | 'AWSPREVIOUS'): Promise<KeyVersion | undefined> {
  try {
    const { SecretString, CreatedDate } = await secrets.send(
      new GetSecretValueCommand({ SecretId: pageTokenSecretArn, VersionStage: stage }),
    );
    return SecretString === undefined ? undefined : { key: SecretString, createdAtMs: CreatedDate?.getTime() };
  } catch (error) {
    if (stage === 'AWSPREVIOUS' && error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

let page: Promise<Page> | undefined;

/** Beside the function's own file, see `infra/read-api.ts`. */
async function readPage(): Promise<Page> {
  return JSON.parse(await readFile(path.join(import.meta.dirname, 'page.json'), 'utf8'));
}

function count(metric: string): void {
  metrics.singleMetric().addMetric(metric, MetricUnit.Count, 1);
}

function notReadAgain(what: string, error: unknown): void {
  count(METRIC.apiFailures);
  logger.error(`${what} not read again`, { ...(error instanceof Error && { error }) });
}

const { indexedLevels, partyLookup, retentionDays } = ingestConfig(process.env);
const client = createDynamoDbClient(impatient);

const insightsTable = requireEnv(process.env, ENV.insightsTableName);
const query = queryOfStack(process.env);

const api = createApi({
  name: requireEnv(process.env, ENV.serviceName),
  pages: createEventPages({ client, tableName: requireEnv(process.env, ENV.tableName) }),
  summaries: createSummaryPages({
    client,
    tableName: insightsTable,
    clock: systemClock,
  }),
  metrics: createMetricPages({ client, tableName: insightsTable }),
  conferences: createConferencePages({ client, tableName: insightsTable, clock: systemClock }),
  annotations: createAnnotations({
    client,
    tableName: insightsTable,
    clock: systemClock,
    retentionDays: async () => retentionDays,
  }),
  endedSessions: createEndedSessions({ client, tableName: insightsTable }),
  views: createViews({ client, tableName: insightsTable }),
  alertStates: createAlertStates({ client, tableName: insightsTable, clock: systemClock }),
  webhookHosts: 'public',
  credentials: createCredentials({
    readSecret: () => readSecret(credentialsSecretArn),
    clock: systemClock,
    onTrouble: (error) => notReadAgain('credentials', error),
  }),
  pageTokenKeys: createPageTokenKeys({
    readVersion: readKey,
    clock: systemClock,
    onTrouble: (error) => notReadAgain('page token key', error),
  }),
  indexedLevels,
  partyLookup,
  ...(query && { archive: { query, retentionDays, sleep: systemClock.sleep } }),
  clock: systemClock,
  platform: ({ env }) => {
    // An HTTP API on its default stage: nothing stands before the path.
    const { domainName, http, requestId } = env as APIGatewayProxyEventV2['requestContext'];
    return { baseUrl: `https://${domainName}`, clientAddress: http.sourceIp, requestId };
  },
  page: () => {
    page ??= readPage();
    return page;
  },
  observe: {
    answered({ requestId, credentialSid, ...request }) {
      logger.info('request answered', { request_id: requestId, credential_sid: credentialSid ?? null, ...request });
    },
    authenticationFailed: () => count(METRIC.authenticationFailures),
    failed(error, requestId) {
      count(METRIC.apiFailures);
      logger.error('request failed', { request_id: requestId, ...(error instanceof Error && { error }) });
    },
  },
});

/** Lambda's entry: a request of the HTTP API in, its answer out. */
export const handler: APIGatewayProxyHandlerV2 = async (event) =>
  toGatewayResult(await api.fetch(toRequest(event), event.requestContext));
