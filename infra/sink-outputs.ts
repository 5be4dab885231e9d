import { CfnOutput } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { OUTPUT } from '../shared/outputs.ts';
import { version } from '../shared/version.ts';
import type { Archive } from './archive.ts';

/** The parts of a sink that its stack names to the outside. */
export interface NamedParts {
  readonly stream: IStream;
  readonly table: ITable;
  readonly insightsTable: ITable;
  readonly ingestFunction: IFunction;
  readonly alarmTopic: ITopic;
  readonly quarantineBucket: IBucket;
  readonly twilioRole: IRole;
  readonly externalId: string;
  readonly apiUrl?: string;
  readonly apiCredentials?: ISecret;
  readonly archive?: Archive;
}

/** @param prefix what the name of each begins with */
export function addOutputs(sink: Construct, prefix: string, parts: NamedParts): void {
  for (const [name, value, description] of outputsOf(parts)) {
    // Their names are their ids in the template.
    new CfnOutput(sink, name, { value, description }).overrideLogicalId(`${prefix}${name}`);
  }
}

type Output = readonly [name: string, value: string, description: string];

function outputsOf(parts: NamedParts): Output[] {
  return [
    [OUTPUT.streamArn, parts.stream.streamArn, 'ARN of the stream: "arn" in the Twilio sink'],
    [OUTPUT.streamName, parts.stream.streamName, 'Stream that Twilio writes to'],
    [
      OUTPUT.twilioRoleArn,
      parts.twilioRole.roleArn,
      'ARN of the role that Twilio assumes: "role_arn" in the Twilio sink',
    ],
    [OUTPUT.twilioExternalId, parts.externalId, 'Text that Twilio presents: "external_id" in the Twilio sink'],
    [OUTPUT.tableName, parts.table.tableName, 'Table with the call events'],
    [OUTPUT.insightsTableName, parts.insightsTable.tableName, 'Table with the call summaries'],
    [
      OUTPUT.quarantineBucketName,
      parts.quarantineBucket.bucketName,
      'Bucket for quarantined records, unsupported events and abandoned batches',
    ],
    [OUTPUT.ingestFunctionName, parts.ingestFunction.functionName, 'Function that fills the tables'],
    [OUTPUT.alarmTopicArn, parts.alarmTopic.topicArn, 'Topic that gets the alarms: subscribe to it'],
    [OUTPUT.version, version(), 'Version of voice-insights-sink that made these parts'],
    ...outputsOfApi(parts),
    ...(parts.archive === undefined ? [] : outputsOfArchive(parts.archive)),
  ];
}

function outputsOfApi({ apiUrl, apiCredentials }: NamedParts): Output[] {
  if (apiUrl === undefined || apiCredentials === undefined) return [];
  return [
    [OUTPUT.apiUrl, apiUrl, 'Base URL of the read API'],
    [OUTPUT.apiCredentialsSecretArn, apiCredentials.secretArn, 'Secret with the credentials of the read API'],
  ];
}

function outputsOfArchive({ bucket, databaseName, workGroupName, eventSourceMappingId }: Archive): Output[] {
  return [
    [OUTPUT.archiveBucketName, bucket.bucket.bucketName, 'Bucket with the Parquet objects of the archive'],
    [OUTPUT.archiveDatabase, databaseName, 'Database of the archive in Athena'],
    [OUTPUT.archiveWorkGroup, workGroupName, 'Work group for questions to the archive'],
    [
      OUTPUT.archiveMappingId,
      eventSourceMappingId,
      'Event source mapping of the archive: its abandoned batches lie under this id',
    ],
  ];
}
