import { type CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { type LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import type { Cures } from '../cures.ts';
import type { AwsCheck, MappingFact } from './at-aws.ts';
import { type Check, ok, wrong } from './check.ts';
import { functionFact, functionTrouble } from './check-function.ts';
import { checkMapping } from './check-mapping.ts';

const OF_ARCHIVE = { name: 'archive mapping', reader: 'archive', section: 'Archive errors' };

/** What hands records to the archive, whether it can run, and how far behind it is. */
export const archiveWriterCheck: AwsCheck = {
  name: OF_ARCHIVE.name,
  async look({ clients: { cloudWatch, lambda }, outputs: { archiveMappingId, streamArn }, cures, nowMs }) {
    if (archiveMappingId === undefined) return [];
    const { mapping, functionName } = await mappingOf(lambda, streamArn, archiveMappingId);
    const check = checkMapping(mapping, cures, OF_ARCHIVE);
    if (functionName === undefined) return [check];
    const [fact, ageMs] = await Promise.all([
      functionFact(lambda, functionName),
      iteratorAgeOf(cloudWatch, functionName, nowMs),
    ]);
    return [check, checkWriter(functionName, { ...fact, ageMs }, cures)];
  },
};

/** Five minutes of it are gathering. */
const MAX_AGE_MS = 30 * 60_000;
/** Lambda measures the age only while it calls the function, which gathers for five minutes. */
const RECENT_MS = 20 * 60_000;

export function checkWriter(
  functionName: string,
  { ageMs, ...fact }: Parameters<typeof functionTrouble>[2] & { ageMs: number | undefined },
  cures: Pick<Cures, 'deploy' | 'freeConcurrency'>,
): Check {
  const name = 'archive function';
  const trouble = functionTrouble(name, functionName, fact, cures);
  if (trouble !== undefined) return trouble;
  if (ageMs === undefined) return ok(name, `${fact.state.toLowerCase()}; it got no records lately`);
  const minutes = Math.round(ageMs / 60_000);
  if (ageMs <= MAX_AGE_MS) return ok(name, `${fact.state.toLowerCase()}; its oldest record waited ${minutes} min`);
  return wrong(name, `records wait ${minutes} min`, 'see "Archive iterator age" in docs/runbook.md');
}

async function mappingOf(
  lambda: LambdaClient,
  EventSourceArn: string,
  uuid: string,
): Promise<{ mapping?: MappingFact; functionName?: string }> {
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({ EventSourceArn }));
  const found = EventSourceMappings.find(({ UUID }) => UUID === uuid);
  if (found === undefined) return {};
  const { State, LastProcessingResult, MaximumRetryAttempts, FunctionArn } = found;
  return {
    mapping: { uuid, state: State, lastProcessingResult: LastProcessingResult, retryAttempts: MaximumRetryAttempts },
    functionName: FunctionArn?.split(':').at(-1),
  };
}

async function iteratorAgeOf(
  cloudWatch: CloudWatchClient,
  functionName: string,
  nowMs: number,
): Promise<number | undefined> {
  const { MetricDataResults: [{ Values = [] } = {}] = [] } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(nowMs - RECENT_MS),
      EndTime: new Date(nowMs),
      MetricDataQueries: [
        {
          Id: 'age',
          MetricStat: {
            Metric: {
              Namespace: 'AWS/Lambda',
              MetricName: 'IteratorAge',
              Dimensions: [{ Name: 'FunctionName', Value: functionName }],
            },
            Period: 300,
            Stat: 'Maximum',
          },
        },
      ],
    }),
  );
  return Values.length === 0 ? undefined : Math.max(...Values);
}
