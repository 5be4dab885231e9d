import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { App } from 'aws-cdk-lib';
import { readStackConfig } from './config.ts';
import { existingTableProblem } from './existing-table.ts';
import { VoiceInsightsSink } from './stack.ts';

const app = new App();

/** Before anything is bundled, let alone deployed. */
function stopFor(problems: string): never {
  process.stderr.write(`${problems}\n`);
  process.exit(1);
}

const read = readStackConfig((name) => app.node.tryGetContext(name));
if (!read.ok) stopFor(read.problems);
const { existingTableName } = read.config;
if (existingTableName !== undefined) {
  // The command line says in these where it deploys to; credentials it keeps to itself.
  const { CDK_DEFAULT_REGION: region, CDK_DEFAULT_ACCOUNT: account } = process.env;
  const problem = await existingTableProblem(new DynamoDBClient({ region }), existingTableName, account);
  if (problem !== undefined) stopFor(problem);
}
new VoiceInsightsSink(app, read.config.stackName, { config: read.config });
