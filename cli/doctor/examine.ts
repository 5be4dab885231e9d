import { CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { GetRoleCommand, GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { DescribeStreamSummaryCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import { METRIC, METRIC_NAMESPACE } from '../../shared/metrics.ts';
import { OUTPUT } from '../../shared/outputs.ts';
import { wantedTypes } from '../attach/event-types.ts';
import { explain } from '../problem.ts';
import type { TwilioAccount } from '../twilio.ts';
import {
  type Check,
  checkAdvancedFeatures,
  checkAlerts,
  checkKept,
  checkMapping,
  checkPermissions,
  checkSink,
  checkStream,
  checkSubscription,
  checkTraffic,
  checkTrust,
  type StackOutputs,
} from './checks.ts';

export interface ExamineOptions {
  /** Region and profile, as the SDK takes them. */
  aws: { region?: string; profile?: string };
  stack: string;
  /** Outputs of the stack by their names. */
  outputs: () => Promise<ReadonlyMap<string, string>>;
  /** @throws Trouble where the environment has none */
  twilio: () => Promise<TwilioAccount>;
  nowMs: number;
}

const DAY_MS = 86_400_000;

/** Looks at everything that an event passes on its way, both sides of it, and goes on where something cannot be seen. */
export async function examine(options: ExamineOptions): Promise<Check[]> {
  const stack = await attempt('stack', async () => {
    const outputs = await options.outputs();
    return { checks: [{ name: 'stack', state: 'ok', says: `${options.stack} is deployed` }], value: outputs };
  });
  const twilio = await attempt('twilio', async () => {
    const account = await options.twilio();
    const { status } = await account.client.api.v2010.accounts(account.accountSid).fetch();
    if (status !== 'active') throw new Error(`account ${account.accountSid} is ${status}`);
    return {
      checks: [{ name: 'twilio', state: 'ok', says: `account ${account.accountSid} is active` }],
      value: account,
    };
  });
  const awsSide = stack.value === undefined ? [] : await examineAws(options, stack.value);
  const twilioSide = twilio.value === undefined ? [] : await examineTwilio(twilio.value, stack.value, options.nowMs);
  return [...twilio.checks, ...stack.checks, ...twilioSide, ...awsSide];
}

async function examineTwilio(
  { client, accountSid }: TwilioAccount,
  outputs: ReadonlyMap<string, string> | undefined,
  nowMs: number,
): Promise<Check[]> {
  const features = attempt('advanced features', async () => {
    const { advancedFeatures } = await client.insights.v1.settings().fetch({ subaccountSid: accountSid });
    return { checks: [checkAdvancedFeatures(advancedFeatures, accountSid)] };
  });
  const alerts = attempt('twilio alerts', async () => {
    const startDate = new Date(nowMs - DAY_MS);
    const found = await client.monitor.v1.alerts.list({ logLevel: 'error', startDate, limit: 1_000 });
    return { checks: [checkAlerts(found.map(({ errorCode, dateCreated }) => ({ errorCode, at: dateCreated })))] };
  });
  const sinks = attempt('sink', async () => {
    if (outputs === undefined) return { checks: [] };
    const { check, sinkSid } = checkSink(await client.events.v1.sinks.list(), ofStack(outputs));
    return { checks: [check], value: sinkSid };
  });
  const sinkSid = (await sinks).value;
  const subscription = attempt('subscription', async () => {
    if (sinkSid === undefined) return { checks: [] };
    const subscriptions = await client.events.v1.subscriptions.list({ sinkSid });
    const subscribed = await Promise.all(
      subscriptions.map(({ sid }) => client.events.v1.subscriptions(sid).subscribedEvents.list()),
    );
    const latest = await Promise.all(
      wantedTypes({}).map(async ({ type }): Promise<[string, number]> => {
        const { schemaId } = await client.events.v1.eventTypes(type).fetch();
        return [type, (await client.events.v1.schemas(schemaId).fetch()).latestVersion];
      }),
    );
    return { checks: [checkSubscription(subscribed.flat(), new Map(latest))] };
  });
  return (await Promise.all([features, sinks, subscription, alerts])).flatMap(({ checks }) => checks);
}

async function examineAws(
  { aws, stack, nowMs }: ExamineOptions,
  outputs: ReadonlyMap<string, string>,
): Promise<Check[]> {
  const functionName = outputs.get(OUTPUT.ingestFunctionName);
  const streamName = outputs.get(OUTPUT.streamName) ?? '';
  const role = attempt('role', async () => {
    const iam = new IAMClient(aws);
    const RoleName = ofStack(outputs).twilioRoleArn.split('/').at(-1);
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    const policies = await Promise.all(
      PolicyNames.map((PolicyName) => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))),
    );
    return {
      checks: [
        checkTrust(policyOf(Role?.AssumeRolePolicyDocument), ofStack(outputs)),
        checkPermissions(
          policies.map(({ PolicyDocument }) => policyOf(PolicyDocument)),
          ofStack(outputs),
        ),
      ],
    };
  });
  const stream = attempt('stream', async () => {
    const kinesis = new KinesisClient({ ...aws, requestHandler: new NodeHttpHandler() });
    const { StreamDescriptionSummary } = await kinesis.send(
      new DescribeStreamSummaryCommand({ StreamName: streamName }),
    );
    return { checks: [checkStream(StreamDescriptionSummary?.StreamStatus)] };
  });
  const mapping = attempt('mapping', async () => {
    const { EventSourceMappings: [found] = [] } = await new LambdaClient(aws).send(
      new ListEventSourceMappingsCommand({ FunctionName: functionName }),
    );
    const fact = found && {
      uuid: found.UUID,
      state: found.State,
      lastProcessingResult: found.LastProcessingResult,
    };
    return { checks: [checkMapping(fact)] };
  });
  const traffic = attempt('traffic', async () => {
    const fact = await trafficOf(new CloudWatchClient(aws), { stack, functionName, streamName, nowMs });
    return { checks: checkTraffic(fact, nowMs) };
  });
  const kept = attempt('quarantine', async () => {
    const s3 = new S3Client(aws);
    const Bucket = outputs.get(OUTPUT.quarantineBucketName);
    const count = async (Prefix: string) => s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
    const [quarantined, givenUp] = await Promise.all([count(BUCKET_PREFIX.quarantine), count(BUCKET_PREFIX.givenUp)]);
    return {
      checks: checkKept(quarantined.KeyCount ?? 0, givenUp.KeyCount ?? 0, quarantined.IsTruncated ?? false),
    };
  });
  return (await Promise.all([role, stream, mapping, traffic, kept])).flatMap(({ checks }) => checks);
}

async function trafficOf(
  client: CloudWatchClient,
  of: { stack: string; functionName?: string; streamName: string; nowMs: number },
) {
  const query = (
    Id: string,
    Namespace: string,
    MetricName: string,
    dimension: [string, string],
    Stat: string,
  ): MetricDataQuery => ({
    Id,
    MetricStat: {
      Metric: { Namespace, MetricName, Dimensions: [{ Name: dimension[0], Value: dimension[1] }] },
      Period: 300,
      Stat,
    },
  });
  const { MetricDataResults = [] } = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(of.nowMs - DAY_MS),
      EndTime: new Date(of.nowMs),
      ScanBy: 'TimestampDescending',
      MetricDataQueries: [
        query('incoming', 'AWS/Kinesis', 'IncomingRecords', ['StreamName', of.streamName], 'Sum'),
        query('age', 'AWS/Lambda', 'IteratorAge', ['FunctionName', of.functionName ?? ''], 'Maximum'),
        query('lag', METRIC_NAMESPACE, METRIC.ingestLag, ['service', of.stack], 'Maximum'),
      ],
    }),
  );
  const result = (id: string) => MetricDataResults.find(({ Id }) => Id === id);
  const recent = (result('age')?.Timestamps ?? []).findIndex((time) => of.nowMs - time.getTime() <= 15 * 60_000);
  return {
    incoming: (result('incoming')?.Values ?? []).reduce((sum, value) => sum + value, 0),
    iteratorAgeMs: recent === -1 ? undefined : result('age')?.Values?.[recent],
    lastIngestMs: result('lag')?.Timestamps?.[0]?.getTime(),
  };
}

interface Attempt<Value> {
  checks: Check[];
  value?: Value;
}

/** What could not be seen is wrong too: nobody knows whether it is well. */
async function attempt<Value>(name: string, look: () => Promise<Attempt<Value>>): Promise<Attempt<Value>> {
  try {
    return await look();
  } catch (error) {
    const isForbidden = /AccessDenied|not authorized|UnauthorizedOperation/i.test(`${error}`);
    return {
      checks: [
        {
          name,
          state: 'wrong',
          says: explain(error),
          cure: isForbidden ? 'give your own AWS user or role this permission; doctor only reads' : 'then ask again',
        },
      ],
    };
  }
}

function ofStack(outputs: ReadonlyMap<string, string>): StackOutputs {
  return {
    streamArn: outputs.get(OUTPUT.streamArn) ?? '',
    twilioRoleArn: outputs.get(OUTPUT.twilioRoleArn) ?? '',
    twilioExternalId: outputs.get(OUTPUT.twilioExternalId) ?? '',
  };
}

/** IAM gives policies as JSON, escaped as in a URL. */
function policyOf(document: string | undefined): unknown {
  return document === undefined ? undefined : JSON.parse(decodeURIComponent(document));
}
