import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import { archiveDays } from '../../shared/archive-days.ts';
import { systemClock } from '../../shared/clock.ts';
import { ENV, requireEnv } from '../../shared/environment.ts';
import { METRIC_NAMESPACE } from '../../shared/metrics.ts';
import { createS3Archive } from '../archive/s3-archive.ts';
import { createMerge } from './merge.ts';
import { HOURLY } from './merge-plan.ts';
import { publishMerge } from './merge-telemetry.ts';
import { holderHere } from './process-holder.ts';

// An object is a few megabytes.
const requestHandler = { connectionTimeout: 2_000, requestTimeout: 30_000, throwOnRequestTimeout: true };
/** Long enough for what is under way when the time is up; of a short time, half. */
const SPARE_MS = 2 * 60_000;

const telemetry = { logger: new Logger(), metrics: new Metrics({ namespace: METRIC_NAMESPACE }) };
const merge = createMerge({
  store: createS3Archive({
    client: new S3Client({ requestHandler }),
    bucketName: requireEnv(process.env, ENV.archiveBucketName),
  }),
  clock: systemClock,
  archiveDays: archiveDays(process.env),
  thresholds: HOURLY,
  holder: holderHere(),
});

/** Lambda's entry, once an hour. @throws what the bucket answers: the next hour does it again */
export async function handler(_event: unknown, context: Context): Promise<void> {
  telemetry.logger.addContext(context);
  const begunMs = systemClock.now();
  const leftMs = context.getRemainingTimeInMillis();
  const report = await merge(begunMs + Math.max(leftMs - SPARE_MS, leftMs / 2));
  publishMerge(report, systemClock.now() - begunMs, telemetry);
}
