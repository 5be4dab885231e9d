import type { Logger } from '@aws-lambda-powertools/logger';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRIC } from '../../shared/metrics.ts';
import { type BatchReport, counts } from './report.ts';

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html
const MAX_DIMENSION_LENGTH = 255;
/** Each type is a metric of its own, and billed as one: whoever writes to the stream shall not choose how many. */
const MAX_TYPES = 10;

export interface Telemetry {
  logger: Logger;
  metrics: Metrics;
  /** Publishes a metric as it is added and forgets its dimensions. Each one makes a console, so there is one. */
  singleMetric: Metrics;
}

/**
 * What came of a batch, as JSON logs and as metrics in the embedded metric format. Names, counts and places on the
 * stream, never what an event says.
 */
export function publish(report: BatchReport, { logger, metrics, singleMetric }: Telemetry): void {
  publishMetrics(report, metrics, singleMetric);
  for (const { reason, eventId } of report.quarantined)
    logger.warn('record quarantined', { reason, event_id: eventId });
  for (const testId of report.testEvents)
    logger.info('test event received', { test_id: testId === undefined ? undefined : plain(testId) });
  for (const [type, count] of unsupportedTypes(report))
    logger.info('events of an unsupported type kept', { type, count });
  if (report.retried === 0) return;
  const [error, ...others] = report.failures;
  logger.error(error === undefined ? 'out of time' : 'records left for another delivery', {
    retried: report.retried,
    acknowledged: report.records,
    other_failures: others.length,
    ...(error instanceof Error && { error }),
  });
}

function publishMetrics(report: BatchReport, metrics: Metrics, singleMetric: Metrics): void {
  const add = (name: string, count: number) => {
    if (count > 0) metrics.addMetric(name, MetricUnit.Count, count);
  };
  const addBy = (name: string, dimensions: Record<string, string>, count: number) => {
    for (const [dimension, value] of Object.entries(dimensions)) {
      singleMetric.addDimension(dimension, plain(value));
    }
    singleMetric.addMetric(name, MetricUnit.Count, count);
  };

  for (const { level, type, count } of report.stored) addBy(METRIC.eventsStored, { level, type }, count);
  for (const [reason, count] of counts(report.quarantined.map(({ reason }) => reason)))
    addBy(METRIC.recordsQuarantined, { reason }, count);
  for (const [path, count] of report.mismatches) addBy(METRIC.schemaMismatch, { path }, count);
  for (const [type, count] of unsupportedTypes(report)) addBy(METRIC.unsupportedEvents, { type }, count);

  add(METRIC.callErrors, report.callErrors);
  add(METRIC.duplicatesMerged, report.duplicatesMerged);
  add(METRIC.recordsQuarantined, report.quarantined.length);
  add(METRIC.testEvents, report.testEvents.length);
  add(METRIC.emptyRecords, report.emptyRecords);
  add(METRIC.recordsRetried, report.retried);
  add(METRIC.eventsBehind, report.eventsBehind);
  if (report.clockSkewMs > 0) metrics.addMetric(METRIC.clockSkew, MetricUnit.Milliseconds, report.clockSkewMs);
  if (report.clockBehindMs > 0) metrics.addMetric(METRIC.clockBehind, MetricUnit.Milliseconds, report.clockBehindMs);
  if (report.lagMs !== undefined) metrics.addMetric(METRIC.ingestLag, MetricUnit.Milliseconds, report.lagMs);
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}

/** The most frequent types by name, and the rest of the batch as one. */
function unsupportedTypes({ unsupported }: BatchReport): Map<string, number> {
  const counts = new Map<string, number>();
  const types = [...unsupported].sort(([, one], [, other]) => other - one);
  for (const [position, [type, count]] of types.entries()) {
    const name = position < MAX_TYPES ? plain(type) : '(other)';
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return counts;
}

/** What others named, as a dimension may be: printable ASCII, not blank, not long. */
function plain(text: string): string {
  const ascii = text.replace(/[^\x20-\x7e]/g, '?').trim();
  return ascii === '' ? '(blank)' : ascii.slice(0, MAX_DIMENSION_LENGTH);
}
