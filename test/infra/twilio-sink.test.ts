import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { logicalId, only, outputValue, stackTemplate, statementsOf } from './template.ts';

const template = stackTemplate();
const stream = only(template, 'AWS::Kinesis::Stream');
const roleId = logicalId(outputValue(template, 'TwilioRoleArn'));

function trustPolicy(settings: Readonly<Record<string, unknown>>) {
  const configured = stackTemplate(settings);
  const role = configured.findResources('AWS::IAM::Role')[logicalId(outputValue(configured, 'TwilioRoleArn'))];
  return role?.Properties.AssumeRolePolicyDocument.Statement;
}

describe('the stream', () => {
  it('grows by itself, keeps a record for a week and is encrypted', () => {
    expect(stream.Properties).toEqual({
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
      RetentionPeriodHours: 168,
      StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' },
    });
  });

  it('has the shards and keeps records the hours it is told', () => {
    const told = stackTemplate({ streamMode: 'provisioned', shardCount: 3, streamRetentionHours: 24 });
    expect(only(told, 'AWS::Kinesis::Stream').Properties).toMatchObject({
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
      ShardCount: 3,
      RetentionPeriodHours: 24,
    });
    // Given up before the stream forgets.
    expect(only(told, 'AWS::Lambda::EventSourceMapping').Properties.MaximumRecordAgeInSeconds).toBe(12 * 3600);
    expect(only(stackTemplate({ streamMode: 'provisioned' }), 'AWS::Kinesis::Stream').Properties.ShardCount).toBe(1);
  });

  it('goes with the stack', () => {
    expect(stream).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
  });
});

describe('the role Twilio assumes', () => {
  it('is for Twilio alone, and only with the external id', () => {
    expect(trustPolicy({ twilioAccountId: '123456789012', externalId: 'only-ours-and-long' })).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::123456789012:root']] } },
        Condition: { StringEquals: { 'sts:ExternalId': 'only-ours-and-long' } },
      },
    ]);
  });

  it('has an external id that no other stack has where none is given', () => {
    const ofThisStack = { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] };
    expect(trustPolicy({})[0].Condition).toEqual({ StringEquals: { 'sts:ExternalId': ofThisStack } });
    expect(outputValue(template, 'TwilioExternalId')).toEqual(ofThisStack);
  });

  it('may put records on this stream, list its shards, read the limits of the account, and nothing else', () => {
    expect(statementsOf(template, roleId)).toEqual([
      {
        Effect: 'Allow',
        Action: ['kinesis:ListShards', 'kinesis:PutRecord', 'kinesis:PutRecords'],
        Resource: { 'Fn::GetAtt': [stream.id, 'Arn'] },
      },
      { Effect: 'Allow', Action: 'kinesis:DescribeLimits', Resource: '*' },
    ]);
    template.hasResourceProperties('AWS::IAM::Role', {
      Description: Match.stringLikeRegexp('Twilio'),
      ManagedPolicyArns: Match.absent(),
      Policies: Match.absent(),
    });
  });
});
