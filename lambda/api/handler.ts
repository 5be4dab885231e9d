import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type ApiGatewayRequestContextV2, handle } from 'hono/aws-lambda';
import { systemClock } from '../../shared/clock.ts';
import { ENV, requireEnv } from '../../shared/environment.ts';
import { ingestConfig } from '../../shared/ingest-config.ts';
import { METRIC, METRIC_NAMESPACE } from '../../shared/metrics.ts';
import { createEventPages } from '../store/event-pages.ts';
import { createApi } from './api.ts';
import { createCredentialCheck } from './credentials.ts';

// A client waits for the answer: an attempt that hangs is given up while there is time for another one.
const requestHandler = { connectionTimeout: 1_000, requestTimeout: 4_000, throwOnRequestTimeout: true };

const logger = new Logger();
const metrics = new Metrics({ namespace: METRIC_NAMESPACE });
const secrets = new SecretsManagerClient({ requestHandler });
const credentialsSecretArn = requireEnv(process.env, ENV.credentialsSecretArn);
const pageTokenSecretArn = requireEnv(process.env, ENV.pageTokenSecretArn);

async function readSecret(arn: string): Promise<string> {
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: arn }));
  if (SecretString === undefined) throw new Error(`the secret ${arn} has no text`);
  return SecretString;
}

let pageTokenKey: Promise<string> | undefined;

function count(metric: string): void {
  metrics.singleMetric().addMetric(metric, MetricUnit.Count, 1);
}

const api = createApi({
  pages: createEventPages({
    client: new DynamoDBClient({ requestHandler }),
    tableName: requireEnv(process.env, ENV.tableName),
  }),
  checkCredential: createCredentialCheck(() => readSecret(credentialsSecretArn), systemClock),
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
    const { domainName, http, requestId } = env.requestContext as ApiGatewayRequestContextV2;
    return { baseUrl: `https://${domainName}`, clientAddress: http.sourceIp, requestId };
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
export const handler = handle(api);
