import { Duration, Token } from 'aws-cdk-lib';
import { StreamMode } from 'aws-cdk-lib/aws-kinesis';
import { ConsistentConfig, type StackConfig } from './config.ts';
import { OUTPUT_PREFIX } from './sink-name.ts';
import type { VoiceInsightsSinkProps } from './sink-props.ts';

/** The settings that a sink is made of, each as the stack's. */
export type SinkSettings = Omit<
  StackConfig,
  'stackName' | 'kmsKeyArn' | 'existingTableName' | 'existingInsightsTableName'
>;

/** Settings by another name than the prop that says them. */
const PROPS: Readonly<Record<string, keyof VoiceInsightsSinkProps>> = {
  retentionDays: 'retention',
  metricDays: 'metricRetention',
  archiveDays: 'archiveRetention',
  quarantineDays: 'quarantineRetention',
  streamRetentionHours: 'streamRetention',
  quietHours: 'quietPeriod',
};

/** Values of props by what settings say for them; another value stays as it is, and is refused. */
const WORDS = new Map<unknown, string>([
  [true, 'on'],
  [false, 'off'],
  [StreamMode.ON_DEMAND, 'on-demand'],
  [StreamMode.PROVISIONED, 'provisioned'],
]);

const LATE = 'known at the deploy only';

/** Words of messages about settings by those of props. */
const DIALECT: readonly (readonly [RegExp, string])[] = [
  [/^expected a number of (days|hours)/, 'expected a Duration of whole $1'],
  [/^expected (?:off or on|on or off)/, 'expected true or false'],
  [/^expected on-demand or provisioned/, 'expected a StreamMode, ON_DEMAND or PROVISIONED'],
  [/^expected retain or destroy/, 'expected a RemovalPolicy, RETAIN or DESTROY'],
  [/^expected all, or levels separated by commas/, 'expected a list of levels'],
  [/^expected dotted paths separated by commas, or personal/, "expected a list of dotted paths, or ['personal']"],
  [/with api off: turn api on/, 'with api: false: set api: true'],
  [
    /with streamMode on-demand: set streamMode to provisioned/,
    'with StreamMode.ON_DEMAND: set streamMode to StreamMode.PROVISIONED',
  ],
];

/**
 * The settings that props say, with the defaults of the rest. What is allowed is what the stack's settings allow.
 * @throws Error with one line for each prop that is wrong: its name, what is allowed, and what it is
 */
export function sinkSettings(props: VoiceInsightsSinkProps): SinkSettings {
  const said = saidBy(props);
  // A text that is known at the deploy only is taken as it is.
  const isLate = ([, value]: [string, unknown]) => typeof value === 'string' && Token.isUnresolved(value);
  const late = Object.fromEntries(Object.entries(said).filter(isLate));
  const parsed = ConsistentConfig.safeParse({
    ...said,
    ...Object.fromEntries(Object.keys(late).map((name) => [name])),
  });
  const problems = (parsed.error?.issues ?? []).map(({ path: [name = ''], message }) => {
    const prop = PROPS[String(name)] ?? (name as keyof VoiceInsightsSinkProps);
    return problemOf(prop, message, props[prop]);
  });
  const { outputPrefix } = props;
  if (outputPrefix !== undefined && !OUTPUT_PREFIX.test(outputPrefix)) {
    problems.push(problemOf('outputPrefix', 'expected 1 to 64 letters and digits', outputPrefix));
  }
  if (!parsed.success || problems.length > 0) throw new Error(problems.join('\n'));
  return { ...parsed.data, ...late };
}

/** As settings say it: each a text. */
function saidBy(props: VoiceInsightsSinkProps): Readonly<Record<string, unknown>> {
  const { api, archive, streamMode, redactFields, partyLookup } = props;
  return {
    api: WORDS.get(api) ?? api,
    apiConcurrency: numberText(props.apiConcurrency),
    archive: WORDS.get(archive) ?? archive,
    archiveDays: wholeDays(props.archiveRetention),
    retentionDays: wholeDays(props.retention),
    metricDays: wholeDays(props.metricRetention),
    quarantineDays: wholeDays(props.quarantineRetention),
    streamRetentionHours: wholeHours(props.streamRetention),
    streamMode: WORDS.get(streamMode) ?? streamMode,
    shardCount: numberText(props.shardCount),
    indexedLevels: props.indexedLevels?.join(','),
    redactFields: redactFields?.length === 0 ? undefined : redactFields?.join(','),
    partyLookup: WORDS.get(partyLookup) ?? partyLookup,
    removalPolicy: props.removalPolicy,
    alarmEmail: props.alarmEmail,
    quietHours: wholeHours(props.quietPeriod),
    errorAlarmThreshold: numberText(props.errorAlarmThreshold),
    badCallsPercent: numberText(props.badCallsPercent),
    runbookUrl: props.runbookUrl,
    externalId: props.externalId,
    twilioAccountId: props.twilioAccountId,
  };
}

function problemOf(prop: keyof VoiceInsightsSinkProps, message: string, value: unknown): string {
  const expected = DIALECT.reduce((text, [ofSettings, ofProps]) => text.replace(ofSettings, ofProps), message);
  return `${prop}: ${expected}; it is ${shown(value)}`;
}

function shown(value: unknown): string {
  if (value instanceof Duration) return value.isUnresolved() ? LATE : value.toHumanString();
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function numberText(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

function wholeDays(value: VoiceInsightsSinkProps['retention']): unknown {
  return durationText(value, (duration) => duration.toDays({ integral: false }));
}

function wholeHours(value: VoiceInsightsSinkProps['streamRetention']): unknown {
  return durationText(value, (duration) => duration.toHours({ integral: false }));
}

/** What is no `Duration`, which only a program without types can say, stays as it is. */
function durationText<Value extends { isUnresolved(): boolean }>(
  value: Value | undefined,
  count: (value: Value) => number,
): unknown {
  if (typeof value?.isUnresolved !== 'function') return value;
  return value.isUnresolved() ? LATE : String(count(value));
}
