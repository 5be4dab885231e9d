import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { S3Client } from '@aws-sdk/client-s3';
import type { KinesisStreamHandler } from 'aws-lambda';
import { ingestConfig } from '../../families/ingest-config.ts';
import { systemClock } from '../../shared/clock.ts';
import { ENV, requireEnv } from '../../shared/environment.ts';
import { METRIC_NAMESPACE } from '../../shared/metrics.ts';
import { createS3Quarantine } from '../quarantine/s3-quarantine.ts';
import { createDynamoDbClient } from '../store/dynamodb-client.ts';
import { createItemWriter } from '../store/item-writer.ts';
import { createIngest } from './ingest.ts';
import { recordsOf } from './stream-record.ts';
import { publish } from './telemetry.ts';

// An answer that does not come is worth another try while there is time for one.
const requestHandler = { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

const metrics = new Metrics({ namespace: METRIC_NAMESPACE });
const telemetry = { logger: new Logger(), metrics, singleMetric: metrics.singleMetric() };

const ingest = createIngest({
  store: createItemWriter({
    // Nothing is added to the client's steps: put together once, a write is a tenth cheaper.
    client: createDynamoDbClient({ requestHandler, cacheMiddleware: true }),
    tables: { 'call-events': requireEnv(process.env, ENV.tableName) },
    clock: systemClock,
  }),
  quarantine: createS3Quarantine({
    client: new S3Client({ requestHandler }),
    bucketName: requireEnv(process.env, ENV.quarantineBucketName),
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
