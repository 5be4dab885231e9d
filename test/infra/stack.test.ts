import { describe, expect, it } from 'vitest';
import { TABLE_IDS } from '../../shared/table.ts';
import { builtStack, logicalId, only, outputValue, stackTemplate, statementsOf, tableOf, through } from './template.ts';

const template = stackTemplate();

it('has the outputs that Twilio and the command line ask for, and no others', () => {
  expect(Object.keys(template.toJSON().Outputs).sort()).toEqual([
    'AlarmTopicArn',
    'IngestFunctionName',
    'InsightsTableName',
    'QuarantineBucketName',
    'StreamArn',
    'StreamName',
    'TableName',
    'TwilioExternalId',
    'TwilioRoleArn',
    'Version',
  ]);
});

it.each([
  ['StreamArn', { 'Fn::GetAtt': [only(template, 'AWS::Kinesis::Stream').id, 'Arn'] }],
  ['StreamName', { Ref: only(template, 'AWS::Kinesis::Stream').id }],
  ['TableName', { Ref: 'CallEventTableE0B73AB9' }],
  ['InsightsTableName', { Ref: 'CallInsightsTable0257A0F4' }],
  ['QuarantineBucketName', { Ref: only(template, 'AWS::S3::Bucket').id }],
  ['AlarmTopicArn', { Ref: only(template, 'AWS::SNS::Topic').id }],
  ['IngestFunctionName', { Ref: only(template, 'AWS::Lambda::Function').id }],
])('says in %s what it says it does', (name, value) => {
  expect(outputValue(template, name)).toEqual(value);
});

it('names nothing physically, so that two stacks live side by side', () => {
  const names = [
    'Name',
    'TableName',
    'BucketName',
    'RoleName',
    'FunctionName',
    'LogGroupName',
    'AlarmName',
    'DashboardName',
    'TopicName',
  ];
  const resources = template.toJSON().Resources as Record<string, { Properties?: object }>;
  const named = Object.values(resources).flatMap(({ Properties }) =>
    Object.keys(Properties ?? {}).filter((key) => names.includes(key)),
  );
  // An event source mapping's FunctionName is which function it calls.
  expect(named).toEqual(['FunctionName']);
});

it.each([
  ['existingTableName', 'TableName', 'CallInsightsTable'],
  ['existingInsightsTableName', 'InsightsTableName', 'CallEventTable'],
])('uses a table that is there instead of making one: %s', (setting, output, made) => {
  const onExisting = stackTemplate({ [setting]: 'kept' });
  expect(only(onExisting, 'AWS::DynamoDB::GlobalTable').id).toContain(made);
  expect(outputValue(onExisting, output)).toBe('kept');
  const arn = ['arn:', { Ref: 'AWS::Partition' }, ':dynamodb:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }];
  const roleId = logicalId(only(onExisting, 'AWS::Lambda::Function').Properties.Role);
  expect(statementsOf(onExisting, roleId)).toContainEqual({
    Effect: 'Allow',
    Action: ['dynamodb:BatchWriteItem', 'dynamodb:PutItem'],
    Resource: expect.arrayContaining([{ 'Fn::Join': ['', [...arn, ':table/kept']] }]),
  });
});

it('leaves no table and no bucket where it is told to leave nothing', () => {
  const leavesNothing = stackTemplate({ removalPolicy: 'destroy' });
  for (const name of TABLE_IDS) {
    const table = tableOf(leavesNothing, name);
    expect(table).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
    expect(table.Properties.Replicas).toEqual([expect.objectContaining({ DeletionProtectionEnabled: false })]);
  }
  expect(only(leavesNothing, 'AWS::S3::Bucket')).toMatchObject({ DeletionPolicy: 'Delete' });
});

describe('with a key of the customer', () => {
  const kmsKeyArn = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  const encrypted = stackTemplate({ kmsKeyArn });
  const kmsStatements = (roleId: string) =>
    statementsOf(encrypted, roleId).filter((statement) => JSON.stringify(statement).includes('kms:'));

  it('stream, tables and bucket are encrypted by it', () => {
    expect(only(encrypted, 'AWS::Kinesis::Stream').Properties.StreamEncryption).toEqual({
      EncryptionType: 'KMS',
      KeyId: kmsKeyArn,
    });
    for (const name of TABLE_IDS) {
      expect(tableOf(encrypted, name).Properties).toMatchObject({
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        Replicas: [{ SSESpecification: { KMSMasterKeyId: kmsKeyArn } }],
      });
    }
    expect(only(encrypted, 'AWS::S3::Bucket').Properties.BucketEncryption).toEqual({
      ServerSideEncryptionConfiguration: [
        {
          BucketKeyEnabled: true,
          ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: kmsKeyArn },
        },
      ],
    });
  });

  it('Twilio may encrypt records with it, the function may use it through its services, and nothing else', () => {
    expect(kmsStatements(logicalId(outputValue(encrypted, 'TwilioRoleArn')))).toEqual([
      { Effect: 'Allow', Action: 'kms:GenerateDataKey', Resource: kmsKeyArn, Condition: through('kinesis') },
    ]);
    expect(kmsStatements(logicalId(only(encrypted, 'AWS::Lambda::Function').Properties.Role))).toEqual([
      {
        Effect: 'Allow',
        Action: [
          'kms:Decrypt',
          'kms:DescribeKey',
          'kms:Encrypt',
          'kms:GenerateDataKey',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
        ],
        Resource: kmsKeyArn,
        Condition: through('kinesis', 'dynamodb', 's3'),
      },
    ]);
  });
});

it('is protected from deletion for as long as tables and bucket are', () => {
  expect(builtStack().terminationProtection).toBe(true);
  expect(builtStack({ removalPolicy: 'destroy' }).terminationProtection).toBe(false);
});

it('keeps the logical ids of what holds data: another id is another, empty one', () => {
  expect(tableOf(template, 'call-events').id).toBe('CallEventTableE0B73AB9');
  expect(tableOf(template, 'call-insights').id).toBe('CallInsightsTable0257A0F4');
  expect(only(template, 'AWS::S3::Bucket').id).toBe('QuarantineBucketC7BB48D1');
  expect(only(template, 'AWS::Kinesis::Stream').id).toBe('TwilioSinkStreamE47DA8C4');
});
