import { GetFunctionConcurrencyCommand, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import type { Cures } from '../cures.ts';
import type { AwsCheck } from './at-aws.ts';
import { type Check, ok, wrong } from './check.ts';

/** Whether ingest can run. */
export const functionCheck: AwsCheck = {
  name: 'function',
  async look({ clients: { lambda }, outputs: { ingestFunctionName: FunctionName }, cures }) {
    const [{ State = '', LastUpdateStatus = '' }, { ReservedConcurrentExecutions }] = await Promise.all([
      lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
      lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })),
    ]);
    const fact = {
      state: State,
      lastUpdateStatus: LastUpdateStatus,
      reservedConcurrency: ReservedConcurrentExecutions,
    };
    return [checkFunction(FunctionName, fact, cures)];
  },
};

interface FunctionFact {
  state: string;
  lastUpdateStatus: string;
  /** Undefined where none is reserved. */
  reservedConcurrency?: number;
}

function checkFunction(
  functionName: string,
  { state, lastUpdateStatus, reservedConcurrency }: FunctionFact,
  { deploy, freeConcurrency }: Pick<Cures, 'deploy' | 'freeConcurrency'>,
): Check {
  const name = 'function';
  if (reservedConcurrency === 0) {
    return wrong(name, 'its reserved concurrency is 0: records wait on the stream', freeConcurrency(functionName));
  }
  // An inactive one wakes up when it is called.
  if (state === 'Failed') return wrong(name, `${functionName} is ${state}`, deploy);
  if (lastUpdateStatus === 'Failed') return wrong(name, `the last update of ${functionName} failed`, deploy);
  return ok(name, state.toLowerCase());
}
