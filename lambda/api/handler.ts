import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { APIGatewayProxyEventV2, APIGatewayProxyHandlerV2 } from 'aws-lambda';
import { systemClock } from '../../shared/clock.ts';
import { ENV, requireEnv } from '../../shared/environment.ts';
import { ingestConfig } from '../../shared/ingest-config.ts';
import { METRIC, METRIC_NAMESPACE } from '../../shared/metrics.ts';
import { createDynamoDbClient } from '../store/dynamodb-client.ts';
import { createEventPages } from '../store/event-pages.ts';
import { createApi } from './api.ts';
import { createCredentialCheck } from './credentials.ts';
import { toGatewayResult, toRequest } from './gateway-request.ts';
import type { Page } from './page.ts';

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

let pageTokenKey: Promise<string> | undefined;
let page: Promise<Page> | undefined;

/** Beside the function's own file, see `infra/read-api.ts`. */
async function readPage(): Promise<Page> {
  return JSON.parse(await readFile(path.join(import.meta.dirname, 'page.json'), 'utf8'));
}

function count(metric: string): void {
  metrics.singleMetric().addMetric(metric, MetricUnit.Count, 1);
}

const api = createApi({
  pages: createEventPages({
    client: createDynamoDbClient(impatient),
    tableName: requireEnv(process.env, ENV.tableName),
  }),
  checkCredential: createCredentialCheck({
    readSecret: () => readSecret(credentialsSecretArn),
    clock: systemClock,
    onTrouble(error) {
      count(METRIC.apiFailures);
      logger.error('credentials not read again', { ...(error instanceof Error && { error }) });
    },
  }),
  pageTokenKey: () => {
    pageTokenKey ??= readSecret(pageTokenSecretArn).catch((error: unknown) => {
      pageTokenKey = undefined;
      throw error;
    });
    return pageTokenKey;
  },
  indexedLevels: ingestConfig(process.env).indexedLevels,
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
