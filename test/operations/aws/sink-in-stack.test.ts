import { expect, it } from 'vitest';
import { otherSinks } from '../../../operations/aws/sink-in-stack.ts';

const ARN = 'arn:aws:cloudformation:us-east-1:123456789012:stack/Phone/9f1c';

it.each([
  ['Phone', [], undefined],
  ['Phone', ['Phone', 'Phone/Calls'], undefined],
  ['Phone/Calls', ['Phone/Calls'], undefined],
  ['Phone', ['Phone/Calls'], ['stack Phone has no sink but Phone/Calls', 'say --stack Phone/Calls']],
  [ARN, ['Phone/A', 'Phone/B'], ['stack Phone has several sinks', 'say --stack Phone/A or --stack Phone/B']],
  ['Phone/Cals', ['Phone', 'Phone/B'], ['stack Phone has no sink Cals', 'say --stack Phone or --stack Phone/B']],
])('of %s where the stack has the sinks %j tells which there are', (named, sinks, told) => {
  const { says, cure } = otherSinks(named, { stackName: 'Phone', sinks }) ?? {};
  expect(says === undefined ? undefined : [says, cure]).toEqual(told);
});
