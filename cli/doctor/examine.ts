import { CloudWatchClient, GetMetricDataCommand, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { DescribeTableCommand, DynamoDBClient, type KeySchemaElement } from '@aws-sdk/client-dynamodb';
import { GetRoleCommand, GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { DescribeStreamSummaryCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import {
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import type { Environment } from '../../shared/environment.ts';
import { METRIC, METRIC_NAMESPACE } from '../../shared/metrics.ts';
import { LEVEL_INDEX } from '../../shared/table.ts';
import { createEventStreams } from '../attach/event-streams.ts';
import { subscriptionOf } from '../attach/plan.ts';
import { isOffered } from '../attach/require-types.ts';
import type { SubscribedType } from '../attach/sink.ts';
import { awsOptions } from '../aws-options.ts';
import { type Cures, cureOf, curesFor, type Said } from '../cures.ts';
import { describeStack } from '../describe-stack.ts';
import { explained, twilioStatus } from '../problem.ts';
import { sinkAlerts } from '../sink-alerts.ts';
import { accountStatus, openTwilioAs, type TwilioAccount } from '../twilio.ts';
import { checkAlerts } from './check-alerts.ts';
import {
  type AlarmFact,
  checkAlarms,
  checkBehind,
  checkFunction,
  checkTable,
  checkTroubles,
  type TableFact,
  type TroubleFact,
  type TroubleName,
} from './check-parts.ts';
import {
  type Check,
  checkAccount,
  checkAdvancedFeatures,
  checkKept,
  checkMapping,
  checkPermissions,
  checkSink,
  checkStack,
  checkStream,
  checkSubscription,
  checkTraffic,
  checkTrust,
  isSilent,
  type StackOutputs,
  type TrafficFact,
} from './checks.ts';

/** What a doctor is told; see the options of its command. */
export interface Asked extends Said {
  /** What shall be subscribed to. */
  wanted: readonly SubscribedType[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** So long Twilio keeps alerts, and the events that it gave up. */
const ALERTS_MS = 30 * DAY_MS;
const UNAUTHORIZED = 401;

/**
 * Looks at everything that an event passes on its way, both sides of it, and goes on where something cannot be seen.
 * @param env has the credentials of Twilio; the SDK finds those of AWS by itself
 */
export async function examine(asked: Asked, env: Environment, nowMs: number): Promise<Check[]> {
  const cures = curesFor(asked);
  const attempt = attemptWith(cures);
  const stack = await attempt('stack', async () => {
    const { check, outputs } = checkStack(asked.stack, await describeStack(asked), cures);
    return { checks: [check], value: outputs };
  });
  const opened = await attempt('twilio', async () => ({ checks: [], value: await openTwilioAs(env, asked.account) }));
  const account = opened.value;
  const twilio = await attempt('twilio', async () => {
    if (account === undefined) return { checks: opened.checks };
    const status = await accountStatus(account);
    // Whether the credential is one at all then shows where it is needed anyway.
    if (status === undefined) await createEventStreams(account.client).sinks();
    return { checks: [checkAccount(account.accountSid, status)] };
  });
  const look = { asked, cures, attempt, nowMs };
  // A credential that is refused is refused everywhere; a fault of one API says nothing of the others.
  const isRefused = account === undefined || twilioStatus(twilio.error) === UNAUTHORIZED;
  const atTwilio = isRefused ? undefined : await examineTwilio(look, account, stack.value);
  const atAws = stack.value === undefined ? [] : await examineAws(look, stack.value, atTwilio?.callsWereMade);
  return [...twilio.checks, ...stack.checks, ...(atTwilio?.checks ?? []), ...atAws];
}

interface Look {
  asked: Asked;
  cures: Cures;
  attempt: ReturnType<typeof attemptWith>;
  nowMs: number;
}

async function examineTwilio(
  { asked: { wanted, schemaVersion }, cures, attempt, nowMs }: Look,
  { client, accountSid }: TwilioAccount,
  outputs: StackOutputs | undefined,
): Promise<{ checks: Check[]; callsWereMade: () => Promise<boolean> }> {
  const eventStreams = createEventStreams(client);
  const features = attempt('advanced features', async () => ({
    checks: [checkAdvancedFeatures(await eventStreams.advancedFeatures(), accountSid)],
  }));
  const sinks = await attempt('sink', async () => {
    if (outputs === undefined) return { checks: [] };
    const [all, subscriptions] = await Promise.all([eventStreams.sinks(), eventStreams.subscriptions()]);
    const { checks, sink, others } = checkSink({ sinks: all, subscriptions }, outputs, cures);
    const subscription = sink && subscriptionOf(sink.sid, subscriptions);
    return { checks, value: { sink, subscription, sids: [sink, ...others].flatMap((one) => one?.sid ?? []) } };
  });
  const { sink, subscription, sids } = sinks.value ?? {};
  const subscribed = attempt('subscription', async () => {
    if (sinks.error !== undefined) {
      const [{ cure } = {}] = sinks.checks;
      const says = 'not seen, since the sinks are not';
      return { checks: [{ name: 'subscription', state: 'wrong', says, ...(cure !== undefined && { cure }) }] };
    }
    if (sink === undefined) return { checks: [] };
    const types = subscription === undefined ? [] : await eventStreams.types(subscription.sid);
    const listed = await Promise.all(
      wanted.map(async ({ type }) => {
        const found = await eventStreams.type(type);
        return [type, isOffered(found) ? found.versions : []] as const;
      }),
    );
    const wantedNow = { types: wanted, versionsSaid: schemaVersion !== undefined, listed: new Map(listed) };
    return { checks: [checkSubscription(types, wantedNow, cures)] };
  });
  const alerts = attempt('twilio alerts', async () => ({
    checks: [checkAlerts(await sinkAlerts(client, nowMs - ALERTS_MS), { sinkSids: sids, nowMs }, cures)],
  }));
  const [first, ...others] = await Promise.all([features, subscribed, alerts]);
  return {
    checks: [first, sinks, ...others].flatMap(({ checks }) => checks),
    async callsWereMade() {
      const { createdMs = nowMs } = subscription ?? {};
      if (nowMs - createdMs < DAY_MS) return false;
      const span = { startTimeAfter: new Date(nowMs - DAY_MS), startTimeBefore: new Date(nowMs - HOUR_MS) };
      try {
        return (await client.calls.list({ ...span, limit: 1 })).length > 0;
      } catch {
        // Credentials that may not know: then the day was a quiet one, as far as anybody can tell.
        return false;
      }
    },
  };
}

async function examineAws(
  { asked, cures, attempt, nowMs }: Look,
  outputs: StackOutputs,
  callsWereMade: () => Promise<boolean> = async () => false,
): Promise<Check[]> {
  const aws = awsOptions(asked);
  const { streamArn, streamName, ingestFunctionName, tableName } = outputs;
  const iam = new IAMClient(aws);
  const lambda = new LambdaClient(aws);
  const cloudWatch = new CloudWatchClient(aws);
  const RoleName = outputs.twilioRoleArn.split('/').at(-1);
  const trust = attempt('role', async () => {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    return { checks: [checkTrust(policyOf(Role?.AssumeRolePolicyDocument), outputs, cures)] };
  });
  const permissions = attempt('role permissions', async () => {
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    const policies = await Promise.all(
      PolicyNames.map((PolicyName) => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))),
    );
    const documents = policies.map(({ PolicyDocument }) => policyOf(PolicyDocument));
    return { checks: [checkPermissions(documents, outputs, cures)] };
  });
  const stream = attempt('stream', async () => {
    const { StreamDescriptionSummary } = await new KinesisClient(aws).send(
      new DescribeStreamSummaryCommand({ StreamName: streamName }),
    );
    return { checks: [checkStream(StreamDescriptionSummary?.StreamStatus, cures)] };
  });
  const mapping = attempt('mapping', async () => {
    const { EventSourceMappings = [] } = await lambda.send(
      new ListEventSourceMappingsCommand({ FunctionName: ingestFunctionName, EventSourceArn: streamArn }),
    );
    const [found] = EventSourceMappings;
    const fact = found && {
      uuid: found.UUID,
      state: found.State,
      lastProcessingResult: found.LastProcessingResult,
    };
    return { checks: [checkMapping(fact, cures)], value: found?.UUID };
  });
  const ingest = attempt('function', async () => {
    const FunctionName = ingestFunctionName;
    const [{ State = '', LastUpdateStatus = '' }, { ReservedConcurrentExecutions }] = await Promise.all([
      lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
      lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })),
    ]);
    const fact = {
      state: State,
      lastUpdateStatus: LastUpdateStatus,
      reservedConcurrency: ReservedConcurrentExecutions,
    };
    return { checks: [checkFunction(ingestFunctionName, fact, cures)] };
  });
  const table = attempt('table', async () => ({
    checks: [checkTable(tableName, await tableFact(new DynamoDBClient(aws), tableName), cures)],
  }));
  const alarms = attempt('alarms', async () => ({
    checks: checkAlarms(await alarmsOn(cloudWatch, asked.stack, outputs)),
  }));
  const traffic = attempt('traffic', async () => {
    const where = { stack: asked.stack, outputs, mappingUuid: (await mapping).value };
    const fact = await trafficOf(cloudWatch, where, nowMs);
    const made = isSilent(fact) && (await callsWereMade());
    return {
      checks: [
        ...checkTraffic(fact, { nowMs, callsWereMade: made }),
        checkBehind(fact.eventsBehind, cures),
        ...checkTroubles(fact.troubles, nowMs),
      ],
    };
  });
  const kept = attempt('quarantine', async () => {
    const s3 = new S3Client(aws);
    const count = async (Prefix: string) => {
      const list = new ListObjectsV2Command({ Bucket: outputs.quarantineBucketName, Prefix });
      const { KeyCount = 0, IsTruncated = false } = await s3.send(list);
      return { count: KeyCount, isMore: IsTruncated };
    };
    const [quarantined, givenUp] = await Promise.all([count(BUCKET_PREFIX.quarantine), count(BUCKET_PREFIX.givenUp)]);
    return { checks: checkKept(quarantined, givenUp, cures) };
  });
  const all = [trust, permissions, stream, mapping, ingest, table, alarms, traffic, kept];
  return (await Promise.all(all)).flatMap(({ checks }) => checks);
}

const PERIOD_S = 300;
/** Lambda measures the age only while it calls the function. */
const RECENT_MS = 15 * 60_000;

/** Metrics that are sums of trouble, by their names here. Those of a mapping only where there is one. */
function troubleMetrics({ outputs, mappingUuid }: Where): Record<TroubleName, Metric | undefined> {
  const { streamName, ingestFunctionName, tableName } = outputs;
  const fn = { FunctionName: ingestFunctionName };
  const table = { TableName: tableName };
  return {
    streamThrottles: ['AWS/Kinesis', 'WriteProvisionedThroughputExceeded', { StreamName: streamName }],
    ingestThrottles: ['AWS/Lambda', 'Throttles', fn],
    ingestErrors: ['AWS/Lambda', 'Errors', fn],
    tableThrottles: ['AWS/DynamoDB', 'WriteThrottleEvents', table],
    indexThrottles: ['AWS/DynamoDB', 'WriteThrottleEvents', { ...table, GlobalSecondaryIndexName: LEVEL_INDEX.name }],
    dropped:
      mappingUuid === undefined
        ? undefined
        : ['AWS/Lambda', 'DroppedEventCount', { EventSourceMappingUUID: mappingUuid }],
    notKept: ['AWS/Lambda', 'DestinationDeliveryFailures', fn],
  };
}

/** Namespace, name, dimensions. */
type Metric = [string, string, Record<string, string>];

interface Where {
  stack: string;
  outputs: StackOutputs;
  mappingUuid: string | undefined;
}

async function trafficOf(
  client: CloudWatchClient,
  where: Where,
  nowMs: number,
): Promise<TrafficFact & { eventsBehind: number; troubles: Record<TroubleName, TroubleFact> }> {
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
  const stored = `SEARCH('{${METRIC_NAMESPACE},level,service,type} MetricName="${METRIC.eventsStored}" service="${stack}"', 'Sum', ${PERIOD_S})`;
  const troubles = Object.entries(troubleMetrics(where)) as [TroubleName, Metric | undefined][];
  const { MetricDataResults = [] } = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(nowMs - DAY_MS),
      EndTime: new Date(nowMs),
      MetricDataQueries: [
        { Id: 'incoming', ...query(['AWS/Kinesis', 'IncomingRecords', { StreamName: outputs.streamName }], 'Sum') },
        { Id: 'age', ...query(['AWS/Lambda', 'IteratorAge', { FunctionName: outputs.ingestFunctionName }], 'Maximum') },
        { Id: 'lag', ...query([METRIC_NAMESPACE, METRIC.ingestLag, service], 'Maximum') },
        { Id: 'behind', ...query([METRIC_NAMESPACE, METRIC.eventsBehind, service], 'Sum') },
        { Id: 'stored', Expression: stored },
        ...troubles.flatMap(([Id, metric]) => (metric === undefined ? [] : { Id, ...query(metric, 'Sum') })),
      ],
    }),
  );
  /** The newest first. */
  const periods = (id: string) =>
    MetricDataResults.filter(({ Id }) => Id === id)
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
    eventsBehind: counted('behind').count,
    troubles: Object.fromEntries(troubles.map(([name]) => [name, counted(name)])) as Record<TroubleName, TroubleFact>,
  };
}

