import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { CALL_STATES } from '../families/call-summary/enumerations.ts';
import { LEVELS } from '../shared/level.ts';
import { METRIC, METRIC_NAMESPACE } from '../shared/metrics.ts';
import type { Ingest } from './ingest.ts';
import type { ReadApi } from './read-api.ts';
import type { RowTable } from './row-table.ts';
import type { TwilioSink } from './twilio-sink.ts';

/** What is watched. */
export interface Watched {
  readonly sink: TwilioSink;
  readonly ingest: Ingest;
  readonly events: RowTable;
  readonly insights: RowTable;
  readonly api?: ReadApi;
  /** What our own metrics are counted under. */
  readonly service: string;
}

const PERIOD = Duration.minutes(5);
/** In five minutes, for a share of them to say something. */
const ENOUGH_REQUESTS = 50;
/** Summaries become final in bursts: five minutes are too few for their share. */
const CALLS_PERIOD = Duration.minutes(15);
/** In that time, for a share of them to say something. */
const ENOUGH_CALLS = 20;

/**
 * What there is to see of the pipeline: sums and maxima of five minutes. A metric whose dimensions are not exactly those
 * it is published with is never seen, without a word.
 */
export function signals({ sink, ingest, events, insights, api, service: name }: Watched) {
  const stream = { StreamName: sink.stream.streamName };
  const fn = { FunctionName: ingest.function.functionName };
  const mapping = { EventSourceMappingUUID: ingest.eventSourceMappingId };
  const service = { service: name };

  return {
    // https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html
    incomingRecords: sum('AWS/Kinesis', 'IncomingRecords', stream),
    streamWriteThrottles: sum('AWS/Kinesis', 'WriteProvisionedThroughputExceeded', stream),
    // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
    iteratorAge: maximum('AWS/Lambda', 'IteratorAge', fn),
    recordsUnread: recordsUnread(stream, fn, PERIOD),
    recordsUnreadHourly: recordsUnread(stream, fn, Duration.hours(1)),
    // Lambda asks each shard once a second, whether records come or not, so that this is missing when nothing reads:
    // https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
    streamReads: sum('AWS/Kinesis', 'GetRecords.Success', stream),
    ingestErrors: sum('AWS/Lambda', 'Errors', fn),
    ingestThrottles: sum('AWS/Lambda', 'Throttles', fn),
    ingestDuration: maximum('AWS/Lambda', 'Duration', fn),
    eventsDropped: sum('AWS/Lambda', 'DroppedEventCount', mapping),
    destinationRefusals: sum('AWS/Lambda', 'DestinationDeliveryFailures', fn),
    eventsGivenUp: sum('AWS/Lambda', 'OnFailureDestinationDeliveredEventCount', mapping),
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
    tableThrottles: throttles(tableOf(events), tableOf(insights)),
    indexThrottles: throttles(indexOf(events), indexOf(insights)),
    recordsQuarantined: sum(METRIC_NAMESPACE, METRIC.recordsQuarantined, service),
    recordsRetried: sum(METRIC_NAMESPACE, METRIC.recordsRetried, service),
    callErrors: sum(METRIC_NAMESPACE, METRIC.callErrors, service),
    ingestLag: maximum(METRIC_NAMESPACE, METRIC.ingestLag, service),
    eventsBehind: sum(METRIC_NAMESPACE, METRIC.eventsBehind, service),
    clocksAhead: maximum(METRIC_NAMESPACE, METRIC.clockSkew, service),
    clocksBehind: maximum(METRIC_NAMESPACE, METRIC.clockBehind, service),
    eventsByLevel: LEVELS.map((level) => eventsOfLevel(level, service.service)),
    calls: callSignals(name),
    ...(api !== undefined && { api: apiSignals(api, service) }),
  };
}
export type Signals = ReturnType<typeof signals>;

/** Runs of the function that looks at alerts, in which one was not looked at or not told. */
export function watchErrors(functionName: string): Metric {
  return sum('AWS/Lambda', 'Errors', { FunctionName: functionName });
}

/** 1 for each period in which records came and the function was called for none. */
function recordsUnread(stream: Record<string, string>, fn: Record<string, string>, period: Duration): IMetric {
  return new MathExpression({
    label: 'records unread by ingest',
    expression: 'IF(FILL(incoming, 0) > 0 AND FILL(invocations, 0) == 0, 1, 0)',
    usingMetrics: {
      incoming: sum('AWS/Kinesis', 'IncomingRecords', stream),
      invocations: sum('AWS/Lambda', 'Invocations', fn),
    },
    period,
  });
}

