import { join } from 'node:path';
import { type Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { type ICommandHooks, NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { BUNDLING } from './bundling.ts';

export interface BundledFunctionProps {
  readonly description: string;
  /** The path of the handler's source. */
  readonly entry: string;
  readonly timeout: Duration;
  /** MB; processor time grows with it. */
  readonly memorySize: number;
  /**
   * How many of it run at once at most, taken from the account's for this function alone.
   * @default - as many as the account has left
   */
  readonly reservedConcurrentExecutions?: number;
  readonly environment: Readonly<Record<string, string>>;
  /**
   * A program that writes what the function reads beside its own file, and that file's name.
   * @default - nothing
   */
  readonly written?: { readonly by: string; readonly file: string };
}

/**
 * A function with a role and a log group of its own, which may do nothing yet but write that log. Logs are JSON, are
 * kept a month and go with the stack.
 */
export function bundledFunction(
  scope: Construct,
  { environment, written, ...props }: BundledFunctionProps,
): NodejsFunction {
  const logGroup = new LogGroup(scope, 'Logs', {
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  // A role of our own: CDK's comes with AWS's policy that lets the function write to every log group.
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);

  const fn = new NodejsFunction(scope, 'Function', {
    ...props,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    bundling: { ...BUNDLING, ...(written !== undefined && { commandHooks: afterwards(written) }) },
    role,
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    environment: {
      ...environment,
      NODE_OPTIONS: '--enable-source-maps',
      POWERTOOLS_SERVICE_NAME: Stack.of(scope).stackName,
    },
  });
  Validations.of(fn).acknowledge(
    {
      id: 'Serverless-LambdaDLQ',
      reason: 'It is for asynchronous invocations, of which there are none: whoever calls hears of a failure.',
    },
    {
      id: 'Serverless-LambdaTracing',
      reason: 'There is one function and one table to a request: metrics and logs say how long each takes.',
    },
  );
  return fn;
}

function afterwards({ by, file }: { by: string; file: string }): ICommandHooks {
  return {
    beforeBundling: () => [],
    beforeInstall: () => [],
    afterBundling: (_inputDir, outputDir) => [`"${process.execPath}" "${by}" "${join(outputDir, file)}"`],
  };
}
