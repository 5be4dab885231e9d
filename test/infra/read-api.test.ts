import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { ENV } from '../../shared/environment.ts';
import { logicalId, only, outputValue, stackTemplate, statementsOf, tableOf, through } from './template.ts';

const template = stackTemplate({ api: 'on', indexedLevels: 'ERROR' });
const [functionId, fn] = Object.entries(template.findResources('AWS::Lambda::Function')).find(([id]) =>
  id.startsWith('ReadApi'),
) ?? ['', undefined];
const secretId = (name: string) =>
  Object.keys(template.findResources('AWS::SecretsManager::Secret')).find((id) => id.startsWith(`ReadApi${name}`));
const credentials = { Ref: secretId('Credentials') };
const pageTokenKey = { Ref: secretId('PageTokenKey') };
const [table, insightsTable] = [tableOf(template, 'call-events').id, tableOf(template, 'call-insights').id];
const [tableArn, insightsArn] = [table, insightsTable].map((id) => ({ 'Fn::GetAtt': [id, 'Arn'] }));

it('is not there unless it is asked for', () => {
  const off = stackTemplate();
  for (const type of ['AWS::ApiGatewayV2::Api', 'AWS::SecretsManager::Secret']) off.resourceCountIs(type, 0);
  off.resourceCountIs('AWS::Lambda::Function', 1);
  expect(off.toJSON().Outputs).not.toHaveProperty('ApiUrl');
});

describe('the function', () => {
  it('gets the tables, the index’s levels and the names of its secrets, no secret', () => {
    expect(fn?.Properties.Environment.Variables).toEqual({
      [ENV.tableName]: { Ref: table },
      [ENV.insightsTableName]: { Ref: insightsTable },
      [ENV.retentionDays]: '395',
      [ENV.indexedLevels]: 'ERROR',
      [ENV.credentialsSecretArn]: credentials,
      [ENV.pageTokenSecretArn]: pageTokenKey,
      NODE_OPTIONS: '--enable-source-maps',
      POWERTOOLS_SERVICE_NAME: 'VoiceInsightsSink',
    });
  });

  it('is told where there are no rows of numbers', () => {
    const off = stackTemplate({ api: 'on', partyLookup: 'off' }).findResources('AWS::Lambda::Function');
    const told = Object.values(off).map(({ Properties }) => Properties.Environment.Variables[ENV.partyLookup]);
    // The function that looks at alerts asks for no number.
    expect(told.filter((one) => one !== undefined)).toEqual(['off', 'off']);
  });

  it('may query both tables and their indexes, get summaries by key, keep ended sessions and views, change what people say of calls, read its two secrets, write its log, and nothing else', () => {
    expect(statementsOf(template, logicalId(fn?.Properties.Role))).toEqual([
      { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: expect.anything() },
      {
        Effect: 'Allow',
        Action: 'dynamodb:Query',
        Resource: [
          tableArn,
          insightsArn,
          { 'Fn::Join': ['', [tableArn, '/index/level-index']] },
          { 'Fn::Join': ['', [insightsArn, '/index/started-index']] },
        ],
      },
      { Effect: 'Allow', Action: ['dynamodb:BatchGetItem', 'dynamodb:GetItem'], Resource: insightsArn },
      {
        Effect: 'Allow',
        Action: 'dynamodb:PutItem',
        Resource: insightsArn,
        Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['page#ended-sessions', 'page#views'] } },
      },
      {
        Effect: 'Allow',
        Action: 'dynamodb:DeleteItem',
        Resource: insightsArn,
        Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['page#views'] } },
      },
      {
        Effect: 'Allow',
        Action: 'dynamodb:UpdateItem',
        Resource: insightsArn,
        Condition: {
          'ForAllValues:StringEquals': {
            'dynamodb:Attributes': [
              'id',
              'part',
              'account_sid',
              'answered_by',
              'connectivity_issue',
              'quality_issues',
              'spam',
              'call_score',
              'comment',
              'incident',
              'updated_at',
              'expires_at',
            ],
          },
          StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' },
        },
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
      Condition: through('dynamodb', 'secretsmanager'),
    });
    // What it writes is its own, but in the same table.
    expect(statementsOf(encrypted, logicalId(role))).toContainEqual({
      Effect: 'Allow',
      Action: expect.arrayContaining(['kms:GenerateDataKey', 'kms:Encrypt']),
      Resource: kmsKeyArn,
      Condition: through('dynamodb'),
    });
    const secrets = Object.values(encrypted.findResources('AWS::SecretsManager::Secret'));
    expect(secrets.map(({ Properties }) => Properties.KmsKeyId)).toEqual([kmsKeyArn, kmsKeyArn]);
  });

  it('has the time and the memory that a page needs, and takes only as much of the account as it is told', () => {
    expect(fn?.Properties).toMatchObject({ Timeout: 15, MemorySize: 1024 });
    expect(fn?.Properties).not.toHaveProperty('ReservedConcurrentExecutions');
    const limited = stackTemplate({ api: 'on', apiConcurrency: '5' }).findResources('AWS::Lambda::Function');
    expect(limited[functionId]?.Properties).toMatchObject({ ReservedConcurrentExecutions: 5 });
    expect(
      Object.values(limited).filter(({ Properties }) => 'ReservedConcurrentExecutions' in Properties),
    ).toHaveLength(1);
  });
});

it('logs where CloudWatch needs no room for one group more, under a name that no other stack ever has', () => {
  const groups = Object.entries(template.findResources('AWS::Logs::LogGroup'));
  const [, accessLogs] = groups.find(([id]) => id.startsWith('ReadApiAccessLogs')) ?? [];
  const uuid = { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] };
  expect(accessLogs?.Properties.LogGroupName).toEqual({
    'Fn::Join': ['', ['/aws/vendedlogs/apis/', { Ref: 'AWS::StackName' }, '-', uuid]],
  });
  // What a service other than Lambda writes to is the stage's alone.
  expect(groups.filter(([, { Properties }]) => Properties.LogGroupName !== undefined)).toHaveLength(1);
});

it('gives the API, the page and its files a limit each, so that a flood of one shuts none of the others', () => {
  const { id, Properties } = only(template, 'AWS::ApiGatewayV2::Stage');
  const routes = Object.entries(template.findResources('AWS::ApiGatewayV2::Route'));
  const keys = routes.map(([, route]) => route.Properties.RouteKey);
  expect(keys.sort()).toEqual([
    '$default',
    'DELETE /session',
    'DELETE /views',
    'GET /',
    'GET /assets/{proxy+}',
    'GET /session',
    'GET /v1/{proxy+}',
    'GET /views',
    'POST /session',
    'POST /v1/Voice/{proxy+}',
    'PUT /views',
  ]);
  expect(Properties.RouteSettings).toEqual({
    'GET /v1/{proxy+}': { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    'POST /v1/Voice/{proxy+}': { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 },
    'GET /': { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
    'GET /assets/{proxy+}': { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    'GET /session': { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
    'POST /session': { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 20 },
    'DELETE /session': { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 20 },
    'GET /views': { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
    'PUT /views': { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 20 },
    'DELETE /views': { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 20 },
  });
  // A stage can only limit a route that is there.
  const limited = routes.filter(([, route]) => route.Properties.RouteKey !== '$default').map(([route]) => route);
  expect(template.findResources('AWS::ApiGatewayV2::Stage')[id]?.DependsOn).toEqual(expect.arrayContaining(limited));
  // All of them ask the one function.
  const targets = new Set(routes.map(([, route]) => JSON.stringify(route.Properties.Target)));
  expect(targets.size).toBe(1);
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
