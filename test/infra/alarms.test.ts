import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { logicalId, only, outputValue, stackTemplate } from './template.ts';

const EVERY_ALARM = { stackName: 'Second', quietHours: 12, errorAlarmThreshold: 5, api: 'on' };
const template = stackTemplate(EVERY_ALARM);

const Alarm = z.looseObject({
  AlarmDescription: z.string(),
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown() })),
  Statistic: z.string(),
  Period: z.number(),
  EvaluationPeriods: z.number(),
  Threshold: z.number(),
  ComparisonOperator: z.string(),
  TreatMissingData: z.string(),
});

/** Each alarm by its id in the stack, such as `IteratorAge`. */
function alarmsOf(of: Template): Map<string, z.infer<typeof Alarm>> {
  return new Map(
    Object.entries(of.findResources('AWS::CloudWatch::Alarm')).map(([id, { Properties }]) => [
      /^Alarms(.*)[0-9A-F]{8}$/.exec(id)?.[1] ?? id,
      Alarm.parse(Properties),
    ]),
  );
}

const alarms = alarmsOf(template);
const fn = { FunctionName: { Ref: ingestFunction().id } };
const api = { ApiId: { Ref: only(template, 'AWS::ApiGatewayV2::Api').id } };
const mapping = { EventSourceMappingUUID: { Ref: only(template, 'AWS::Lambda::EventSourceMapping').id } };
const stream = { StreamName: { Ref: only(template, 'AWS::Kinesis::Stream').id } };
const table = { TableName: { Ref: only(template, 'AWS::DynamoDB::GlobalTable').id } };
const service = { service: 'Second' };
const index = { GlobalSecondaryIndexName: 'level-index', ...table };

describe('each alarm', () => {
  it.each([
    ['IteratorAge', 'AWS/Lambda', 'IteratorAge', fn, 'Maximum', '>= 300001 once, 5 min'],
    ['IngestErrors', 'AWS/Lambda', 'Errors', fn, 'Sum', '>= 1 once, 5 min'],
    ['IngestThrottles', 'AWS/Lambda', 'Throttles', fn, 'Sum', '>= 1 3 times, 5 min'],
    ['IngestDuration', 'AWS/Lambda', 'Duration', fn, 'Maximum', '>= 48000 once, 5 min'],
    ['RecordsQuarantined', 'VoiceInsightsSink', 'RecordsQuarantined', service, 'Sum', '>= 1 once, 5 min'],
    ['BatchesGivenUp', 'AWS/Lambda', 'OnFailureDestinationDeliveredEventCount', mapping, 'Sum', '>= 1 once, 5 min'],
    ['EventsDropped', 'AWS/Lambda', 'DroppedEventCount', mapping, 'Sum', '>= 1 once, 5 min'],
    ['TableThrottled', 'AWS/DynamoDB', 'WriteThrottleEvents', table, 'Sum', '>= 1 3 times, 5 min'],
    ['IndexThrottled', 'AWS/DynamoDB', 'WriteThrottleEvents', index, 'Sum', '>= 1 3 times, 5 min'],
    ['StreamWriteThrottled', 'AWS/Kinesis', 'WriteProvisionedThroughputExceeded', stream, 'Sum', '>= 1 3 times, 5 min'],
    ['ApiErrors', 'AWS/ApiGateway', '5xx', api, 'Sum', '>= 1 once, 5 min'],
    ['ApiAuthenticationFailures', 'VoiceInsightsSink', 'AuthenticationFailures', service, 'Sum', '>= 50 once, 5 min'],
    ['NoRecords', 'AWS/Kinesis', 'IncomingRecords', stream, 'Sum', '< 1 12 times, 60 min'],
    ['CallErrors', 'VoiceInsightsSink', 'CallErrors', service, 'Sum', '>= 6 once, 5 min'],
  ])(
    '%s watches the metric that is published, by exactly its dimensions',
    (name, namespace, metric, dimensions, statistic, when) => {
      const alarm = alarms.get(name);
      const times = alarm?.EvaluationPeriods === 1 ? 'once' : `${alarm?.EvaluationPeriods} times`;
      const operator = alarm?.ComparisonOperator === 'LessThanThreshold' ? '<' : '>=';
      expect({
        namespace: alarm?.Namespace,
        metric: alarm?.MetricName,
        dimensions: Object.fromEntries(alarm?.Dimensions.map(({ Name, Value }) => [Name, Value]) ?? []),
        statistic: alarm?.Statistic,
        when: `${operator} ${alarm?.Threshold} ${times}, ${Number(alarm?.Period) / 60} min`,
      }).toEqual({ namespace, metric, dimensions, statistic, when });
      // Nothing counted is nothing wrong, but for the one that misses what should come.
      expect(alarm?.TreatMissingData).toBe(name === 'NoRecords' ? 'breaching' : 'notBreaching');
      expect(alarm).toMatchObject({
        AlarmActions: [outputValue(template, 'AlarmTopicArn')],
        OKActions: [outputValue(template, 'AlarmTopicArn')],
      });
    },
  );

  it('is one of these', () => {
    expect(alarms.size).toBe(14);
  });

  it('names a section of the runbook that is there', () => {
    const runbook = readFileSync(path.join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');
    const anchors = [...runbook.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));
    for (const { AlarmDescription } of alarms.values()) {
      expect(AlarmDescription).toMatch(/See docs\/runbook\.md#[a-z-]+$/);
      expect(anchors).toContain(AlarmDescription.split('#')[1]);
    }
  });

  it('by our own metrics has the dimension that the function publishes them with', () => {
    for (const { Properties } of Object.values(template.findResources('AWS::Lambda::Function'))) {
      expect(Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME).toBe(service.service);
    }
  });
});

function ingestFunction(): { id: string } {
  return { id: logicalId(outputValue(template, 'IngestFunctionName')) };
}

/** As code hosts make it of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replace(/\s+/g, '-');
}

it('does not miss records, nor count errors of calls, unless it is told to', () => {
  const names = [...alarmsOf(stackTemplate()).keys()];
  expect(names).toHaveLength(10);
  expect(names).not.toContain('NoRecords');
  expect(names).not.toContain('CallErrors');
});

describe('the topic', () => {
  it('lets CloudWatch of this account publish, and nobody over plain HTTP', () => {
    const topic = outputValue(template, 'AlarmTopicArn');
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      Topics: [topic],
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Principal: '*',
            Action: 'sns:Publish',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
          Match.objectLike({
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: topic,
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ]),
      },
    });
  });

  it('tells nobody by itself, and the address it is given by e-mail', () => {
    template.resourceCountIs('AWS::SNS::Subscription', 0);
    const told = stackTemplate({ alarmEmail: 'on-call@example.com' });
    expect(only(told, 'AWS::SNS::Subscription').Properties).toEqual({
      Protocol: 'email',
      Endpoint: 'on-call@example.com',
      TopicArn: outputValue(told, 'AlarmTopicArn'),
    });
  });
});
