import type { Logger } from '@aws-lambda-powertools/logger';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { OTHER_TWILIO_TYPES } from '../../families/unsupported/other-types.ts';
import { METRIC } from '../../shared/metrics.ts';
import { type BatchReport, counts } from './report.ts';

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html
const MAX_DIMENSION_LENGTH = 255;
// Whoever writes to the stream shall choose neither how much is logged nor how many metrics there are: each value of a
// dimension is a metric of its own, billed as one.
/** Lines of one kind for a batch; the others are counted in one more. */
const MAX_LINES = 20;
/** Of unsupported events, for a batch; by name where they begin as Twilio's do. */
const MAX_TYPES = 10;
const TWILIO = 'com.twilio.';
const OTHER = '(other)';

export interface Telemetry {
  logger: Logger;
  metrics: Metrics;
  /** Publishes a metric as it is added and forgets its dimensions. Each one makes a console, so there is one. */
  singleMetric: Metrics;
}

/**
 * What came of a batch, as JSON logs and as metrics in the embedded metric format. Names, counts and places on the
 * stream, never what an event says. However much a writer of the stream sends, there are a few lines of each kind, and
 * the metrics' dimensions have values of closed lists only.
 */
export function publish(report: BatchReport, { logger, metrics, singleMetric }: Telemetry): void {
  publishMetrics(report, metrics, singleMetric);
  for (const { reason, eventId } of report.quarantined.slice(0, MAX_LINES))
    logger.warn('record quarantined', { reason, event_id: eventId });
  const unnamedRecords = report.quarantined.length - MAX_LINES;
  if (unnamedRecords > 0) logger.warn('more records quarantined', { count: unnamedRecords });
  for (const testId of report.testEvents.slice(0, MAX_LINES))
    logger.info('test event received', { test_id: testId === undefined ? undefined : plain(testId) });
  const unnamedTests = report.testEvents.length - MAX_LINES;
  if (unnamedTests > 0) logger.info('more test events received', { count: unnamedTests });
  for (const [type, count] of typesToLog(report)) logger.info('events of an unsupported type kept', { type, count });
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

  /** One for each, those of the same dimensions together. */
  const addEach = (name: string, each: readonly Record<string, string>[]) => {
    for (const [json, count] of counts(each.map((dimensions) => JSON.stringify(dimensions))))
      addBy(name, JSON.parse(json), count);
  };

  for (const { level, type, count } of report.stored) {
    addBy(METRIC.eventsStored, { ...(level !== undefined && { level }), type }, count);
  }
  for (const [reason, count] of counts(report.quarantined.map(({ reason }) => reason)))
    addBy(METRIC.recordsQuarantined, { reason }, count);
  for (const [path, count] of report.mismatches) addBy(METRIC.schemaMismatch, { path }, count);
  for (const [type, count] of knownTypes(report)) addBy(METRIC.unsupportedEvents, { type }, count);

  const { finished } = report;
  addEach(
    METRIC.callsFinished,
    finished.map(({ type, state }) => ({ call_type: type, call_state: state })),
  );
  addEach(
    METRIC.callTags,
    finished.flatMap(({ tags }) => tags.map(({ tag, edge }) => ({ tag, edge }))),
  );

  add(METRIC.callsFinished, finished.length);
  add(METRIC.callsBad, finished.filter(({ isBad }) => isBad).length);
  add(METRIC.insightsSuperseded, report.superseded);
  for (const { pddMs, mos } of finished) {
    if (pddMs !== undefined) metrics.addMetric(METRIC.postDialDelay, MetricUnit.Milliseconds, pddMs);
    if (mos !== undefined) metrics.addMetric(METRIC.meanOpinionScore, MetricUnit.NoUnit, mos);
  }
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

/** The types that Twilio is known to send by name, and all others as one. */
function knownTypes({ unsupported }: BatchReport): Map<string, number> {
  return sums([...unsupported].map(([type, count]) => [OTHER_TWILIO_TYPES.has(type) ? type : OTHER, count]));
}

/** The most frequent of Twilio's types by name, and the rest of the batch as one. */
function typesToLog({ unsupported }: BatchReport): Map<string, number> {
  const types = [...unsupported].sort(([, one], [, other]) => other - one);
  const named = new Set(
    types
      .map(([type]) => type)
      .filter((type) => type.startsWith(TWILIO))
      .slice(0, MAX_TYPES),
  );
  return sums(types.map(([type, count]) => [named.has(type) ? plain(type) : OTHER, count]));
}

function sums(counted: readonly (readonly [string, number])[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [name, count] of counted) sums.set(name, (sums.get(name) ?? 0) + count);
  return sums;
}

/** What others named, as a dimension may be: printable ASCII, not blank, not long. */
function plain(text: string): string {
  const ascii = text.replace(/[^\x20-\x7e]/g, '?').trim();
  return ascii === '' ? '(blank)' : ascii.slice(0, MAX_DIMENSION_LENGTH);
}
