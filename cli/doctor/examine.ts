import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { GetRoleCommand, GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { DescribeStreamSummaryCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import type { Environment } from '../../shared/environment.ts';
import { METRIC, METRIC_NAMESPACE } from '../../shared/metrics.ts';
import { createEventStreams } from '../attach/event-streams.ts';
import { subscriptionOf } from '../attach/plan.ts';
import type { SubscribedType } from '../attach/sink.ts';
import { awsOptions } from '../aws-options.ts';
import { type Cures, cureOf, curesFor, type Said } from '../cures.ts';
import { describeStack } from '../describe-stack.ts';
import { explained } from '../problem.ts';
import { accountStatus, openTwilioAs, type TwilioAccount } from '../twilio.ts';
import {
  type Check,
  checkAccount,
  checkAdvancedFeatures,
  checkAlerts,
  checkKept,
  checkMapping,
  checkPermissions,
  checkSink,
  checkStack,
  checkStream,
  checkSubscription,
  checkTraffic,
  checkTrust,
  type StackOutputs,
  type TrafficFact,
} from './checks.ts';

/** What a doctor is told; see the options of its command. */
export interface Asked extends Said {
  /** What shall be subscribed to. */
  wanted: readonly SubscribedType[];
}

const DAY_MS = 86_400_000;
/** Alerts are of a whole account, and those about sinks may be few of them. */
const MAX_ALERTS = 10_000;

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
  const twilio = await attempt('twilio', async () => {
    const account = await openTwilioAs(env, asked.account);
    const status = await accountStatus(account);
    // Whether the credential is one at all then shows where it is needed anyway.
    if (status === undefined) await createEventStreams(account.client).sinks();
    return { checks: [checkAccount(account.accountSid, status)], value: account };
  });
  const look = { asked, cures, attempt, nowMs };
  const awsSide = stack.value === undefined ? [] : await examineAws(look, stack.value);
  const twilioSide = twilio.value === undefined ? [] : await examineTwilio(look, twilio.value, stack.value);
  return [...twilio.checks, ...stack.checks, ...twilioSide, ...awsSide];
}

interface Look {
  asked: Asked;
  cures: Cures;
  attempt: ReturnType<typeof attemptWith>;
  nowMs: number;
}

async function examineTwilio(
  { asked: { wanted }, cures, attempt, nowMs }: Look,
  { client, accountSid }: TwilioAccount,
  outputs: StackOutputs | undefined,
): Promise<Check[]> {
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
    if (sink === undefined) return { checks: [] };
    const types = subscription === undefined ? [] : await eventStreams.types(subscription.sid);
    const listed = await Promise.all(
      wanted.map(async ({ type }) => [type, (await eventStreams.type(type))?.versions ?? []] as const),
    );
    return { checks: [checkSubscription(types, wanted, new Map(listed), cures)] };
  });
  const alerts = attempt('twilio alerts', async () => {
    const startDate = new Date(nowMs - DAY_MS);
    const query = { logLevel: 'error', startDate, pageSize: 1_000, limit: MAX_ALERTS };
    const facts = (await client.monitor.v1.alerts.list(query)).map(({ errorCode, dateCreated, resourceSid }) => ({
      errorCode,
      at: dateCreated,
      resourceSid,
    }));
    return { checks: [checkAlerts(facts, { sinkSids: sids, nowMs })] };
  });
  const [first, ...others] = await Promise.all([features, subscribed, alerts]);
  return [first, sinks, ...others].flatMap(({ checks }) => checks);
}

async function examineAws({ asked, cures, attempt, nowMs }: Look, outputs: StackOutputs): Promise<Check[]> {
  const aws = awsOptions(asked);
  const { streamArn, streamName, ingestFunctionName } = outputs;
  const role = attempt('role', async () => {
    const iam = new IAMClient(aws);
    const RoleName = outputs.twilioRoleArn.split('/').at(-1);
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    const policies = await Promise.all(
      PolicyNames.map((PolicyName) => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))),
    );
    const documents = policies.map(({ PolicyDocument }) => policyOf(PolicyDocument));
    return {
      checks: [
        checkTrust(policyOf(Role?.AssumeRolePolicyDocument), outputs, cures),
        checkPermissions(documents, outputs, cures),
      ],
    };
  });
  const stream = attempt('stream', async () => {
    const { StreamDescriptionSummary } = await new KinesisClient(aws).send(
      new DescribeStreamSummaryCommand({ StreamName: streamName }),
    );
    return { checks: [checkStream(StreamDescriptionSummary?.StreamStatus, cures)] };
  });
  const mapping = attempt('mapping', async () => {
    const { EventSourceMappings = [] } = await new LambdaClient(aws).send(
      new ListEventSourceMappingsCommand({ FunctionName: ingestFunctionName, EventSourceArn: streamArn }),
    );
    const [found] = EventSourceMappings;
    const fact = found && {
      uuid: found.UUID,
      state: found.State,
      lastProcessingResult: found.LastProcessingResult,
    };
    return { checks: [checkMapping(fact, cures)] };
  });
  const traffic = attempt('traffic', async () => {
    const fact = await trafficOf(new CloudWatchClient(aws), asked.stack, outputs, nowMs);
    return { checks: checkTraffic(fact, nowMs) };
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
  return (await Promise.all([role, stream, mapping, traffic, kept])).flatMap(({ checks }) => checks);
}

const PERIOD_S = 300;
/** Lambda measures the age only while it calls the function. */
const RECENT_MS = 15 * 60_000;

async function trafficOf(
  client: CloudWatchClient,
  stack: string,
  { streamName, ingestFunctionName }: StackOutputs,
  nowMs: number,
): Promise<TrafficFact> {
  const metric = (Namespace: string, MetricName: string, Name: string, Value: string, Stat: string) => ({
    MetricStat: { Metric: { Namespace, MetricName, Dimensions: [{ Name, Value }] }, Period: PERIOD_S, Stat },
  });
  // It has a dimension for each level and type; this finds whatever there is, one result each.
  const stored = `SEARCH('{${METRIC_NAMESPACE},level,service,type} MetricName="${METRIC.eventsStored}" service="${stack}"', 'Sum', ${PERIOD_S})`;
  const { MetricDataResults = [] } = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(nowMs - DAY_MS),
      EndTime: new Date(nowMs),
      MetricDataQueries: [
        { Id: 'incoming', ...metric('AWS/Kinesis', 'IncomingRecords', 'StreamName', streamName, 'Sum') },
        { Id: 'age', ...metric('AWS/Lambda', 'IteratorAge', 'FunctionName', ingestFunctionName, 'Maximum') },
        { Id: 'lag', ...metric(METRIC_NAMESPACE, METRIC.ingestLag, 'service', stack, 'Maximum') },
        { Id: 'stored', Expression: stored },
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
  return {
    incoming: periods('incoming').map(({ atMs, value }) => ({ atMs, count: value })),
    iteratorAgeMs: periods('age').find(({ atMs }) => nowMs - atMs <= RECENT_MS)?.value,
    lastIngestMs: periods('lag')[0]?.atMs,
    lastStoredMs: periods('stored')[0]?.atMs,
  };
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
