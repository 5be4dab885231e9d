import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { logicalId, only, outputValue, stackTemplate, tableOf } from './template.ts';

const EVERY_ALARM = {
  stackName: 'Second',
  quietHours: 12,
  errorAlarmThreshold: 5,
  badCallsPercent: 10,
  api: 'on',
  archive: 'on',
};
const template = stackTemplate(EVERY_ALARM);

const Dimensions = z.array(z.object({ Name: z.string(), Value: z.unknown() }));
const MetricStat = z.object({
  Metric: z.object({ Namespace: z.string(), MetricName: z.string(), Dimensions }),
  Period: z.number(),
  Stat: z.string(),
});
const Alarm = z.looseObject({
  AlarmDescription: z.string(),
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: Dimensions.optional(),
  Statistic: z.string().optional(),
  Period: z.number().optional(),
  Metrics: z.array(z.looseObject({ Expression: z.string().optional(), MetricStat: MetricStat.optional() })).optional(),
  EvaluationPeriods: z.number(),
  DatapointsToAlarm: z.number().optional(),
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
const watch = { FunctionName: { Ref: functionId('Watch') } };
const archive = { FunctionName: { Ref: functionId('ArchiveWrite') } };
const merge = { FunctionName: { Ref: functionId('ArchiveMerge') } };
const archiveMapping = { EventSourceMappingUUID: outputValue(template, 'ArchiveMappingId') };
const fn = { FunctionName: { Ref: ingestFunction().id } };
const api = { ApiId: { Ref: only(template, 'AWS::ApiGatewayV2::Api').id } };
const mapping = { EventSourceMappingUUID: { Ref: mappingOfIngest() } };
const stream = { StreamName: { Ref: only(template, 'AWS::Kinesis::Stream').id } };
const events = { TableName: { Ref: tableOf(template, 'call-events').id } };
const insights = { TableName: { Ref: tableOf(template, 'call-insights').id } };
const service = { service: 'Second' };
const levelIndex = { GlobalSecondaryIndexName: 'level-index', ...events };
const startedIndex = { GlobalSecondaryIndexName: 'started-index', ...insights };

const THREE_TIMES = { Threshold: 1, EvaluationPeriods: 3, Period: 300 };

describe('each alarm', () => {
  it.each([
    ['IteratorAge', 'AWS/Lambda', 'IteratorAge', fn, 'Maximum', '>= 300001 once, 5 min'],
    ['IngestErrors', 'AWS/Lambda', 'Errors', fn, 'Sum', '>= 1 once, 5 min'],
    ['WatchErrors', 'AWS/Lambda', 'Errors', watch, 'Sum', '>= 1 3 times, 5 min'],
    ['IngestThrottles', 'AWS/Lambda', 'Throttles', fn, 'Sum', '>= 1 3 times, 5 min'],
    ['IngestDuration', 'AWS/Lambda', 'Duration', fn, 'Maximum', '>= 48000 once, 5 min'],
    ['RecordsQuarantined', 'VoiceInsightsSink', 'RecordsQuarantined', service, 'Sum', '>= 1 once, 5 min'],
    ['BatchesGivenUp', 'AWS/Lambda', 'OnFailureDestinationDeliveredEventCount', mapping, 'Sum', '>= 1 once, 5 min'],
    ['EventsDropped', 'AWS/Lambda', 'DroppedEventCount', mapping, 'Sum', '>= 1 once, 5 min'],
    ['DestinationRefused', 'AWS/Lambda', 'DestinationDeliveryFailures', fn, 'Sum', '>= 1 once, 5 min'],
    ['StreamUnread', 'AWS/Kinesis', 'GetRecords.Success', stream, 'Sum', '< 1 3 times, 5 min'],
    ['StreamWriteThrottled', 'AWS/Kinesis', 'WriteProvisionedThroughputExceeded', stream, 'Sum', '>= 1 3 times, 5 min'],
    ['ApiErrors', 'AWS/ApiGateway', '5xx', api, 'Sum', '>= 1 once, 5 min'],
    ['ApiAuthenticationFailures', 'VoiceInsightsSink', 'AuthenticationFailures', service, 'Sum', '>= 50 once, 5 min'],
    ['ArchiveIteratorAge', 'AWS/Lambda', 'IteratorAge', archive, 'Maximum', '>= 1800001 once, 5 min'],
    ['ArchiveErrors', 'AWS/Lambda', 'Errors', archive, 'Sum', '>= 1 3 times, 5 min'],
    ['DaysUnmerged', 'VoiceInsightsSink', 'DaysUnmerged', service, 'Sum', '>= 1 6 times, 60 min'],
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
        dimensions: asObject(alarm?.Dimensions),
        statistic: alarm?.Statistic,
        when: `${operator} ${alarm?.Threshold} ${times}, ${Number(alarm?.Period) / 60} min`,
      }).toEqual({ namespace, metric, dimensions, statistic, when });
      // Nothing counted is nothing wrong, but for those that miss what should come.
      const misses = name === 'NoRecords' || name === 'StreamUnread';
      expect(alarm?.TreatMissingData).toBe(misses ? 'breaching' : 'notBreaching');
      expect(alarm).toMatchObject({
        AlarmActions: [outputValue(template, 'AlarmTopicArn')],
        OKActions: [outputValue(template, 'AlarmTopicArn')],
      });
    },
  );

  it.each([
    [
      'TableThrottled',
      'FILL(events, 0) + FILL(insights, 0)',
      [
        ['AWS/DynamoDB', 'WriteThrottleEvents', events],
        ['AWS/DynamoDB', 'WriteThrottleEvents', insights],
      ],
      THREE_TIMES,
    ],
    [
      'IndexThrottled',
      'FILL(events, 0) + FILL(insights, 0)',
      [
        ['AWS/DynamoDB', 'WriteThrottleEvents', levelIndex],
        ['AWS/DynamoDB', 'WriteThrottleEvents', startedIndex],
      ],
      THREE_TIMES,
    ],
    [
      'BadCalls',
      'IF(finished >= 20, 100 * FILL(bad, 0) / finished, 0)',
      [
        ['VoiceInsightsSink', 'CallsBad', service],
        ['VoiceInsightsSink', 'CallsFinished', service],
      ],
      { Threshold: 10, EvaluationPeriods: 1, Period: 900 },
    ],
    [
      'IngestStopped',
      'IF(FILL(incoming, 0) > 0 AND FILL(invocations, 0) == 0, 1, 0)',
      [
        ['AWS/Kinesis', 'IncomingRecords', stream],
        ['AWS/Lambda', 'Invocations', fn],
      ],
      THREE_TIMES,
    ],
    [
      'IngestStoppedFewCalls',
      'IF(FILL(incoming, 0) > 0 AND FILL(invocations, 0) == 0, 1, 0)',
      [
        ['AWS/Kinesis', 'IncomingRecords', stream],
        ['AWS/Lambda', 'Invocations', fn],
      ],
      { Threshold: 1, EvaluationPeriods: 24, DatapointsToAlarm: 2, Period: 3600 },
    ],
    [
      'ArchiveGivenUp',
      'FILL(kept, 0) + FILL(dropped, 0) + FILL(refused, 0)',
      [
        ['AWS/Lambda', 'OnFailureDestinationDeliveredEventCount', archiveMapping],
        ['AWS/Lambda', 'DroppedEventCount', archiveMapping],
        ['AWS/Lambda', 'DestinationDeliveryFailures', archive],
      ],
      { ...THREE_TIMES, EvaluationPeriods: 1 },
    ],
    [
      'ApiRequestsRefused',
      'IF(requests >= 50, 100 * refused / requests, 0)',
      [
        ['AWS/ApiGateway', '4xx', api],
        ['AWS/ApiGateway', 'Count', api],
      ],
      { ...THREE_TIMES, Threshold: 50 },
    ],
  ])(
    '%s computes with metrics that are published, and is off while there is nothing',
    (name, expression, metrics, rule) => {
      const { Metrics = [], ...alarm } = alarms.get(name) ?? {};
      expect(Metrics.flatMap(({ Expression }) => Expression ?? [])).toEqual([expression]);
      const stats = Metrics.flatMap(({ MetricStat: stat }) => stat ?? []);
      expect(stats.map(({ Metric }) => [Metric.Namespace, Metric.MetricName, asObject(Metric.Dimensions)])).toEqual(
        metrics,
      );
      const { Period, ...evaluation } = rule;
      // Of API Gateway's `Count` each sample is a request.
      const statisticOf = (metric: string) => (metric === 'Count' ? 'SampleCount' : 'Sum');
      expect(stats.map(({ Stat, Period: each }) => [Stat, each])).toEqual(
        metrics.map(([, metric]) => [statisticOf(String(metric)), Period]),
      );
      expect(alarm).toMatchObject({
        ...evaluation,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'notBreaching',
        AlarmActions: [outputValue(template, 'AlarmTopicArn')],
      });
    },
  );

  it('is one of these, or the one that misses merges', () => {
    expect(alarms.size).toBe(26);
  });

  it('MergeLate counts merges that ended well, and takes an hour without a word for one without a merge', () => {
    const { Metrics = [], ...alarm } = alarms.get('MergeLate') ?? {};
    expect(Metrics.flatMap(({ Expression }) => Expression ?? [])).toEqual(['FILL(invocations, 0) - FILL(errors, 0)']);
    expect(
      Metrics.flatMap(({ MetricStat: stat }) => stat ?? []).map(({ Metric, Period }) => [
        Metric.MetricName,
        asObject(Metric.Dimensions),
        Period,
      ]),
    ).toEqual([
      ['Invocations', merge, 3600],
      ['Errors', merge, 3600],
    ]);
    expect(alarm).toMatchObject({
      Threshold: 1,
      EvaluationPeriods: 3,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  it('names a section of the runbook that is there', () => {
    const runbook = readFileSync(path.join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');
    const anchors = [...runbook.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));
    for (const { AlarmDescription } of alarms.values()) {
      expect(AlarmDescription).toMatch(/See docs\/runbook\.md#[a-z-]+$/);
      expect(anchors).toContain(AlarmDescription.split('#')[1]);
    }
  });

  it('links to the runbook where that has a URL', () => {
    const linked = alarmsOf(stackTemplate({ runbookUrl: 'https://example.com/runbook' }));
    expect(linked.get('IteratorAge')?.AlarmDescription).toMatch(/ See https:\/\/example\.com\/runbook#iterator-age$/);
  });

  it('by our own metrics has the dimension that the function publishes them with', () => {
    for (const { Properties } of Object.values(template.findResources('AWS::Lambda::Function'))) {
      expect(Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME).toBe(service.service);
    }
  });
});

function asObject(dimensions: z.infer<typeof Dimensions> = []): object {
  return Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value]));
}

function functionId(beginning: string): string | undefined {
  return Object.keys(template.findResources('AWS::Lambda::Function')).find((id) => id.startsWith(beginning));
}

function mappingOfIngest(): string | undefined {
  return Object.keys(template.findResources('AWS::Lambda::EventSourceMapping')).find((id) => id.startsWith('Ingest'));
}

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

it('costs what the docs say: so many alarms, which look at so many metrics', () => {
  const cost = readFileSync(path.join(import.meta.dirname, '../../docs/cost.md'), 'utf8');
  const watched = (of: Template) =>
    [...alarmsOf(of).values()].flatMap(({ MetricName, Metrics = [] }) => [
      ...(MetricName === undefined ? [] : [MetricName]),
      ...Metrics.flatMap(({ MetricStat: stat }) => stat?.Metric.MetricName ?? []),
    ]);
  const byDefault = stackTemplate();
  expect(cost).toContain(`${alarmsOf(byDefault).size} alarms look at ${watched(byDefault).length}.`);
  expect(watched(template).length - watched(byDefault).length).toBe(9 + 8);
  expect(cost).toContain(
    '`quietHours` and `errorAlarmThreshold` add one each, `badCallsPercent` one that looks at two, `api=on` four that look at five, `archive=on` five that look at eight.',
  );
});

it('does not miss records, nor count errors of calls, unless it is told to', () => {
  const names = [...alarmsOf(stackTemplate()).keys()];
  expect(names).toHaveLength(14);
  expect(names).not.toContain('NoRecords');
  expect(names).not.toContain('CallErrors');
  expect(names).not.toContain('BadCalls');
});

const DAY = 86_400;
const STILL = 7 * DAY;

/** When an alarm on records that nobody reads is on at last, in seconds; ingest stands still from 0 on. */
function firesAt(name: string, arrivals: readonly number[], invocations: readonly number[] = []): number | undefined {
  const { Metrics = [], EvaluationPeriods = 0, DatapointsToAlarm = EvaluationPeriods } = alarms.get(name) ?? {};
  const period = Metrics.find(({ MetricStat: stat }) => stat !== undefined)?.MetricStat?.Period ?? 0;
  const periods = Array.from({ length: STILL / period }, (_, index) => index);
  const within = (times: readonly number[], index: number) => times.some((time) => Math.floor(time / period) === index);
  const breaching = periods.map((index) => within(arrivals, index) && !within(invocations, index));
  const first = periods.find((index) => {
    const window = breaching.slice(Math.max(0, index + 1 - EvaluationPeriods), index + 1);
    return window.filter(Boolean).length >= DatapointsToAlarm;
  });
  return first === undefined ? undefined : (first + 1) * period;
}

/** Records of calls of four minutes, one each half minute. */
function recordsOf(calls: readonly number[]): number[] {
  return calls.flatMap((start) => Array.from({ length: 8 }, (_, index) => start + index * 30));
}

describe('where ingest stands still', () => {
  const hours = fc.uniqueArray(fc.integer({ min: 0, max: 22 }), { minLength: 2, maxLength: 2 });
  const minutes = fc.array(fc.integer({ min: 0, max: 59 }), { minLength: 14, maxLength: 14 });
  const twoCallsADay = fc
    .tuple(hours, minutes)
    .map(([ofDay, ofHour]) =>
      recordsOf(ofHour.map((minute, call) => Math.floor(call / 2) * DAY + (ofDay[call % 2] ?? 0) * 3600 + minute * 60)),
    );

  it('two calls a day in two hours of it are enough to be told within two days, whenever they are', () => {
    fc.assert(
      fc.property(twoCallsADay, (records) => {
        expect(firesAt('IngestStoppedFewCalls', records)).toBeLessThanOrEqual(2 * DAY);
      }),
    );
  });

  it('a call of a quarter of an hour is enough to be told at its end', () => {
    const records = Array.from({ length: 30 }, (_, index) => index * 30);
    expect(firesAt('IngestStopped', records)).toBe(900);
  });

  it('nobody is told where each record is handed over within seconds, but for one at the end of an hour', () => {
    fc.assert(
      fc.property(twoCallsADay, (records) => {
        const handedOver = records.map((time) => time + 2);
        expect(firesAt('IngestStoppedFewCalls', records, handedOver)).toBeUndefined();
      }),
    );
    expect(firesAt('IngestStoppedFewCalls', [3599], [3601])).toBeUndefined();
  });
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
