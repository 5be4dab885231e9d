import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { Trouble } from '../../shared/trouble.ts';
import { type AwsTargetOptions, awsOptions } from './aws-options.ts';
import { sinkInStack } from './sink-in-stack.ts';

/** A stack as CloudFormation has it, with the outputs of one sink. */
export interface StackDescription {
  /** `UPDATE_COMPLETE` */
  status: string;
  /** When it was made, epoch ms. */
  createdMs?: number;
  /** By their names, without the prefix of the sink. */
  outputs: ReadonlyMap<string, string>;
}

/** @throws Trouble where there is no such stack */
export async function describeStack(options: AwsTargetOptions): Promise<StackDescription> {
  const { stackName, outputPrefix } = sinkInStack(options.stack);
  const client = new CloudFormationClient(awsOptions(options));
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    const { StackStatus: status = '', CreationTime, Outputs = [] } = Stacks?.[0] ?? {};
    return {
      status,
      ...(CreationTime !== undefined && { createdMs: CreationTime.getTime() }),
      outputs: new Map(
        Outputs.filter(({ OutputKey = '' }) => OutputKey.startsWith(outputPrefix)).map(
          ({ OutputKey = '', OutputValue = '' }) => [OutputKey.slice(outputPrefix.length), OutputValue],
        ),
      ),
    };
  } catch (error) {
    if (!(error instanceof Error) || !/does not exist/.test(error.message)) throw error;
    const region = await client.config.region();
    throw new Trouble(
      `no stack ${stackName} in ${region}`,
      'deploy it, or name it with --stack and --region; --local needs none',
    );
  }
}
