import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import { ingestConfig } from '../../families/ingest-config.ts';
import { systemClock } from '../../shared/clock.ts';
import { ENV, requireEnv } from '../../shared/environment.ts';
import { METRIC_NAMESPACE } from '../../shared/metrics.ts';
import { recordsOf } from '../ingest/stream-record.ts';
import { createArchive } from './archive.ts';
import { publishArchived } from './archive-telemetry.ts';
import { createS3ArchiveWriter } from './s3-archive-writer.ts';

const requestHandler = { connectionTimeout: 2_000, requestTimeout: 20_000, throwOnRequestTimeout: true };
const telemetry = { logger: new Logger(), metrics: new Metrics({ namespace: METRIC_NAMESPACE }) };

const archive = createArchive({
  store: createS3ArchiveWriter({
    client: new S3Client({ requestHandler }),
    bucketName: requireEnv(process.env, ENV.archiveBucketName),
  }),
  config: ingestConfig(process.env),
  clock: systemClock,
});

/** Lambda's entry: a batch of the stream in. @throws Error where it has to come again as a whole */
export async function handler(invocation: unknown, context: Context): Promise<void> {
  telemetry.logger.addContext(context);
  publishArchived(await archive(recordsOf(invocation)), telemetry);
}
