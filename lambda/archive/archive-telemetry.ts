import type { Logger } from '@aws-lambda-powertools/logger';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRIC } from '../../shared/metrics.ts';
import type { ArchiveReport } from './archive.ts';

export interface ArchiveTelemetry {
  logger: Logger;
  metrics: Metrics;
}

/** What came of a batch, as one line of log and as a metric: counts alone. */
export function publishArchived(report: ArchiveReport, { logger, metrics }: ArchiveTelemetry): void {
  const { records, rows, objects, bytes, skipped } = report;
  const count = [...rows.values()].reduce((sum, number) => sum + number, 0);
  metrics.addMetric(METRIC.rowsArchived, MetricUnit.Count, count);
  metrics.publishStoredMetrics();
  logger.info('batch archived', { records, ...Object.fromEntries(rows), objects, bytes, ...skipped });
}
