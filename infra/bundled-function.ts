import { type Duration, RemovalPolicy, Tags, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type Function as LambdaFunction, LoggingFormat } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { ENV } from '../shared/environment.ts';
import { version } from '../shared/version.ts';
import { functionWithCode } from './function-code.ts';
import type { FunctionName } from './function-names.ts';

export interface BundledFunctionProps {
  readonly description: string;
  /** Which function it is. */
  readonly code: FunctionName;
  readonly timeout: Duration;
  /** MB; processor time grows with it. */
  readonly memorySize: number;
  /**
   * How many of it run at once at most, taken from the account's for this function alone.
   * @default - as many as the account has left
   */
  readonly reservedConcurrentExecutions?: number;
  readonly environment: Readonly<Record<string, string>>;
  /** What its metrics are counted under. */
  readonly service: string;
}

/**
 * A function with a role and a log group of its own, which may do nothing yet but write that log. Logs are JSON, are
 * kept a month and go with the stack. Its tag `Version` is the version of this project.
 */
export function bundledFunction(
  scope: Construct,
  { code, environment, service, ...props }: BundledFunctionProps,
): LambdaFunction {
  const logGroup = new LogGroup(scope, 'Logs', {
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  // A role of our own: CDK's comes with AWS's policy that lets the function write to every log group.
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);

  const fn = functionWithCode(scope, 'Function', code, {
    ...props,
    role,
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    environment: {
      ...environment,
      NODE_OPTIONS: '--enable-source-maps',
      [ENV.serviceName]: service,
    },
  });
  Tags.of(fn).add('Version', version(), { includeResourceTypes: ['AWS::Lambda::Function'] });
  Validations.of(fn).acknowledge(
    {
      id: 'Serverless-LambdaDLQ',
      reason: 'What fails is done again: the caller sees each failure, or the next minute has its own invocation.',
    },
    {
      id: 'Serverless-LambdaTracing',
      reason: 'A request uses one function and one table. Metrics and logs show the time of each.',
    },
  );
  return fn;
}
