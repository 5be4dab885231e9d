import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { OUTPUT } from '../../shared/outputs.ts';
import { Trouble } from '../../shared/trouble.ts';
import { type AwsTargetOptions, awsOptions } from './aws-options.ts';
import { nameOfSink, sinkInStack } from './sink-in-stack.ts';

/** Nothing else in a stack has an output like it. */
const OF_EACH_SINK = OUTPUT.twilioExternalId;

/** A stack as CloudFormation has it, with the outputs of one sink. */
export interface StackDescription {
  /** `UPDATE_COMPLETE` */
  status: string;
  /** When it was made, epoch ms. */
  createdMs?: number;
  /** By their names, without the prefix of the sink. */
  outputs: ReadonlyMap<string, string>;
  /** Its own name, also where its ARN was said. */
  stackName: string;
  /** All sinks that it has, as `--stack` names them. */
  sinks: readonly string[];
}

/** @throws Trouble where there is no such stack */
export async function describeStack(options: AwsTargetOptions): Promise<StackDescription> {
  const { stackName, outputPrefix } = sinkInStack(options.stack);
  const client = new CloudFormationClient(awsOptions(options));
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    const { StackName = stackName, StackStatus: status = '', CreationTime, Outputs = [] } = Stacks?.[0] ?? {};
    return {
      status,
      stackName: StackName,
      sinks: Outputs.flatMap(({ OutputKey = '' }) =>
        OutputKey.endsWith(OF_EACH_SINK) ? [nameOfSink(StackName, OutputKey.slice(0, -OF_EACH_SINK.length))] : [],
      ),
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
