import { describe, expect, it } from 'vitest';
import { ingestConfig } from '../../families/ingest-config.ts';
import { ENV } from '../../shared/environment.ts';
import { logicalId, only, outputValue, stackTemplate, statementsOf, tableOf } from './template.ts';

const settings = {
  stackName: 'Second',
  retentionDays: '30',
  metricDays: '7',
  indexedLevels: 'ERROR',
  redactFields: 'sdk_edge.metadata',
  partyLookup: 'off',
};
const template = stackTemplate(settings);
const fn = only(template, 'AWS::Lambda::Function');
const stream = only(template, 'AWS::Kinesis::Stream');
const table = tableOf(template, 'call-events');
const insightsTable = tableOf(template, 'call-insights');
const bucket = only(template, 'AWS::S3::Bucket');
const logGroup = only(template, 'AWS::Logs::LogGroup');

const arnOf = ({ id }: { id: string }) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const objects = (prefix: string) => ({ 'Fn::Join': ['', [arnOf(bucket), `/${prefix}*`]] });

describe('the function', () => {
  it('runs on the current Node.js and arm64, with time for a retry', () => {
    expect(fn.Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: 512,
      Timeout: 60,
    });
  });

  it('gets the configuration as the environment that the code reads', () => {
    const { Variables } = fn.Properties.Environment as { Variables: Record<string, string> };
    expect(ingestConfig(Variables)).toEqual({
      retentionDays: 30,
      metricDays: 7,
      indexedLevels: ['ERROR'],
      redactFields: ['sdk_edge.metadata'],
      partyLookup: false,
    });
    expect(Variables).toMatchObject({
      [ENV.tableName]: { Ref: table.id },
      [ENV.insightsTableName]: { Ref: insightsTable.id },
      [ENV.quarantineBucketName]: { Ref: bucket.id },
      NODE_OPTIONS: '--enable-source-maps',
      POWERTOOLS_SERVICE_NAME: 'Second',
    });
  });

  it('writes JSON to a log group of its own that keeps a month and goes with the stack', () => {
    expect(fn.Properties.LoggingConfig).toEqual({ LogFormat: 'JSON', LogGroup: { Ref: logGroup.id } });
    expect(logGroup).toMatchObject({ Properties: { RetentionInDays: 30 }, DeletionPolicy: 'Delete' });
  });

  it('may read this stream, put into these tables and this bucket, write its log, and nothing else', () => {
    const roleId = logicalId(fn.Properties.Role);
    expect(statementsOf(template, roleId)).toEqual([
      { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: arnOf(logGroup) },
      {
        Effect: 'Allow',
        Action: ['dynamodb:BatchWriteItem', 'dynamodb:PutItem'],
        Resource: [arnOf(table), arnOf(insightsTable)],
      },
      {
        Effect: 'Allow',
        Action: 's3:PutObject',
        Resource: [objects('aws/lambda/'), objects('quarantine/'), objects('unsupported/')],
      },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: arnOf(bucket) },
      {
        Effect: 'Allow',
        Action: [
          'kinesis:DescribeStream',
          'kinesis:DescribeStreamConsumer',
          'kinesis:DescribeStreamSummary',
          'kinesis:GetRecords',
          'kinesis:GetShardIterator',
          'kinesis:ListShards',
          'kinesis:ListStreams',
          'kinesis:SubscribeToShard',
        ],
        Resource: arnOf(stream),
      },
    ]);
    expect(template.findResources('AWS::IAM::Role')[roleId]?.Properties).toEqual({
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
      },
    });
  });
});

describe('the event source mapping', () => {
  it('delivers every record from the first on, and retries until it is a day old', () => {
    expect(only(template, 'AWS::Lambda::EventSourceMapping').Properties).toEqual({
      EventSourceArn: arnOf(stream),
      FunctionName: { Ref: fn.id },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 200,
      MaximumBatchingWindowInSeconds: 1,
      ParallelizationFactor: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      MaximumRecordAgeInSeconds: 86_400,
      DestinationConfig: { OnFailure: { Destination: arnOf(bucket) } },
      MetricsConfig: { Metrics: ['EventCount'] },
    });
  });
});

it('names the function in the outputs', () => {
  expect(outputValue(template, 'IngestFunctionName')).toEqual({ Ref: fn.id });
});
