import type { Logger } from '@aws-lambda-powertools/logger';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRIC } from '../../shared/metrics.ts';
import type { MergeReport } from './merge.ts';

/** Lines for a run; other objects are counted. */
const MAX_LINES = 20;

/** What came of a merge, as a line of the log and as a metric: counts, and keys of objects, never what is in them. */
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
  // One alone: each is billed by the month, and the log has the rest.
  metrics.addMetric(METRIC.daysUnmerged, MetricUnit.Count, daysUnmerged(report));
  metrics.publishStoredMetrics();
  for (const { key, problem } of unreadable.slice(0, MAX_LINES)) logger.warn('object not merged', { key, problem });
  logger.info('merged', { ...counts, unreadable: unreadable.length, tookMs });
}

/** Days of a table that are not as they should be after the run, whyever. */
function daysUnmerged({ left, overtaken, unreadable }: MergeReport): number {
  const days = new Set(unreadable.map(({ key }) => key.slice(0, key.lastIndexOf('/'))));
  return left + overtaken + days.size;
}
