import { NodeHttpHandler } from '@smithy/node-http-handler';
import { requireProfile } from './aws-profile.ts';

/** Which deployed stack a command was told to ask. */
export interface AwsTargetOptions {
  stack: string;
  region?: string;
  profile?: string;
}

/** An endpoint that takes a connection and never answers shall end a command, not hold it for ever. */
const PATIENCE = { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true };

/** What every client of AWS is made with. */
export interface AwsOptions {
  region?: string;
  profile?: string;
  requestHandler: NodeHttpHandler;
}

/** @throws Trouble where the profile that was named is not there */
export function awsOptions({ profile, ...options }: AwsTargetOptions): AwsOptions {
  if (profile !== undefined) requireProfile(profile, process.env);
  // The AWS CLI's own variable, which the SDK does not read.
  const region = options.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  return {
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    // HTTP/1.1, also for Kinesis: an endpoint of one's own may be limited to it.
    requestHandler: new NodeHttpHandler(PATIENCE),
  };
}
