import type { Logger } from '@aws-lambda-powertools/logger';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRIC } from '../../shared/metrics.ts';
import type { MergeReport } from './merge.ts';

/** Lines for a run; other objects are counted. */
const MAX_LINES = 20;

/** What came of a merge, as a line of the log and as metrics: counts, and keys of objects, never what is in them. */
export function publishMerge(
  report: MergeReport,
  tookMs: number,
  { logger, metrics }: { logger: Logger; metrics: Metrics },
): void {
  const { unreadable, ...counts } = report;
  if (report.isLocked) {
    logger.info('another merge or forget holds the lock');
    return;
  }
  for (const [name, count] of [
    [METRIC.objectsMerged, report.objects],
    [METRIC.rowsMerged, report.rows],
    [METRIC.objectsExpired, report.expired],
    [METRIC.objectsUnreadable, unreadable.length],
    [METRIC.daysUnmerged, report.left],
  ] as const) {
    metrics.addMetric(name, MetricUnit.Count, count);
  }
  metrics.addMetric(METRIC.mergeDuration, MetricUnit.Milliseconds, tookMs);
  metrics.publishStoredMetrics();
  for (const { key, problem } of unreadable.slice(0, MAX_LINES)) logger.warn('object not merged', { key, problem });
  logger.info('merged', { ...counts, unreadable: unreadable.length });
}
