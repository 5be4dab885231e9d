import { App, Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { StreamMode } from 'aws-cdk-lib/aws-kinesis';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import type { VoiceInsightsSinkProps } from '../../infra/sink-props.ts';
import { VoiceInsightsSink } from '../../infra/voice-insights-sink.ts';
import packageJson from '../../package.json' with { type: 'json' };
import type { TableId } from '../../shared/table.ts';
import { logicalId, only, outputValue, statementsOf, tableOf, through } from './template.ts';

const ANY_KEY = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/** A stack of somebody else's app, which sets no feature flag; nothing is bundled. */
function emptyStack(region?: string): Stack {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  return new Stack(app, 'Calls-Prod', region === undefined ? {} : { env: { region } });
}

function sinkIn(stack: Stack, props?: VoiceInsightsSinkProps, id = 'Calls'): VoiceInsightsSink {
  return new VoiceInsightsSink(stack, id, props);
}

const outputNames = (stack: Stack) => Object.keys(Template.fromStack(stack).toJSON().Outputs);

describe('a sink in a stack of somebody else', () => {
  it('needs no props, and has the outputs that the command line looks for', () => {
    const stack = emptyStack();
    sinkIn(stack);
    const template = Template.fromStack(stack);
    expect(outputNames(stack).sort()).toEqual([
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
    expect(outputValue(template, 'Version')).toBe(packageJson.version);
    expect(only(template, 'AWS::Lambda::Function').Properties.Tags).toContainEqual({
      Key: 'Version',
      Value: packageJson.version,
    });
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
  });

  it('has members to work with', () => {
    const stack = emptyStack();
    const sink = sinkIn(stack, { api: true });
    const { Outputs } = Template.fromStack(stack).toJSON();
    const value = (name: string) => Outputs[name].Value;
    expect(stack.resolve(sink.stream.streamArn)).toEqual(value('StreamArn'));
    expect(stack.resolve(sink.table.tableName)).toEqual(value('TableName'));
    expect(stack.resolve(sink.insightsTable.tableName)).toEqual(value('InsightsTableName'));
    expect(stack.resolve(sink.ingestFunction.functionName)).toEqual(value('IngestFunctionName'));
    expect(stack.resolve(sink.alarmTopic.topicArn)).toEqual(value('AlarmTopicArn'));
    expect(stack.resolve(sink.quarantineBucket.bucketName)).toEqual(value('QuarantineBucketName'));
    expect(stack.resolve(sink.twilioRole.roleArn)).toEqual(value('TwilioRoleArn'));
    expect(stack.resolve(sink.externalId)).toEqual(value('TwilioExternalId'));
    expect(stack.resolve(sink.apiUrl)).toEqual(value('ApiUrl'));
    expect(stack.resolve(sink.apiCredentials?.secretArn)).toEqual(value('ApiCredentialsSecretArn'));
    expect(sinkIn(emptyStack()).apiUrl).toBeUndefined();
  });

  it('has its metrics under the names and dimensions they are published with', () => {
    const stack = emptyStack();
    const sink = sinkIn(stack);
    const told = (metric: { toMetricConfig(): object }) => stack.resolve(metric.toMetricConfig());
    expect(told(sink.metricErrors())).toMatchObject({
      metricStat: {
        metricName: 'CallErrors',
        statistic: 'Sum',
        dimensions: [{ name: 'service', value: 'Calls-Prod' }],
      },
    });
    expect(told(sink.metricIteratorAge({ statistic: 'p99' }))).toMatchObject({
      metricStat: { namespace: 'AWS/Lambda', metricName: 'IteratorAge', statistic: 'p99' },
    });
    expect([
      sink.metricRecords(),
      sink.metricIngestLag(),
      sink.metricRecordsQuarantined(),
      sink.metricEventsGivenUp(),
    ]).toMatchObject([
      { metricName: 'IncomingRecords' },
      { metricName: 'IngestLag' },
      { metricName: 'RecordsQuarantined' },
      { metricName: 'OnFailureDestinationDeliveredEventCount' },
    ]);
  });

  it('lets somebody read its tables and indexes, through DynamoDB with its key, and nothing else', () => {
    const stack = emptyStack();
    const reader = new Role(stack, 'Reader', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
    sinkIn(stack, { encryptionKey: Key.fromKeyArn(stack, 'Key', ANY_KEY) }).grantRead(reader);
    const template = Template.fromStack(stack);
    const rows = (name: TableId, index: string) => {
      const table = { 'Fn::GetAtt': [tableOf(template, name).id, 'Arn'] };
      return {
        Effect: 'Allow',
        Action: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PartiQLSelect', 'dynamodb:Query'],
        Resource: [table, { 'Fn::Join': ['', [table, `/index/${index}`]] }],
      };
    };
    expect(statementsOf(template, logicalId(stack.resolve(reader.roleName)))).toEqual([
      rows('call-events', 'level-index'),
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:DescribeKey'],
        Resource: ANY_KEY,
        Condition: through('dynamodb'),
      },
      rows('call-insights', 'started-index'),
    ]);
  });

  it('says all that it grants, and whether it could', () => {
    const stack = emptyStack();
    const sink = sinkIn(stack, { encryptionKey: Key.fromKeyArn(stack, 'Key', ANY_KEY) });
    const fixed = Role.fromRoleArn(stack, 'Fixed', 'arn:aws:iam::123456789012:role/fixed', { mutable: false });
    const { principalStatements } = sink.grantRead(fixed);
    expect(principalStatements.flatMap(({ actions }) => actions)).toEqual(
      expect.arrayContaining(['dynamodb:Query', 'kms:Decrypt']),
    );
    const service = sink.grantRead(new ServicePrincipal('ecs-tasks.amazonaws.com'));
    expect(() => service.assertSuccess()).toThrow('could not be added');
  });

  it('sends alarms to a topic that is there, and lets CloudWatch publish to it', () => {
    const stack = emptyStack();
    const alarmTopic = new Topic(stack, 'OnCall');
    const sink = sinkIn(stack, { alarmTopic, alarmEmail: 'on-call@example.com' });
    const template = Template.fromStack(stack);
    const topic = { Ref: only(template, 'AWS::SNS::Topic').id };
    expect(sink.alarmTopic).toBe(alarmTopic);
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [topic], OKActions: [topic] });
    template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', TopicArn: topic });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: [Match.objectLike({ Action: 'sns:Publish', Principal: { Service: 'cloudwatch.amazonaws.com' } })],
      },
    });
  });

  it('writes to tables that are there instead of making them', () => {
    const stack = emptyStack();
    const existingTable = Table.fromTableName(stack, 'Kept', 'kept');
    const existingInsightsTable = Table.fromTableName(stack, 'KeptInsights', 'kept-insights');
    const sink = sinkIn(stack, { existingTable, existingInsightsTable });
    expect([sink.table, sink.insightsTable]).toEqual([existingTable, existingInsightsTable]);
    Template.fromStack(stack).resourceCountIs('AWS::DynamoDB::GlobalTable', 0);
    expect(outputValue(Template.fromStack(stack), 'TableName')).toBe('kept');
    expect(outputValue(Template.fromStack(stack), 'InsightsTableName')).toBe('kept-insights');
  });

  it.each([
    ['alone', undefined],
    ['beside the one of the other parts', ANY_KEY],
  ])('uses the key that a table is imported with, %s', (_where, ours) => {
    const stack = emptyStack();
    const theirs = ANY_KEY.replace('1234abcd', 'abcd1234');
    const existingTable = Table.fromTableAttributes(stack, 'Kept', {
      tableName: 'kept',
      encryptionKey: Key.fromKeyArn(stack, 'Theirs', theirs),
    });
    const reader = new Role(stack, 'Reader', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
    const encryptionKey = ours === undefined ? undefined : Key.fromKeyArn(stack, 'Ours', ours);
    sinkIn(stack, { existingTable, encryptionKey, api: true }).grantRead(reader);
    const template = Template.fromStack(stack);
    const roles = Object.keys(template.findResources('AWS::IAM::Role'));
    const rights = (role: string) =>
      statementsOf(template, roles.find((id) => id.includes(role)) ?? '').filter((statement) =>
        JSON.stringify(statement).includes(theirs),
      );
    const right = (...Action: string[]) => ({
      Effect: 'Allow',
      Action,
      Resource: theirs,
      Condition: through('dynamodb'),
    });
    const read = right('kms:Decrypt', 'kms:DescribeKey');
    expect([rights('Reader'), rights('ReadApi')]).toEqual([[read], [read]]);
    expect(rights('Ingest')).toEqual([
      right(
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:Encrypt',
        'kms:GenerateDataKey',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ),
    ]);
  });

  it('takes every prop as the setting that it stands for', () => {
    const stack = emptyStack();
    sinkIn(stack, {
      retention: Duration.days(30),
      metricRetention: Duration.days(7),
      quarantineRetention: Duration.days(7),
      streamRetention: Duration.days(2),
      streamMode: StreamMode.PROVISIONED,
      shardCount: 3,
      indexedLevels: ['ERROR'],
      redactFields: ['sdk_edge.metadata'],
      quietPeriod: Duration.hours(12),
      errorAlarmThreshold: 5,
      badCallsPercent: 10,
      partyLookup: false,
      removalPolicy: RemovalPolicy.DESTROY,
      externalId: Lazy.string({ produce: () => 'known-at-the-deploy-only' }),
      twilioAccountId: '123456789012',
      runbookUrl: 'https://example.com/runbook',
    });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          RETENTION_DAYS: '30',
          METRIC_DAYS: '7',
          INDEXED_LEVELS: 'ERROR',
          REDACT_FIELDS: 'sdk_edge.metadata',
          PARTY_LOOKUP: 'off',
          ROW_LAYOUT: '2',
          POWERTOOLS_SERVICE_NAME: 'Calls-Prod',
        },
      },
    });
    template.hasResourceProperties('AWS::Kinesis::Stream', {
      RetentionPeriodHours: 48,
      ShardCount: 3,
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
    });
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Delete',
      Properties: { LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 7 })] } },
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      EvaluationPeriods: 12,
      AlarmDescription: Match.stringLikeRegexp('https://example.com/runbook#no-records$'),
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'CallErrors', Threshold: 6 });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Threshold: 10,
      AlarmDescription: Match.stringLikeRegexp('#bad-calls$'),
    });
    expect(outputValue(template, 'TwilioExternalId')).toBe('known-at-the-deploy-only');
  });
});

