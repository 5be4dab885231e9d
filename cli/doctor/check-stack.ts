import { OUTPUT } from '../../shared/outputs.ts';
import type { Cures } from '../cures.ts';
import type { StackDescription } from '../describe-stack.ts';
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

/** What the stack says of itself. */
export type StackOutputs = Record<(typeof NEEDED)[number], string> & {
  /** That alarms tell; stacks of earlier versions do not say it. */
  alarmTopicArn?: string;
};

/** Outputs only where all are there: a stack without them is none of ours, or was never made whole. */
export function checkStack(
  stack: string,
  { status, outputs }: StackDescription,
  { deploy }: Cures,
): { check: Check; outputs?: StackOutputs } {
  const name = 'stack';
  const missing = NEEDED.find((output) => !outputs.has(OUTPUT[output]));
  // What a failed creation or a deletion leaves may still have outputs.
  const isOfNothing = /^(ROLLBACK|DELETE)_/.test(status);
  if (missing !== undefined || isOfNothing) {
    const says = `${stack} is ${status}${missing === undefined ? '' : ` and has no output ${OUTPUT[missing]}`}`;
    return { check: wrong(name, says, `if it is one of this project’s, ${deploy}; else name another with --stack`) };
  }
  const told = [...NEEDED, 'alarmTopicArn' as const].map((output) => [output, outputs.get(OUTPUT[output])]);
  const values = Object.fromEntries(told) as StackOutputs;
  if (/_COMPLETE(_CLEANUP_IN_PROGRESS)?$/.test(status)) {
    return { check: ok(name, `${stack} is deployed`), outputs: values };
  }
  const cure = status.endsWith('_IN_PROGRESS') ? 'wait until it is done' : deploy;
  return { check: wrong(name, `${stack} is ${status}`, cure), outputs: values };
}
