import { expect, it } from 'vitest';
import pinned from './logical-ids.json' with { type: 'json' };
import { stackTemplate } from './template.ts';

/** Every part that a setting adds. */
const EVERYTHING = {
  api: 'on',
  alarmEmail: 'on-call@example.com',
  quietHours: 12,
  errorAlarmThreshold: 5,
  kmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
};

function idsOf(settings: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const resources: Record<string, { Type: string }> = stackTemplate(settings).toJSON().Resources;
  return Object.fromEntries(Object.entries(resources).map(([id, { Type }]) => [id, Type]));
}

const ADVICE =
  'CloudFormation deletes what has another logical id than before, and makes a new one: no deployed stack may change so';

it.each([
  ['with its defaults', {}, pinned.withDefaults],
  ['with everything', EVERYTHING, pinned.withEverything],
] as const)('a stack %s keeps the logical ids that were deployed', (_what, settings, ids) => {
  expect(idsOf(settings), ADVICE).toEqual(ids);
});
