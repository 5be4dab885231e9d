import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { propProblems } from '../../infra/prop-problems.ts';
import type { VoiceInsightsSinkProps } from '../../infra/sink-props.ts';
import { VoiceInsightsSink } from '../../infra/voice-insights-sink.ts';

const REGION = 'eu-west-1';
const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const anyStack = () =>
  new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Calls', {
    env: { account: '123456789012', region: REGION },
  });
/** As a program without types says them. */
const problemsOf = (props: object) => propProblems(props as VoiceInsightsSinkProps, REGION);

const stack = anyStack();
const late = new CfnParameter(stack, 'Late').valueAsString;
const LATE = 'expected a value that is known when the app is synthesised; this one is known at the deploy only';

describe('a prop', () => {
  it('that is left out, or of its kind, is no problem', () => {
    expect(
      problemsOf({
        api: undefined,
        indexedLevels: ['ERROR'],
        externalId: late,
        encryptionKey: Key.fromKeyArn(stack, 'Key', KEY),
        existingTable: TableV2.fromTableName(stack, 'Table', 'kept'),
        alarmTopic: new Topic(stack, 'Topic'),
      }),
    ).toEqual([]);
  });

  it.each([
    [
      { retentionDays: 5 },
      /^retentionDays: there is no such prop; there are api, apiConcurrency, archive, archiveRetention, retention, /,
    ],
    [{ constructor: 5 }, /^constructor: there is no such prop/],
    [{ api: late }, `api: ${LATE}`],
    [{ removalPolicy: late }, `removalPolicy: ${LATE}`],
    [{ streamMode: late }, `streamMode: ${LATE}`],
    [{ redactFields: ['name', late] }, `redactFields: ${LATE}`],
    [{ redactFields: 'personal' }, 'redactFields: expected a list of texts; it is "personal"'],
    [{ indexedLevels: null }, 'indexedLevels: expected a list of texts; it is null'],
    [{ encryptionKey: KEY }, /^encryptionKey: expected a key, such as Key\.fromKeyArn\(…\); it is "arn:/],
    [{ encryptionKey: null }, /^encryptionKey: expected a key, .*; it is null$/],
    [
      { encryptionKey: Alias.fromAliasName(stack, 'Alias', 'alias/calls') },
      'encryptionKey: expected a key itself; it is an alias',
    ],
    [{ existingTable: new Topic(stack, 'NoTable') }, /^existingTable: expected a table, .*; it is a Topic/],
    [{ alarmTopic: new Topic(stack, 'Fifo', { fifo: true }) }, /^alarmTopic: expected a standard topic/],
    [
      { alarmTopic: Topic.fromTopicArn(stack, 'Far', 'arn:aws:sns:us-east-1:123456789012:alarms') },
      'alarmTopic: expected one in eu-west-1, where the stack is; it is in us-east-1',
    ],
    [
      { existingTable: TableV2.fromTableArn(stack, 'FarTable', 'arn:aws:dynamodb:us-east-1:123456789012:table/kept') },
      'existingTable: expected one in eu-west-1, where the stack is; it is in us-east-1',
    ],
  ])('that cannot be meant is named: %#', (props, problem) => {
    expect(problemsOf(props)).toEqual([typeof problem === 'string' ? problem : expect.stringMatching(problem)]);
  });
});

it('two sinks may tell one topic, and the same address', () => {
  const both = anyStack();
  const alarmTopic = new Topic(both, 'Alarms');
  for (const id of ['Sales', 'Support']) {
    new VoiceInsightsSink(both, id, { alarmTopic, alarmEmail: 'on-call@example.com' });
  }
  Template.fromStack(both).resourcePropertiesCountIs(
    'AWS::SNS::Subscription',
    Match.objectLike({ Protocol: 'email' }),
    1,
  );
});
