import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { App } from 'aws-cdk-lib';
import { readStackConfig } from './config.ts';
import { checkExistingTable } from './existing-table.ts';
import { VoiceInsightsSinkStack } from './stack.ts';

const app = new App();

/** Before anything is bundled, let alone deployed. */
function stopFor(problems: string): never {
  process.stderr.write(`${problems}\n`);
  process.exit(1);
}

// The command line says in these where it deploys to; credentials it keeps to itself.
const { CDK_DEFAULT_REGION: region, CDK_DEFAULT_ACCOUNT: account } = process.env;

const read = readStackConfig(app.node.getAllContext(), region);
if (!read.ok) stopFor(read.problems);
const { existingTableName, stackName, kmsKeyArn } = read.config;
if (existingTableName !== undefined) {
  const { problem, warning } = await checkExistingTable({
    dynamoDb: new DynamoDBClient({ region }),
    cloudFormation: new CloudFormationClient({ region }),
    tableName: existingTableName,
    stackName,
    account,
    kmsKeyArn,
  });
  if (problem !== undefined) stopFor(problem);
  if (warning !== undefined) process.stderr.write(`${warning}\n`);
}
new VoiceInsightsSinkStack(app, stackName, { config: read.config });
