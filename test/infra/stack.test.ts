import { expect, it } from 'vitest';
import { only, outputValue, stackTemplate } from './template.ts';

const template = stackTemplate();

it('has the outputs that Twilio and the command line ask for, and no others', () => {
  expect(Object.keys(template.toJSON().Outputs).sort()).toEqual([
    'IngestFunctionName',
    'QuarantineBucketName',
    'StreamArn',
    'StreamName',
    'TableName',
    'TwilioExternalId',
    'TwilioRoleArn',
  ]);
});

it.each([
  ['StreamArn', { 'Fn::GetAtt': [only(template, 'AWS::Kinesis::Stream').id, 'Arn'] }],
  ['StreamName', { Ref: only(template, 'AWS::Kinesis::Stream').id }],
  ['TableName', { Ref: only(template, 'AWS::DynamoDB::GlobalTable').id }],
  ['QuarantineBucketName', { Ref: only(template, 'AWS::S3::Bucket').id }],
  ['IngestFunctionName', { Ref: only(template, 'AWS::Lambda::Function').id }],
])('says in %s what it says it does', (name, value) => {
  expect(outputValue(template, name)).toEqual(value);
});

it('names nothing physically, so that two stacks live side by side', () => {
  const named = Object.values(template.toJSON().Resources as Record<string, { Properties?: object }>).flatMap(
    ({ Properties }) =>
      Object.keys(Properties ?? {}).filter((key) =>
        ['Name', 'TableName', 'BucketName', 'RoleName', 'FunctionName', 'LogGroupName'].includes(key),
      ),
  );
  // An event source mapping's FunctionName is which function it calls.
  expect(named).toEqual(['FunctionName']);
});

it('keeps the logical ids of what holds data: another id is another, empty one', () => {
  expect(only(template, 'AWS::DynamoDB::GlobalTable').id).toBe('CallEventTableE0B73AB9');
  expect(only(template, 'AWS::S3::Bucket').id).toBe('QuarantineBucketC7BB48D1');
  expect(only(template, 'AWS::Kinesis::Stream').id).toBe('TwilioSinkStreamE47DA8C4');
});