/**
 * Published only when there are some. An alarm on a metric of DynamoDB keeps its state while data is missing, whatever
 * it is told to do then: it would stay on for ever.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
function throttles(events: Record<string, string>, insights: Record<string, string>): IMetric {
  const throttlesOf = (dimensions: Record<string, string>) => sum('AWS/DynamoDB', 'WriteThrottleEvents', dimensions);
  return new MathExpression({
    label: 'throttled writes',
    expression: 'FILL(events, 0) + FILL(insights, 0)',
    usingMetrics: { events: throttlesOf(events), insights: throttlesOf(insights) },
    period: PERIOD,
  });
}

function tableOf({ table }: RowTable): Record<string, string> {
  return { TableName: table.tableName };
}

function indexOf(table: RowTable): Record<string, string> {
  return { ...tableOf(table), GlobalSecondaryIndexName: table.indexName };
}

/** Of calls that are over, by their final summaries. */
function callSignals(name: string) {
  const service = { service: name };
  const delays = sum(METRIC_NAMESPACE, METRIC.postDialDelay, service);
  const scores = sum(METRIC_NAMESPACE, METRIC.meanOpinionScore, service);
  return {
    byState: CALL_STATES.map((state) => callsOfState(state, name)),
    tags: tags(name),
    postDialDelays: ['p50', 'p95'].map((statistic) => delays.with({ statistic })),
    scores: ['p50', 'p5'].map((statistic) => scores.with({ statistic })),
    superseded: sum(METRIC_NAMESPACE, METRIC.insightsSuperseded, service),
    // Of few calls one that is bad is a large share, and tells nothing. None that is bad is none that is counted.
    badShare: new MathExpression({
      label: 'failed or tagged calls, %',
      expression: `IF(finished >= ${ENOUGH_CALLS}, 100 * FILL(bad, 0) / finished, 0)`,
      usingMetrics: {
        bad: sum(METRIC_NAMESPACE, METRIC.callsBad, service),
        finished: sum(METRIC_NAMESPACE, METRIC.callsFinished, service),
      },
      period: CALLS_PERIOD,
    }),
  };
}

function apiSignals({ apiId }: ReadApi, service: Record<string, string>) {
  return {
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
    requests: requests(apiId),
    errors: sum('AWS/ApiGateway', '5xx', { ApiId: apiId }),
    // Of few requests one that is refused is a large share, and tells nothing.
    refusedShare: new MathExpression({
      label: 'refused requests, %',
      expression: `IF(requests >= ${ENOUGH_REQUESTS}, 100 * refused / requests, 0)`,
      usingMetrics: {
        refused: sum('AWS/ApiGateway', '4xx', { ApiId: apiId }),
        requests: requests(apiId),
      },
      period: PERIOD,
    }),
    latency: maximum('AWS/ApiGateway', 'Latency', { ApiId: apiId }),
    failures: sum(METRIC_NAMESPACE, METRIC.apiFailures, service),
    authenticationFailures: sum(METRIC_NAMESPACE, METRIC.authenticationFailures, service),
  };
}

/** Its samples are the requests: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html */
function requests(apiId: string): Metric {
  return sum('AWS/ApiGateway', 'Count', { ApiId: apiId }).with({ statistic: 'SampleCount' });
}

function sum(namespace: string, metricName: string, dimensionsMap: Record<string, string>): Metric {
  return new Metric({ namespace, metricName, dimensionsMap, statistic: 'Sum', period: PERIOD });
}

function maximum(namespace: string, metricName: string, dimensionsMap: Record<string, string>): Metric {
  return new Metric({ namespace, metricName, dimensionsMap, statistic: 'Maximum', period: PERIOD });
}

/** Of all types of events: the metric has a dimension for each, and SEARCH takes whatever there is. */
function eventsOfLevel(level: string, service: string): IMetric {
  return sumOf(
    level,
    `{${METRIC_NAMESPACE},level,service,type} MetricName="${METRIC.eventsStored}" service="${service}" level="${level}"`,
  );
}

/** Of all types of calls. */
function callsOfState(state: string, service: string): IMetric {
  return sumOf(
    state,
    `{${METRIC_NAMESPACE},call_state,call_type,service} MetricName="${METRIC.callsFinished}" service="${service}" call_state="${state}"`,
  );
}

/** One line for each tag on each edge: the same word means another thing on another edge, so that a sum says nothing. */
function tags(service: string): IMetric {
  const search = `{${METRIC_NAMESPACE},edge,service,tag} MetricName="${METRIC.callTags}" service="${service}"`;
  return new MathExpression({
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/graph-dynamic-labels.html
    label: `\${PROP('Dim.tag')}, \${PROP('Dim.edge')}`,
    expression: `SEARCH('${search}', 'Sum', ${PERIOD.toSeconds()})`,
    usingMetrics: {},
    period: PERIOD,
  });
}

function sumOf(label: string, search: string): IMetric {
  return new MathExpression({
    label,
    expression: `SUM(SEARCH('${search}', 'Sum', ${PERIOD.toSeconds()}))`,
    usingMetrics: {},
    period: PERIOD,
  });
}