/** Undefined where there is no such table. */
async function tableFact(client: DynamoDBClient, TableName: string): Promise<TableFact | undefined> {
  const keysOf = (schema: KeySchemaElement[] = []) =>
    Object.fromEntries(schema.map(({ KeyType = '', AttributeName = '' }) => [KeyType, AttributeName]));
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    const indexes = Table?.GlobalSecondaryIndexes ?? [];
    return {
      status: Table?.TableStatus ?? '',
      keys: keysOf(Table?.KeySchema),
      indexes: indexes.map(({ IndexName: name = '', IndexStatus: status = '', KeySchema }) => ({
        name,
        status,
        keys: keysOf(KeySchema),
      })),
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

/** The stack's own: their names begin with its name, and so may those of another stack, which tell another topic. */
async function alarmsOn(
  client: CloudWatchClient,
  stack: string,
  { alarmTopicArn }: StackOutputs,
): Promise<AlarmFact[]> {
  const found: AlarmFact[] = [];
  const query = { AlarmNamePrefix: `${stack}-`, StateValue: 'ALARM' as const };
  for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, query)) {
    for (const { AlarmName = '', AlarmDescription = '', AlarmActions = [], StateUpdatedTimestamp } of MetricAlarms) {
      if (alarmTopicArn !== undefined && !AlarmActions.includes(alarmTopicArn)) continue;
      found.push({ alarmName: AlarmName, description: AlarmDescription, since: StateUpdatedTimestamp });
    }
  }
  return found;
}

interface Attempt<Value> {
  checks: Check[];
  value?: Value;
  /** Why it could not be seen. */
  error?: unknown;
}

/** What could not be seen is wrong too: nobody knows whether it is well. */
function attemptWith(cures: Cures) {
  return async <Value>(name: string, look: () => Promise<Attempt<Value>>): Promise<Attempt<Value>> => {
    try {
      return await look();
    } catch (error) {
      const cure = cureOf(error, cures);
      return {
        checks: [{ name, state: 'wrong', says: explained(error).says, ...(cure !== undefined && { cure }) }],
        error,
      };
    }
  };
}

/** IAM gives policies as JSON, escaped as in a URL. */
function policyOf(document: string | undefined): unknown {
  return document === undefined ? undefined : JSON.parse(decodeURIComponent(document));
}
