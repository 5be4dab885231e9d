import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { Trouble } from '../../shared/trouble.ts';
import { type AwsTargetOptions, awsOptions } from './aws-options.ts';

/** A stack as CloudFormation has it. */
export interface StackDescription {
  /** `UPDATE_COMPLETE` */
  status: string;
  /** When it was made, epoch ms. */
  createdMs?: number;
  /** By their names. */
  outputs: ReadonlyMap<string, string>;
}

/** @throws Trouble where there is no such stack */
export async function describeStack(options: AwsTargetOptions): Promise<StackDescription> {
  const { stack } = options;
  const client = new CloudFormationClient(awsOptions(options));
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    const { StackStatus: status = '', CreationTime, Outputs = [] } = Stacks?.[0] ?? {};
    return {
      status,
      ...(CreationTime !== undefined && { createdMs: CreationTime.getTime() }),
      outputs: new Map(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue])),
    };
  } catch (error) {
    if (!(error instanceof Error) || !/does not exist/.test(error.message)) throw error;
    const region = await client.config.region();
    throw new Trouble(
      `no stack ${stack} in ${region}`,
      'deploy it, or name it with --stack and --region; --local needs none',
    );
  }
}
