import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { KinesisStreamHandler } from 'aws-lambda';
import { ingestConfig } from '../../families/ingest-config.ts';
import { systemClock } from '../../shared/clock.ts';
import { ENV, requireEnv } from '../../shared/environment.ts';
import { METRIC_NAMESPACE } from '../../shared/metrics.ts';
import { openedWhenNeeded } from '../quarantine/when-needed.ts';
import { createDynamoDbClient } from '../store/dynamodb-client.ts';
import { createItemWriter } from '../store/item-writer.ts';
import { createIngest } from './ingest.ts';
import { recordsOf } from './stream-record.ts';
import { publish } from './telemetry.ts';

// An answer that does not come is worth another try while there is time for one.
const requestHandler = { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

// A process that puts nothing aside, as most do, does not load the client of S3.
const quarantineBucketName = requireEnv(process.env, ENV.quarantineBucketName);

const metrics = new Metrics({ namespace: METRIC_NAMESPACE });
const telemetry = { logger: new Logger(), metrics, singleMetric: metrics.singleMetric() };

const ingest = createIngest({
  store: createItemWriter({
    // Nothing is added to the client's steps: put together once, a write is a tenth cheaper.
    client: createDynamoDbClient({ requestHandler, cacheMiddleware: true }),
    tables: {
      'call-events': requireEnv(process.env, ENV.tableName),
      'call-insights': requireEnv(process.env, ENV.insightsTableName),
    },
    clock: systemClock,
  }),
  quarantine: openedWhenNeeded(async () => {
    const { openQuarantineBucket } = await import('./quarantine-bucket.ts');
    return openQuarantineBucket(quarantineBucketName, { requestHandler });
  }),
  config: ingestConfig(process.env),
  clock: systemClock,
  isPatient: true,
});

/** Lambda's entry: a batch of the stream in, the batch item failures out. */
export const handler: KinesisStreamHandler = async (invocation, context) => {
  telemetry.logger.addContext(context);
  const { response, report } = await ingest(recordsOf(invocation), context);
  publish(report, telemetry);
  return response;
};
