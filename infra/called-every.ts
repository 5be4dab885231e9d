import { type Duration, Validations } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

export interface CalledEveryProps {
  /** What the function does then. */
  readonly description: string;
  readonly every: Duration;
  /** Why a call that failed is neither tried again nor kept. */
  readonly reason: string;
}

/** Calls a function again and again. A call that fails, or comes too late, is left to the next one. */
export function calledEvery(
  scope: Construct,
  id: string,
  fn: LambdaFunction,
  { description, every, reason }: CalledEveryProps,
): void {
  const rule = new Rule(scope, id, {
    description,
    schedule: Schedule.rate(every),
    targets: [new LambdaTarget(fn, { retryAttempts: 0, maxEventAge: every })],
  });
  Validations.of(rule).acknowledge({ id: 'Serverless-EventBusDLQ', reason });
  Validations.of(fn).acknowledge({ id: 'Serverless-LambdaAsyncFailureDestination', reason });
}
