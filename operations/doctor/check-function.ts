import {
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { ENV, type Environment } from '../../shared/environment.ts';
import type { Cures } from '../cures.ts';
import type { AwsCheck } from './at-aws.ts';
import { type Check, ok, wrong } from './check.ts';
import type { StackOutputs } from './check-stack.ts';

/** Whether ingest can run. */
export const functionCheck: AwsCheck = {
  name: 'function',
  async look({ clients: { lambda }, outputs, cures }) {
    return [checkFunction(outputs, await functionFact(lambda, outputs.ingestFunctionName), cures)];
  },
};

/** @param FunctionName or its ARN */
export async function functionFact(lambda: LambdaClient, FunctionName: string): Promise<FunctionFact> {
  const [{ State = '', LastUpdateStatus = '', Environment: env }, { ReservedConcurrentExecutions }] = await Promise.all(
    [
      lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
      lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })),
    ],
  );
  return {
    state: State,
    lastUpdateStatus: LastUpdateStatus,
    reservedConcurrency: ReservedConcurrentExecutions,
    ...(env?.Error === undefined && { environment: env?.Variables ?? {} }),
  };
}

export interface FunctionFact {
  state: string;
  lastUpdateStatus: string;
  /** Undefined where none is reserved. */
  reservedConcurrency?: number;
  /** Undefined where Lambda cannot show it, as without a right to its key. */
  environment?: Environment;
}

type Functions = Pick<StackOutputs, 'ingestFunctionName' | 'tableName' | 'insightsTableName'>;

function checkFunction(
  { ingestFunctionName: functionName, ...tables }: Functions,
  { state, lastUpdateStatus, reservedConcurrency, environment }: FunctionFact,
  cures: Pick<Cures, 'deploy' | 'freeConcurrency'>,
): Check {
  const name = 'function';
  const trouble = functionTrouble(name, functionName, { state, lastUpdateStatus, reservedConcurrency }, cures);
  if (trouble !== undefined) return trouble;
  const other = environment === undefined ? undefined : otherTable(tables, environment);
  if (other !== undefined) return wrong(name, other, cures.deploy);
  return ok(name, state.toLowerCase());
}

/** Why a function cannot run; undefined where it can. */
export function functionTrouble(
  name: string,
  functionName: string,
  { state, lastUpdateStatus, reservedConcurrency }: Omit<FunctionFact, 'environment'>,
  { deploy, freeConcurrency }: Pick<Cures, 'deploy' | 'freeConcurrency'>,
): Check | undefined {
  if (reservedConcurrency === 0) {
    return wrong(name, 'its reserved concurrency is 0: records wait on the stream', freeConcurrency(functionName));
  }
  // An inactive one wakes up when it is called.
  if (state === 'Failed') return wrong(name, `${functionName} is ${state}`, deploy);
  if (lastUpdateStatus === 'Failed') return wrong(name, `the last update of ${functionName} failed`, deploy);
  return undefined;
}

/** A table of the stack that the function does not write to, in words: somebody changed its environment by hand. */
function otherTable(
  { tableName, insightsTableName }: Omit<Functions, 'ingestFunctionName'>,
  environment: Environment,
): string | undefined {
  const tables = [
    [ENV.tableName, tableName],
    [ENV.insightsTableName, insightsTableName],
  ] as const;
  const other = tables.find(([variable, table]) => table !== undefined && environment[variable] !== table);
  if (other === undefined) return undefined;
  const [variable, table] = other;
  return `its ${variable} is ${environment[variable] ?? 'not set'}, and the table of the stack is ${table}`;
}
