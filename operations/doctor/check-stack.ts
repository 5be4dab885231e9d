import { OUTPUT } from '../../shared/outputs.ts';
import type { StackDescription } from '../aws/describe-stack.ts';
import { otherSinks } from '../aws/sink-in-stack.ts';
import type { Cures } from '../cures.ts';
import { type Check, ok, wrong } from './check.ts';

const NEEDED = [
  'streamArn',
  'streamName',
  'twilioRoleArn',
  'twilioExternalId',
  'tableName',
  'quarantineBucketName',
  'ingestFunctionName',
] as const;

/** Stacks of earlier versions lack some of them. */
const OF_LATER_VERSIONS = ['insightsTableName', 'alarmTopicArn', 'version'] as const;

/** There with `archive=on`: all of them, or none. */
const OF_ARCHIVE = ['archiveBucketName', 'archiveDatabase', 'archiveWorkGroup', 'archiveMappingId'] as const;

/** What the stack says of itself. */
export type StackOutputs = Record<(typeof NEEDED)[number], string> & {
  /** Of call summaries; stacks of earlier versions have no such table. */
  insightsTableName?: string;
  /** That alarms tell; stacks of earlier versions do not say it. */
  alarmTopicArn?: string;
  /** Of the project that deployed it; stacks of before 0.1.0 do not say it. */
  version?: string;
  /** When it was made, epoch ms. */
  createdMs?: number;
} & Partial<Record<(typeof OF_ARCHIVE)[number], string>>;

/** Outputs only where all are there: a stack without them is none of ours, or was never made whole. */
export function checkStack(
  stack: string,
  description: StackDescription,
  { deploy }: Cures,
): { check: Check; outputs?: StackOutputs } {
  const name = 'stack';
  const { status, createdMs, outputs } = description;
  const missing = NEEDED.find((output) => !outputs.has(OUTPUT[output]));
  const says = `${stack} is ${status}${missing === undefined ? '' : ` and has no output ${OUTPUT[missing]}`}`;
  // What a failed creation or a deletion leaves may still have outputs.
  const isOfNothing = missing !== undefined || /^(ROLLBACK|DELETE)_/.test(status);
  const told = [...NEEDED, ...OF_LATER_VERSIONS, ...OF_ARCHIVE].map((output) => [output, outputs.get(OUTPUT[output])]);
  const found = isOfNothing ? {} : { outputs: { ...(Object.fromEntries(told) as StackOutputs), createdMs } };
  const cure = cureOfStatus(status, deploy);
  if (cure !== undefined) return { check: wrong(name, says, cure), ...found };
  const others = missing === undefined ? undefined : otherSinks(stack, description);
  if (others?.cure !== undefined) return { check: wrong(name, others.says, others.cure) };
  if (isOfNothing) {
    return { check: wrong(name, says, `if it is one of this project’s, ${deploy}; else name another with --stack`) };
  }
  return { check: ok(name, `${stack} is deployed`), ...found };
}

/** Undefined where it is deployed. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
function cureOfStatus(status: string, deploy: string): string | undefined {
  // No deploy goes on from these.
  if (/^ROLLBACK_COMPLETE$|^(UPDATE_)?ROLLBACK_FAILED$|^DELETE_FAILED$/.test(status)) {
    return 'see "Deploy failed" in docs/runbook.md';
  }
  if (/_COMPLETE(_CLEANUP_IN_PROGRESS)?$/.test(status)) return undefined;
  return /_IN_PROGRESS$/.test(status) && status !== 'REVIEW_IN_PROGRESS' ? 'wait until it is done' : deploy;
}
