import { CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
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
import { awsOptions } from '../aws/aws-options.ts';
import type { Check } from './check.ts';
import { type AlarmFact, checkAlarms } from './check-alarms.ts';
import { checkFunction } from './check-function.ts';
import { checkKept } from './check-kept.ts';
import { checkPermissions, checkTrust } from './check-role.ts';
import type { StackOutputs } from './check-stack.ts';
import { checkMapping, checkStream } from './check-stream.ts';
import { checkTable, type TableFact } from './check-table.ts';
import { checkBehind, checkTraffic, isSilent } from './check-traffic.ts';
import { checkTroubles } from './check-troubles.ts';
import type { Look } from './look.ts';
import { trafficOf } from './traffic.ts';

/** Looks at every part of the stack, one request or two each. @param callsWereMade asked only where nothing came */
export async function examineAws(
  { asked, cures, attempt, nowMs }: Look,
  outputs: StackOutputs,
  callsWereMade: () => Promise<boolean> = async () => false,
): Promise<Check[]> {
  const aws = awsOptions(asked);
  const { streamArn, streamName, ingestFunctionName, tableName, createdMs } = outputs;
  const ageMs = createdMs === undefined ? undefined : nowMs - createdMs;
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
      retryAttempts: found.MaximumRetryAttempts,
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
    checks: checkAlarms(await alarmsOn(cloudWatch, asked.stack, outputs), ageMs),
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
    for (const { AlarmName = '', AlarmDescription = '', AlarmActions = [], ...state } of MetricAlarms) {
      // It was asked for; an emulator may answer with the others as well.
      if (state.StateValue !== undefined && state.StateValue !== query.StateValue) continue;
      if (alarmTopicArn !== undefined && !AlarmActions.includes(alarmTopicArn)) continue;
      found.push({ alarmName: AlarmName, description: AlarmDescription, since: state.StateUpdatedTimestamp });
    }
  }
  return found;
}

/** IAM gives policies as JSON, escaped as in a URL. */
function policyOf(document: string | undefined): unknown {
  return document === undefined ? undefined : JSON.parse(decodeURIComponent(document));
}
