import { Aws, Fn } from 'aws-cdk-lib';

/** The UUID a stack's id ends in: no other stack ever has it, and no update changes it. */
export function uniqueIdOfStack(): string {
  return Fn.select(2, Fn.split('/', Aws.STACK_ID));
}