it('a sink has no alarm on quiet hours, errors or bad calls with 0, as without these props', () => {
  const [said, unsaid] = [emptyStack(), emptyStack()];
  sinkIn(said, { quietPeriod: Duration.hours(0), errorAlarmThreshold: 0, badCallsPercent: 0 });
  sinkIn(unsaid);
  expect(Template.fromStack(said).toJSON()).toEqual(Template.fromStack(unsaid).toJSON());
});

describe('a prop that is wrong', () => {
  const refusal = (props: object, region?: string) => {
    try {
      sinkIn(emptyStack(region), props);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('nothing was refused');
  };

  it.each([
    [
      { retention: Duration.hours(36) },
      'retention: expected a Duration of whole days, 0 to 36500 (0 keeps rows for ever); it is 1 day 12 hours',
    ],
    [{ retention: 90 }, 'retention: expected a Duration of whole days, 0 to 36500 (0 keeps rows for ever); it is 90'],
    [
      { retention: Duration.days(Lazy.number({ produce: () => 3 })) },
      'retention: expected a Duration of whole days, 0 to 36500 (0 keeps rows for ever); it is known at the deploy only',
    ],
    [
      { quarantineRetention: Duration.days(0) },
      'quarantineRetention: expected a Duration of whole days, 1 to 36500; it is 0 days',
    ],
    [
      { streamRetention: Duration.hours(8) },
      'streamRetention: expected a Duration of whole hours, 24 to 8760; it is 8 hours',
    ],
    [
      { quietPeriod: Duration.days(8) },
      'quietPeriod: expected a Duration of whole hours, 0 to 168 (0 is no alarm); it is 8 days',
    ],
    [{ api: 'yes' }, 'api: expected true or false; it is "yes"'],
    [{ archive: 'yes' }, 'archive: expected true or false; it is "yes"'],
    [
      { archiveRetention: Duration.hours(12) },
      'archiveRetention: expected a Duration of whole days, 0 to 36500 (0 keeps rows for ever); it is 12 hours',
    ],
    [{ partyLookup: 'yes' }, 'partyLookup: expected true or false; it is "yes"'],
    [
      { streamMode: 'provisioned!' },
      'streamMode: expected a StreamMode, ON_DEMAND or PROVISIONED; it is "provisioned!"',
    ],
    [
      { removalPolicy: RemovalPolicy.SNAPSHOT },
      'removalPolicy: expected a RemovalPolicy, RETAIN or DESTROY; it is "snapshot"',
    ],
    [
      { shardCount: 2 },
      'shardCount: expected nothing with StreamMode.ON_DEMAND: set streamMode to StreamMode.PROVISIONED, or leave it out; it is 2',
    ],
    [
      { apiConcurrency: 2 },
      'apiConcurrency: expected nothing with api: false: set api: true, or leave it out; it is 2',
    ],
    [
      { indexedLevels: ['FATAL'] },
      'indexedLevels: expected a list of levels: UNKNOWN, DEBUG, INFO, WARNING, ERROR; it is ["FATAL"]',
    ],
    [{ indexedLevels: [] }, 'indexedLevels: expected a list of levels: UNKNOWN, DEBUG, INFO, WARNING, ERROR; it is []'],
    [
      { redactFields: [''] },
      `redactFields: expected a list of dotted paths, or ['personal'], of at most 3000 characters together; it is [""]`,
    ],
    [
      { errorAlarmThreshold: -1 },
      'errorAlarmThreshold: expected a number of events, 0 to 1000000000 (0 is no alarm); it is -1',
    ],
    [
      { externalId: 'short' },
      'externalId: expected 16 to 1224 letters, digits and characters of _+=,.@:/-; it is "short"',
    ],
    [{ outputPrefix: 'a-b' }, 'outputPrefix: expected 1 to 64 letters and digits; it is "a-b"'],
  ])('is named, with what is allowed: %#', (props, problem) => {
    expect(refusal(props)).toBe(`VoiceInsightsSink Calls-Prod/Calls:\n${problem}`);
  });

  it('is one of several that are named together', () => {
    const lines = refusal({ retention: Duration.hours(1), alarmEmail: 'nobody' }).split('\n');
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      'VoiceInsightsSink Calls-Prod/Calls',
      'retention',
      'alarmEmail',
    ]);
  });

  it('is a key of another region, and a stack in another partition is refused too', () => {
    const stack = emptyStack('eu-west-1');
    const encryptionKey = Key.fromKeyArn(stack, 'Key', ANY_KEY);
    expect(() => sinkIn(stack, { encryptionKey })).toThrow(
      'encryptionKey: expected one in eu-west-1, where the stack is; it is in us-east-1',
    );
    expect(refusal({}, 'cn-north-1')).toMatch(
      /^VoiceInsightsSink Calls-Prod\/Calls:\nregion cn-north-1: Twilio cannot assume/,
    );
  });
});

