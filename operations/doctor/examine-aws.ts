import { AthenaClient } from '@aws-sdk/client-athena';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { awsOptions } from '../aws/aws-options.ts';
import type { AwsCheck, MappingFact } from './at-aws.ts';
import type { Check } from './check.ts';
import { alarmsCheck } from './check-alarms.ts';
import { archiveCheck } from './check-archive.ts';
import { archiveSqlCheck } from './check-archive-sql.ts';
import { archiveWriterCheck } from './check-archive-writer.ts';
import { functionCheck } from './check-function.ts';
import { keptCheck } from './check-kept.ts';
import { mappingCheck } from './check-mapping.ts';
import { permissionsCheck } from './check-permissions.ts';
import type { StackOutputs } from './check-stack.ts';
import { streamCheck } from './check-stream.ts';
import { tableCheck } from './check-table.ts';
import { trafficCheck } from './check-traffic.ts';
import { trustCheck } from './check-trust.ts';
import { versionCheck } from './check-version.ts';
import { type Look, runChecks } from './look.ts';

/** Every part of the stack, in the order in which they are said. */
const CHECKS: readonly AwsCheck[] = [
  versionCheck,
  trustCheck,
  permissionsCheck,
  streamCheck,
  mappingCheck,
  functionCheck,
  tableCheck,
  alarmsCheck,
  trafficCheck,
  keptCheck,
  archiveWriterCheck,
  archiveCheck,
  archiveSqlCheck,
];

/** Looks at every part of the stack, one request or two each. @param callsWereMade asked only where nothing came */
export async function examineAws(
  look: Look,
  outputs: StackOutputs,
  callsWereMade: () => Promise<boolean> = async () => false,
): Promise<Check[]> {
  const aws = awsOptions(look.asked);
  const clients = {
    athena: new AthenaClient(aws),
    cloudWatch: new CloudWatchClient(aws),
    dynamoDb: new DynamoDBClient(aws),
    iam: new IAMClient(aws),
    kinesis: new KinesisClient(aws),
    lambda: new LambdaClient(aws),
    s3: new S3Client(aws),
  };
  const mapping = mappingOf(clients.lambda, outputs);
  return runChecks(CHECKS, { ...look, outputs, clients, mapping, callsWereMade });
}

async function mappingOf(client: LambdaClient, outputs: StackOutputs): Promise<MappingFact | undefined> {
  const { ingestFunctionName: FunctionName, streamArn: EventSourceArn } = outputs;
  const { EventSourceMappings: [found] = [] } = await client.send(
    new ListEventSourceMappingsCommand({ FunctionName, EventSourceArn }),
  );
  return (
    found && {
      uuid: found.UUID,
      state: found.State,
      lastProcessingResult: found.LastProcessingResult,
      retryAttempts: found.MaximumRetryAttempts,
    }
  );
}
