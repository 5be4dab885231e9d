import { Resource, Token } from 'aws-cdk-lib';
import type { VoiceInsightsSinkProps } from './sink-props.ts';

/**
 * Kinds of props, as far as a program without types can get them wrong. A choice and a list decide what is made: both
 * have to be known when the app is synthesised.
 */
type Kind = 'value' | 'choice' | 'list' | keyof typeof RESOURCES;

/** Resources of CDK: the member that only such a resource has, and a way to get one. */
const RESOURCES = {
  key: { has: 'keyArn', such: 'a key, such as Key.fromKeyArn(…)' },
  table: { has: 'tableArn', such: 'a table, such as TableV2.fromTableName(…)' },
  topic: { has: 'topicArn', such: 'a topic, such as Topic.fromTopicArn(…)' },
} as const;

const KINDS: Readonly<Record<keyof VoiceInsightsSinkProps, Kind>> = {
  api: 'choice',
  apiConcurrency: 'value',
  archive: 'choice',
  archiveRetention: 'value',
  retention: 'value',
  metricRetention: 'value',
  quarantineRetention: 'value',
  streamRetention: 'value',
  streamMode: 'choice',
  shardCount: 'value',
  indexedLevels: 'list',
  redactFields: 'list',
  partyLookup: 'choice',
  encryptionKey: 'key',
  existingTable: 'table',
  existingInsightsTable: 'table',
  removalPolicy: 'choice',
  alarmTopic: 'topic',
  alarmEmail: 'value',
  quietPeriod: 'value',
  errorAlarmThreshold: 'value',
  badCallsPercent: 'value',
  runbookUrl: 'value',
  externalId: 'value',
  twilioAccountId: 'value',
  outputPrefix: 'choice',
};

/**
 * What is wrong with props before their values are read, one line for each: names that are none, values of another kind,
 * values that are known at the deploy only, resources of another region.
 * @param region that of the stack, which may be known at the deploy only
 */
export function propProblems(props: VoiceInsightsSinkProps, region: string): string[] {
  return Object.entries(props).flatMap(([name, value]) => {
    const kind = Object.hasOwn(KINDS, name) ? KINDS[name as keyof VoiceInsightsSinkProps] : undefined;
    if (kind === undefined) return `${name}: there is no such prop; there are ${Object.keys(KINDS).join(', ')}`;
    const problem = value === undefined ? undefined : problemOf(kind, value, region);
    return problem === undefined ? [] : `${name}: ${problem}`;
  });
}

function problemOf(kind: Kind, value: unknown, region: string): string | undefined {
  switch (kind) {
    case 'value':
      return undefined;
    case 'choice':
      return isLate(value) ? LATE : undefined;
    case 'list':
      if (!Array.isArray(value)) return `expected a list of texts; it is ${named(value)}`;
      return value.some(isLate) ? LATE : undefined;
    default:
      return resourceProblem(RESOURCES[kind], value, region);
  }
}

const isLate = (value: unknown): boolean => Token.isUnresolved(value);
const LATE = 'expected a value that is known when the app is synthesised; this one is known at the deploy only';

function resourceProblem(
  { has, such }: (typeof RESOURCES)[keyof typeof RESOURCES],
  value: unknown,
  region: string,
): string | undefined {
  if (value === null || typeof value !== 'object' || !(has in value)) return `expected ${such}; it is ${named(value)}`;
  // IAM takes the ARN of an alias for another thing than its key, and grants nothing.
  if ('aliasName' in value) return 'expected a key itself; it is an alias';
  if ('fifo' in value && value.fifo === true) return 'expected a standard topic: alarms cannot be sent to a FIFO topic';
  const own = Resource.isResource(value as Resource) ? (value as Resource).env.region : region;
  if (isLate(own) || isLate(region) || own === region) return undefined;
  return `expected one in ${region}, where the stack is; it is in ${own}`;
}

function named(value: unknown): string {
  return typeof value === 'object' && value !== null
    ? `a ${value.constructor?.name ?? 'value'}`
    : JSON.stringify(value);
}
