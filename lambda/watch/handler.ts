import { Logger } from '@aws-lambda-powertools/logger';
import { SNSClient } from '@aws-sdk/client-sns';
import { ingestConfig } from '../../families/ingest-config.ts';
import { systemClock } from '../../shared/clock.ts';
import { ENV, requireEnv } from '../../shared/environment.ts';
import { createAlertStates } from '../page/alert-states.ts';
import { createViews } from '../page/views.ts';
import { createEventPages } from '../read/event-pages.ts';
import { createEventRows } from '../read/event-rows.ts';
import { createSummaryPages } from '../read/summary-pages.ts';
import { createDynamoDbClient } from '../store/dynamodb-client.ts';
import { createSnsTopic } from './sns-topic.ts';
import { createStartedCalls } from './started-calls.ts';
import { createTell } from './tell.ts';
import { createWatch } from './watch.ts';

const logger = new Logger();
const impatient = { requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 } };
const client = createDynamoDbClient(impatient);
const tableName = requireEnv(process.env, ENV.insightsTableName);
const clock = systemClock;

let failures = 0;
const watch = createWatch({
  views: createViews({ client, tableName }),
  states: createAlertStates({ client, tableName, clock }),
  eventRows: createEventRows({
    pages: createEventPages({ client, tableName: requireEnv(process.env, ENV.tableName) }),
    clock,
  }),
  startedCalls: createStartedCalls(createSummaryPages({ client, tableName, clock })),
  indexedLevels: ingestConfig(process.env).indexedLevels,
  name: requireEnv(process.env, ENV.serviceName),
  tell: createTell({
    publish: createSnsTopic({ client: new SNSClient(impatient), topicArn: requireEnv(process.env, ENV.alarmTopicArn) }),
    hosts: 'public',
  }),
  onTrouble(error) {
    failures += 1;
    logger.error('alert not told', { ...(error instanceof Error && { error }) });
  },
  clock,
});

/** Lambda's entry, once a minute. @throws Error where an alert could not be evaluated or told: it is tried again then */
export async function handler(): Promise<void> {
  failures = 0;
  await watch();
  if (failures > 0) throw new Error(`${failures} alerts were not evaluated, or not told`);
}
