import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { expect, it } from 'vitest';
import { VoiceInsightsSink } from '../../infra/voice-insights-sink.ts';
import { ENV } from '../../shared/environment.ts';
import { logicalId, only, outputValue, stackTemplate, statementsOf, tableOf, through } from './template.ts';

const template = stackTemplate({ api: 'on', indexedLevels: 'ERROR' });
const watchOf = (of: Template) =>
  Object.entries(of.findResources('AWS::Lambda::Function')).find(([id]) => id.startsWith('Watch')) ?? ['', undefined];
const [functionId, fn] = watchOf(template);
const [table, insightsTable] = [tableOf(template, 'call-events').id, tableOf(template, 'call-insights').id];
const [tableArn, insightsArn] = [table, insightsTable].map((id) => ({ 'Fn::GetAtt': [id, 'Arn'] }));

it('is not there without the API, whose page has the views', () => {
  stackTemplate().resourceCountIs('AWS::Events::Rule', 0);
});

it('looks once a minute, and never again for the same minute', () => {
  const { Properties } = only(template, 'AWS::Events::Rule');
  expect(Properties).toMatchObject({
    ScheduleExpression: 'rate(1 minute)',
    State: 'ENABLED',
    Targets: [
      {
        Arn: { 'Fn::GetAtt': [functionId, 'Arn'] },
        RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 },
      },
    ],
  });
  expect(fn?.Properties).toMatchObject({ Timeout: 55, MemorySize: 512 });
  expect(fn?.Properties.Environment.Variables).toMatchObject({
    [ENV.tableName]: { Ref: table },
    [ENV.insightsTableName]: { Ref: insightsTable },
    [ENV.indexedLevels]: 'ERROR',
    [ENV.alarmTopicArn]: outputValue(template, 'AlarmTopicArn'),
  });
});

it('may query both tables, put what came of alerts, tell the topic, and nothing else', () => {
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
    {
      Effect: 'Allow',
      Action: 'dynamodb:PutItem',
      Resource: insightsArn,
      Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['page#alerts'] } },
    },
    { Effect: 'Allow', Action: 'sns:Publish', Resource: outputValue(template, 'AlarmTopicArn') },
  ]);
});

it('may use the key of the tables through DynamoDB, and that of a topic through SNS', () => {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const stack = new Stack(app, 'Telephony');
  const topic = new Topic(stack, 'Topic', { masterKey: new Key(stack, 'TopicKey') });
  const encryptionKey = new Key(stack, 'TableKey');
  new VoiceInsightsSink(stack, 'Calls', { api: true, alarmTopic: topic, encryptionKey });
  const made = Template.fromStack(stack);
  const [, watch] = Object.entries(made.findResources('AWS::Lambda::Function')).find(([id]) =>
    id.startsWith('CallsWatch'),
  ) ?? ['', undefined];
  const statements = statementsOf(made, logicalId(watch?.Properties.Role)).filter((statement) =>
    JSON.stringify(statement).includes('kms:'),
  );
  expect(statements).toMatchObject([
    { Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Condition: through('sns') },
    { Action: expect.arrayContaining(['kms:Encrypt', 'kms:Decrypt']), Condition: through('dynamodb') },
  ]);
});
