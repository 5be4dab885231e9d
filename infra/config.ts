import * as z from 'zod';
import {
  IndexedLevels,
  MetricDays,
  PartyLookup,
  RedactFields,
  RetentionDays,
  settingErrors,
} from '../families/ingest-config.ts';
import { EXTERNAL_ID, EXTERNAL_ID_IN_WORDS } from '../shared/external-id.ts';
import { DEFAULT_STACK } from '../shared/stack-name.ts';
import { STREAM_RETENTION_HOURS } from '../shared/stream-settings.ts';
import { TWILIO_AWS_ACCOUNT } from '../shared/twilio-account.ts';
import { partitionProblem } from './partition.ts';

/**
 * Everything about the stack that can be set: CDK context, all of it optional, all of it text. What each does stands in
 * `SETTINGS`.
 */
export const StackConfig = z.object({
  /** Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
  stackName: text(/^[A-Za-z][A-Za-z0-9-]{0,127}$/, 'a letter, then at most 127 letters, digits and hyphens').default(
    DEFAULT_STACK,
  ),
  twilioAccountId: text(/^\d{12}$/, 'the 12 digits of an AWS account').default(TWILIO_AWS_ACCOUNT),
  externalId: text(EXTERNAL_ID, EXTERNAL_ID_IN_WORDS).optional(),
  streamMode: z.enum(['on-demand', 'provisioned'], 'expected on-demand or provisioned').default('on-demand'),
  shardCount: wholeNumber(1, 10_000, 'a number of shards, 1 to 10000').optional(),
  /** Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_IncreaseStreamRetentionPeriod.html */
  streamRetentionHours: wholeNumber(24, 8760, 'a number of hours, 24 to 8760').default(STREAM_RETENTION_HOURS),
  retentionDays: RetentionDays,
  metricDays: MetricDays,
  indexedLevels: IndexedLevels,
  redactFields: RedactFields,
  partyLookup: PartyLookup,
  quarantineDays: wholeNumber(1, 36_500, 'a number of days, 1 to 36500').default(90),
  api: z.enum(['off', 'on'], 'expected off or on').default('off'),
  // No default: AWS refuses a reservation that leaves the rest of the account too little, and a new one has 10 in all.
  apiConcurrency: wholeNumber(1, 10_000, 'a number of requests at once, 1 to 10000').optional(),
  archive: z.enum(['off', 'on'], 'expected off or on').default('off'),
  archiveDays: wholeNumber(0, 36_500, 'a number of days, 0 to 36500 (0 keeps rows for ever)').default(1095),
  runbookUrl: text(/^https?:\/\/[^\s#]{1,500}$/, 'a URL of at most 500 characters, without a fragment').optional(),
  alarmEmail: text(/^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/, 'an e-mail address').optional(),
  // An alarm looks back a week at most.
  quietHours: wholeNumber(0, 168, 'a number of hours, 0 to 168 (0 is no alarm)').default(0),
  errorAlarmThreshold: wholeNumber(0, 1_000_000_000, 'a number of events, 0 to 1000000000 (0 is no alarm)').default(0),
  badCallsPercent: wholeNumber(0, 100, 'a number of per cent, 0 to 100 (0 is no alarm)').default(0),
  kmsKeyArn: text(
    /^arn:aws:kms:[\w-]+:\d{12}:key\/(?:mrk-[\da-f]{32}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/,
    'the ARN of a KMS key, arn:aws:kms:<region>:<account>:key/<id>',
  ).optional(),
  existingTableName: tableName().optional(),
  existingInsightsTableName: tableName().optional(),
  removalPolicy: z.enum(['retain', 'destroy'], 'expected retain or destroy').default('retain'),
});
export type StackConfig = z.infer<typeof StackConfig>;

/** The same, where no setting contradicts another. */
export const ConsistentConfig = StackConfig.refine(
  ({ streamMode, shardCount }) => shardCount === undefined || streamMode === 'provisioned',
  {
    path: ['shardCount'],
    message: 'expected nothing with streamMode on-demand: set streamMode to provisioned, or leave it out',
  },
).refine(({ api, apiConcurrency }) => apiConcurrency === undefined || api === 'on', {
  path: ['apiConcurrency'],
  message: 'expected nothing with api off: turn api on, or leave it out',
});

/** Ours have such names; CDK's own have colons, slashes or dashes. */
const PLAIN_NAME = /^[A-Za-z\d]+$/;

/** The configuration, or one line for each setting that is wrong: its name, its value and what is allowed. */
type StackConfigResult = { ok: true; config: StackConfig } | { ok: false; problems: string };

/**
 * @param context all of CDK's context, in which our settings stand beside CDK's own
 * @param region where it is deployed to, where that is known
 */
export function readStackConfig(context: Readonly<Record<string, unknown>>, region?: string): StackConfigResult {
  const names = Object.keys(StackConfig.shape);
  const settings = Object.fromEntries(names.map((name) => [name, asText(context[name])]));
  const parsed = ConsistentConfig.safeParse(settings);
  const unknown = Object.keys(context)
    .filter((name) => PLAIN_NAME.test(name) && !names.includes(name))
    .map((name) => `${name}: there is no such setting; there are ${names.join(', ')}`);
  const problems = parsed.success ? unknown : [...unknown, settingErrors(parsed.error, settings)];
  if (!parsed.success || problems.length > 0) return { ok: false, problems: problems.join('\n') };
  const elsewhere = partitionProblem(region);
  if (elsewhere !== undefined) return { ok: false, problems: elsewhere };
  const { kmsKeyArn } = parsed.data;
  if (kmsKeyArn === undefined || region === undefined || kmsKeyArn.split(':')[3] === region) {
    return { ok: true, config: parsed.data };
  }
  return {
    ok: false,
    problems: `kmsKeyArn=${JSON.stringify(kmsKeyArn)}: expected a key of ${region}, where the table is`,
  };
}

function text(allowed: RegExp, what: string) {
  return z.string(`expected ${what}`).regex(allowed, `expected ${what}`);
}

/** Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html */
function tableName() {
  return text(/^[\w.-]{3,255}$/, '3 to 255 letters, digits and characters of _.-');
}

function wholeNumber(from: number, to: number, what: string) {
  return text(/^\d{1,10}$/, what)
    .transform(Number)
    .refine((number) => number >= from && number <= to, `expected ${what}`);
}

// `-c retentionDays=30` is text, `"retentionDays": 30` in cdk.json is not, and both say the same; so do a list and text
// with commas.
function asText(value: unknown): unknown {
  if (Array.isArray(value) && value.length > 0) return value.join(',');
  return typeof value === 'number' ? String(value) : value;
}