describe('two sinks in one stack', () => {
  const stack = emptyStack();
  const [eu, us] = [sinkIn(stack, { api: true }, 'Europe'), sinkIn(stack, { api: true }, 'America')];
  const template = Template.fromStack(stack);

  it('have each their own of everything, and outputs of the second that begin with its id', () => {
    template.resourceCountIs('AWS::Kinesis::Stream', 2);
    template.resourceCountIs('AWS::DynamoDB::GlobalTable', 4);
    expect(outputValue(template, 'TableName')).toEqual(stack.resolve(eu.table.tableName));
    expect(outputValue(template, 'AmericaInsightsTableName')).toEqual(stack.resolve(us.insightsTable.tableName));
    expect(outputValue(template, 'AmericaTableName')).toEqual(stack.resolve(us.table.tableName));
  });

  it('leave the first as it is alone: its resources, outputs and names', () => {
    const alone = emptyStack();
    sinkIn(alone, { api: true }, 'Europe');
    const { Resources, Outputs } = Template.fromStack(alone).toJSON();
    const both = template.toJSON();
    expect(both.Outputs).toMatchObject(Outputs);
    for (const [id, resource] of Object.entries(Resources)) expect(both.Resources[id], id).toEqual(resource);
  });

  it('name nothing alike', () => {
    const groups = Object.values(template.findResources('AWS::Logs::LogGroup'));
    const names = groups
      .map(({ Properties }) => JSON.stringify(Properties.LogGroupName ?? ''))
      .filter((name) => name !== '""');
    expect(new Set(names).size).toBe(2);
  });

  it('count their metrics apart, under the names that --stack takes', () => {
    const functions = Object.values(template.findResources('AWS::Lambda::Function'));
    const services = functions.map(({ Properties }) => Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME);
    // Ingest, the read API and its watch.
    const [three, others] = ['Calls-Prod', 'Calls-Prod/America'].map((name) => Array(3).fill(name));
    expect(services.toSorted()).toEqual([...(three ?? []), ...(others ?? [])]);
    const dimension = (sink: VoiceInsightsSink) => stack.resolve(sink.metricErrors().dimensions);
    expect([dimension(eu), dimension(us)]).toEqual([{ service: 'Calls-Prod' }, { service: 'Calls-Prod/America' }]);
  });

  it('may have prefixes of their own, and so may one alone', () => {
    const alone = emptyStack();
    sinkIn(alone, { outputPrefix: 'Voice' });
    expect(outputNames(alone)).toContain('VoiceTableName');
    const both = emptyStack();
    sinkIn(both, { outputPrefix: 'Voice' });
    sinkIn(both, {}, 'Other');
    expect(outputNames(both)).toEqual(expect.arrayContaining(['VoiceTableName', 'OtherTableName']));
  });

  it('cannot share a prefix', () => {
    const both = emptyStack();
    sinkIn(both);
    sinkIn(both, { outputPrefix: 'Other' }, 'Second');
    expect(() => sinkIn(both, {}, 'Other')).toThrow(
      'VoiceInsightsSink Calls-Prod/Other:\noutputPrefix: expected a prefix that no other sink of the stack has; it is "Other"',
    );
  });
});
