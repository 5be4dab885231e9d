import { type CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { printable } from '../../shared/printable.ts';
import { sinkInStack } from '../aws/sink-in-stack.ts';
import type { AwsCheck } from './at-aws.ts';
import { type Check, ok } from './check.ts';
import type { StackOutputs } from './check-stack.ts';

/** What the stack itself says is wrong. */
export const alarmsCheck: AwsCheck = {
  name: 'alarms',
  async look({ clients: { cloudWatch }, asked: { stack }, outputs, nowMs }) {
    const { createdMs } = outputs;
    const ageMs = createdMs === undefined ? undefined : nowMs - createdMs;
    return checkAlarms(await alarmsOn(cloudWatch, stack, outputs), ageMs);
  },
};

interface AlarmFact {
  alarmName: string;
  /** `<what it means> See <where the runbook tells more>` */
  description: string;
  since?: Date;
}

/** Until Lambda reads the stream, and Twilio writes to it, the alarms on what is missing are on. */
const NEW_FOR_MS = 60 * 60_000;

/** @param alarms those of the stack that are on @param ageMs how long ago the stack was made */
function checkAlarms(alarms: readonly AlarmFact[], ageMs = Number.POSITIVE_INFINITY): Check[] {
  const isNew = ageMs < NEW_FOR_MS;
  if (alarms.length === 0) return [ok('alarms', 'none is on')];
  return alarms.map(({ alarmName, description, since }) => {
    const [, meaning = description, section] = /^(.*?)\s*See (\S+)$/s.exec(description) ?? [];
    const from = since === undefined ? '' : ` since ${since.toISOString()}`;
    const where = `see ${printable(section ?? 'docs/runbook.md')}`;
    return {
      name: 'alarm',
      state: isNew ? 'news' : 'wrong',
      says: printable(`${alarmName} is on${from}: ${meaning}`),
      cure: isNew ? `the stack is new: if it is still on in an hour, ${where}` : where,
    };
  });
}

/** The stack's own: their names begin with its name, and so may those of another stack, which tell another topic. */
async function alarmsOn(
  client: CloudWatchClient,
  stack: string,
  { alarmTopicArn }: StackOutputs,
): Promise<AlarmFact[]> {
  const found: AlarmFact[] = [];
  const query = { AlarmNamePrefix: `${sinkInStack(stack).stackName}-`, StateValue: 'ALARM' as const };
  for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, query)) {
    for (const { AlarmName = '', AlarmDescription = '', AlarmActions = [], ...state } of MetricAlarms) {
      if (state.StateValue !== undefined && state.StateValue !== query.StateValue) continue;
      if (alarmTopicArn !== undefined && !AlarmActions.includes(alarmTopicArn)) continue;
      found.push({ alarmName: AlarmName, description: AlarmDescription, since: state.StateUpdatedTimestamp });
    }
  }
  return found;
}
