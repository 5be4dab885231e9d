import * as z from 'zod';
import { IndexedLevels, RedactFields, RetentionDays, settingErrors } from '../shared/ingest-config.ts';

const QUARANTINE_DAYS = 'expected a number of days, 1 to 36500';

/** Everything about the stack that can be set: CDK context, all of it optional, all of it text. */
export const StackConfig = z.object({
  /** Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
  stackName: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,127}$/, 'expected a letter, then at most 127 letters, digits and hyphens')
    .default('VoiceInsightsSink'),
  /** The AWS account that Twilio writes from. Its setup script is the only place that says which one. */
  twilioAccountId: z
    .string()
    .regex(/^\d{12}$/, 'expected the 12 digits of an AWS account')
    .default('177261743968'),
  /** Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
  externalId: z
    .string()
    .regex(/^[\w+=,.@:/-]{2,1224}$/, 'expected 2 to 1224 letters, digits and characters of _+=,.@:/-')
    .optional(),
  retentionDays: RetentionDays,
  indexedLevels: IndexedLevels,
  redactFields: RedactFields,
  /** Days that quarantined records, unsupported events and batches Lambda gave up on are kept. */
  quarantineDays: z
    .string()
    .regex(/^\d{1,5}$/, QUARANTINE_DAYS)
    .transform(Number)
    .refine((days) => days >= 1 && days <= 36_500, QUARANTINE_DAYS)
    .default(90),
});
export type StackConfig = z.infer<typeof StackConfig>;

/** The configuration, or one line for each setting that is wrong: its name, its value and what is allowed. */
type StackConfigResult = { ok: true; config: StackConfig } | { ok: false; problems: string };

/** @param setting what CDK context holds under a name, undefined where nothing is set */
export function readStackConfig(setting: (name: string) => unknown): StackConfigResult {
  const settings = Object.fromEntries(Object.keys(StackConfig.shape).map((name) => [name, asText(setting(name))]));
  const parsed = StackConfig.safeParse(settings);
  if (parsed.success) return { ok: true, config: parsed.data };
  return { ok: false, problems: settingErrors(parsed.error, settings) };
}

// `-c retentionDays=30` is text, `"retentionDays": 30` in cdk.json is not, and both say the same.
function asText(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}
