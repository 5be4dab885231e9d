import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { expect, it } from 'vitest';
import { VoiceInsightsSink } from '../../infra/voice-insights-sink.ts';
import pinned from './logical-ids.json' with { type: 'json' };
import { stackTemplate } from './template.ts';

/** Every part that a setting adds. */
const EVERYTHING = {
  api: 'on',
  archive: 'on',
  alarmEmail: 'on-call@example.com',
  quietHours: 12,
  errorAlarmThreshold: 5,
  badCallsPercent: 10,
  kmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
};

/** A saved query holds nothing: it may go when a question has another name. */
const HOLDS_NOTHING = 'AWS::Athena::NamedQuery';

/** The types of resources by their logical ids, and the names of outputs. */
function idsOf(template: Template): { resources: Readonly<Record<string, string>>; outputs: readonly string[] } {
  const { Resources, Outputs } = template.toJSON();
  return {
    resources: Object.fromEntries(
      Object.entries<{ Type: string }>(Resources).flatMap(([id, { Type }]) =>
        Type === HOLDS_NOTHING ? [] : [[id, Type]],
      ),
    ),
    outputs: Object.keys(Outputs),
  };
}

const ADVICE =
  'CloudFormation deletes what has another logical id than before, and makes a new one: no deployed stack may change so. The command line finds outputs by their names';

it.each([
  ['with its defaults', {}, pinned.withDefaults],
  ['with everything', EVERYTHING, pinned.withEverything],
] as const)('a stack %s keeps the logical ids that were deployed, and its outputs', (_what, settings, ids) => {
  expect(idsOf(stackTemplate(settings)), ADVICE).toEqual(ids);
});

it('two sinks in an app of somebody else keep theirs', () => {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const stack = new Stack(app, 'Telephony');
  new VoiceInsightsSink(stack, 'Calls', { api: true, alarmEmail: 'on-call@example.com' });
  new VoiceInsightsSink(new Construct(stack, 'Support'), 'Calls');
  expect(idsOf(Template.fromStack(stack)), ADVICE).toEqual(pinned.twoSinks);
});
