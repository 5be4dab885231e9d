import { type CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CALL_METRIC_FACTS } from '../../families/call-metric/facts.ts';
import { CALL_SUMMARY_FACTS } from '../../families/call-summary/facts.ts';
import { CONFERENCE_SUMMARY_FACTS } from '../../families/conference-summary/facts.ts';
import type { FamilyFacts } from '../../families/family-facts.ts';
import { PARTICIPANT_SUMMARY_FACTS } from '../../families/participant-summary/facts.ts';
import { METRIC, METRIC_NAMESPACE } from '../../shared/metrics.ts';
import { LEVEL_INDEX, STARTED_INDEX } from '../../shared/table.ts';
import { DAY_MS } from '../../shared/utc-day.ts';
import type { StackOutputs } from './check-stack.ts';
import type { TroubleFact, TroubleFacts, TroubleName } from './check-troubles.ts';

/** Of the last day, as CloudWatch has it: times are when periods of five minutes began, epoch ms. */
export interface TrafficFact {
  /** Records that came. */
  incoming: { atMs: number; count: number }[];
  /** How old the oldest record was that ingest was last given, ms; undefined where it was given none for a while. */
  iteratorAgeMs?: number;
  /** When ingest last finished a record, whatever it was. */
  lastIngestMs?: number;
  /** When a call event last became a row. */
  lastStoredMs?: number;
  /** When one of what is no call event last did, 0 for not at all; undefined where there is no table for it. */
  lastOf?: Readonly<Record<InsightKind, number>>;
}

/** What becomes rows of the table of call insights, as people call it, with the families of its types. */
const KINDS = {
  summary: [CALL_SUMMARY_FACTS],
  metric: [CALL_METRIC_FACTS],
  conference: [CONFERENCE_SUMMARY_FACTS, PARTICIPANT_SUMMARY_FACTS],
} as const satisfies Record<string, readonly FamilyFacts[]>;
export type InsightKind = keyof typeof KINDS;

/** @param latest when the latest event was stored of a type for which this is true */
function lastOf(latest: (isOne: (type: string) => boolean) => number | undefined): Record<InsightKind, number> {
  const of = (families: readonly FamilyFacts[]) =>
    latest((type) => families.some(({ types }) => types.some((one) => one.type === type))) ?? 0;
  return { summary: of(KINDS.summary), metric: of(KINDS.metric), conference: of(KINDS.conference) };
}

const PERIOD_S = 300;
/** Lambda measures the age only while it calls the function. */
const RECENT_MS = 15 * 60_000;

/** Metrics that are sums of trouble, by their names here. Those of a mapping or table only where there is one. */
function troubleMetrics({ outputs, mappingUuid }: Where): Partial<Record<TroubleName, Metric>> {
  const { streamName, ingestFunctionName, tableName, insightsTableName } = outputs;
  const fn = { FunctionName: ingestFunctionName };
  const table = { TableName: tableName };
  const throttles = (dimensions: Record<string, string>): Metric => ['AWS/DynamoDB', 'WriteThrottleEvents', dimensions];
  return {
    streamThrottles: ['AWS/Kinesis', 'WriteProvisionedThroughputExceeded', { StreamName: streamName }],
    ingestThrottles: ['AWS/Lambda', 'Throttles', fn],
    ingestErrors: ['AWS/Lambda', 'Errors', fn],
    tableThrottles: throttles(table),
    indexThrottles: throttles({ ...table, GlobalSecondaryIndexName: LEVEL_INDEX.name }),
    ...(insightsTableName !== undefined && {
      insightsThrottles: throttles({ TableName: insightsTableName }),
      callIndexThrottles: throttles({ TableName: insightsTableName, GlobalSecondaryIndexName: STARTED_INDEX.name }),
    }),
    ...(mappingUuid !== undefined && {
      dropped: ['AWS/Lambda', 'DroppedEventCount', { EventSourceMappingUUID: mappingUuid }],
    }),
    notKept: ['AWS/Lambda', 'DestinationDeliveryFailures', fn],
  };
}

/** Namespace, name, dimensions. */
type Metric = [string, string, Record<string, string>];

/** What metrics are of. */
export interface Where {
  stack: string;
  outputs: StackOutputs;
  mappingUuid: string | undefined;
}

/**
 * What CloudWatch counted in the last day, in one request.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export async function trafficOf(
  client: CloudWatchClient,
  where: Where,
  nowMs: number,
): Promise<TrafficFact & { eventsBehind: number; troubles: TroubleFacts }> {
  const { stack, outputs } = where;
  const query = ([Namespace, MetricName, dimensions]: Metric, Stat: 'Sum' | 'Maximum') => ({
    MetricStat: {
      Metric: {
        Namespace,
        MetricName,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: PERIOD_S,
      Stat,
    },
  });
  const service = { service: stack };
  // It has a dimension for each level and type; this finds whatever there is, one result each.
  const storedBy = (dimensions: string) =>
    `SEARCH('{${METRIC_NAMESPACE},${dimensions}} MetricName="${METRIC.eventsStored}" service="${stack}"', 'Sum', ${PERIOD_S})`;
  const troubles = Object.entries(troubleMetrics(where)) as [TroubleName, Metric][];
  const { MetricDataResults = [] } = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(nowMs - DAY_MS),
      EndTime: new Date(nowMs),
      MetricDataQueries: [
        { Id: 'incoming', ...query(['AWS/Kinesis', 'IncomingRecords', { StreamName: outputs.streamName }], 'Sum') },
        { Id: 'age', ...query(['AWS/Lambda', 'IteratorAge', { FunctionName: outputs.ingestFunctionName }], 'Maximum') },
        { Id: 'lag', ...query([METRIC_NAMESPACE, METRIC.ingestLag, service], 'Maximum') },
        { Id: 'behind', ...query([METRIC_NAMESPACE, METRIC.eventsBehind, service], 'Sum') },
        { Id: 'stored', Expression: storedBy('level,service,type') },
        ...(outputs.insightsTableName === undefined
          ? []
          : // What is no call event has no level.
            [{ Id: 'insights', Expression: storedBy('service,type'), Label: `\${PROP('Dim.type')}` }]),
        ...troubles.map(([Id, metric]) => ({ Id, ...query(metric, 'Sum') })),
      ],
    }),
  );
  /** The newest first. */
  const periods = (id: string, isOne: (label: string) => boolean = () => true) =>
    MetricDataResults.filter(({ Id, Label = '' }) => Id === id && isOne(Label))
      .flatMap(({ Timestamps = [], Values = [] }) =>
        Timestamps.map((time, index) => ({ atMs: time.getTime(), value: Values[index] ?? 0 })),
      )
      .sort((one, other) => other.atMs - one.atMs);
  const counted = (id: string): TroubleFact => {
    const some = periods(id).filter(({ value }) => value > 0);
    return { count: some.reduce((sum, { value }) => sum + value, 0), lastMs: some[0]?.atMs ?? 0 };
  };
  return {
    incoming: periods('incoming').map(({ atMs, value }) => ({ atMs, count: value })),
    iteratorAgeMs: periods('age').find(({ atMs }) => nowMs - atMs <= RECENT_MS)?.value,
    lastIngestMs: periods('lag')[0]?.atMs,
    lastStoredMs: periods('stored')[0]?.atMs,
    ...(outputs.insightsTableName !== undefined && { lastOf: lastOf((isOne) => periods('insights', isOne)[0]?.atMs) }),
    eventsBehind: counted('behind').count,
    troubles: Object.fromEntries(troubles.map(([name]) => [name, counted(name)])),
  };
}
