import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { ENV } from '../../shared/environment.ts';
import { logicalId, outputValue, stackTemplate, statementsOf } from './template.ts';

const template = stackTemplate({ api: 'on', indexedLevels: 'ERROR' });
const [functionId, fn] = Object.entries(template.findResources('AWS::Lambda::Function')).find(([id]) =>
  id.startsWith('ReadApi'),
) ?? ['', undefined];
const secretId = (name: string) =>
  Object.keys(template.findResources('AWS::SecretsManager::Secret')).find((id) => id.startsWith(`ReadApi${name}`));
const credentials = { Ref: secretId('Credentials') };
const pageTokenKey = { Ref: secretId('PageTokenKey') };
const table = Object.keys(template.findResources('AWS::DynamoDB::GlobalTable'))[0] ?? '';
const tableArn = { 'Fn::GetAtt': [table, 'Arn'] };

it('is not there unless it is asked for', () => {
  const off = stackTemplate();
  for (const type of ['AWS::ApiGatewayV2::Api', 'AWS::SecretsManager::Secret']) off.resourceCountIs(type, 0);
  off.resourceCountIs('AWS::Lambda::Function', 1);
  expect(off.toJSON().Outputs).not.toHaveProperty('ApiUrl');
});

describe('the function', () => {
  it('gets the table, its index’s levels and the names of its secrets, no secret', () => {
    expect(fn?.Properties.Environment.Variables).toEqual({
      [ENV.tableName]: { Ref: table },
      [ENV.indexedLevels]: 'ERROR',
      [ENV.credentialsSecretArn]: credentials,
      [ENV.pageTokenSecretArn]: pageTokenKey,
      NODE_OPTIONS: '--enable-source-maps',
      POWERTOOLS_SERVICE_NAME: 'VoiceInsightsSink',
    });
  });

  it('may query table and index, read its two secrets, write its log, and nothing else', () => {
    expect(statementsOf(template, logicalId(fn?.Properties.Role))).toEqual([
      { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: expect.anything() },
      {
        Effect: 'Allow',
        Action: 'dynamodb:Query',
        Resource: [tableArn, { 'Fn::Join': ['', [tableArn, '/index/level-index']] }],
      },
      { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: [credentials, pageTokenKey] },
    ]);
  });

  it('may decrypt with the customer’s key, where there is one', () => {
    const kmsKeyArn = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    const encrypted = stackTemplate({ api: 'on', kmsKeyArn });
    const role = encrypted.findResources('AWS::Lambda::Function')[functionId]?.Properties.Role;
    expect(statementsOf(encrypted, logicalId(role))).toContainEqual({
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:DescribeKey'],
      Resource: kmsKeyArn,
    });
  });
});

it('has a credential that is made at deploy: an account SID of the stack’s own id, and a random token', () => {
  const uuid = { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] };
  const sid = { 'Fn::Join': ['', { 'Fn::Split': ['-', uuid] }] };
  const { Properties } = template.findResources('AWS::SecretsManager::Secret')[String(credentials.Ref)] ?? {};
  expect(Properties.GenerateSecretString).toEqual({
    SecretStringTemplate: { 'Fn::Join': ['', ['{"accountSid":"AC', sid, '"}']] },
    GenerateStringKey: 'authToken',
    ExcludePunctuation: true,
    PasswordLength: 32,
  });
});

it('is throttled, logs who asked for what, and answers every path with its function', () => {
  template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    StageName: '$default',
    AutoDeploy: true,
    DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    AccessLogSettings: { Format: Match.stringLikeRegexp('"request_id":"\\$context.requestId"') },
  });
  template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: '$default', AuthorizationType: 'NONE' });
  template.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
    IntegrationUri: { 'Fn::GetAtt': [functionId, 'Arn'] },
    PayloadFormatVersion: '2.0',
  });
});

it('names its address and its credentials in the outputs', () => {
  const [apiId] = Object.keys(template.findResources('AWS::ApiGatewayV2::Api'));
  expect(outputValue(template, 'ApiUrl')).toEqual({
    'Fn::Join': [
      '',
      ['https://', { Ref: apiId }, '.execute-api.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }],
    ],
  });
  expect(outputValue(template, 'ApiCredentialsSecretArn')).toEqual(credentials);
});
