import { homedir } from 'node:os';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { App } from 'aws-cdk-lib';
import cdkJson from '../cdk.json' with { type: 'json' };
import { readStackConfig } from './config.ts';
import { checkExistingTable } from './existing-table.ts';
import { NAMES_FILE, settingsInFile } from './settings-file.ts';
import { VoiceInsightsSinkStack } from './stack.ts';
import { TABLE_LAYOUTS } from './table-layout.ts';

// A deploy from the package has no cdk.json of ours, and makes the same templates.
const app = new App({ context: cdkJson.context });

/** Before anything is bundled, let alone deployed. */
function stopFor(problems: string): never {
  process.stderr.write(`${problems}\n`);
  process.exit(1);
}

function inFile() {
  try {
    return settingsInFile({ folder: process.cwd(), home: homedir() }, app.node.getAllContext());
  } catch (error) {
    stopFor((error as Error).message);
  }
}

// The command line says in these where it deploys to; credentials it keeps to itself.
const { CDK_DEFAULT_REGION: region, CDK_DEFAULT_ACCOUNT: account } = process.env;

const { [NAMES_FILE]: _, ...context } = app.node.getAllContext();
const read = readStackConfig({ ...inFile(), ...context }, region);
if (!read.ok) stopFor(read.problems);
const { stackName, kmsKeyArn } = read.config;
const existing = [
  { setting: 'existingTableName', layout: TABLE_LAYOUTS['call-events'] },
  { setting: 'existingInsightsTableName', layout: TABLE_LAYOUTS['call-insights'] },
] as const;
for (const { setting, layout } of existing) {
  const tableName = read.config[setting];
  if (tableName === undefined) continue;
  const { problem, warning } = await checkExistingTable({
    dynamoDb: new DynamoDBClient({ region }),
    cloudFormation: new CloudFormationClient({ region }),
    setting,
    tableName,
    layout,
    stackName,
    account,
    kmsKeyArn,
  });
  if (problem !== undefined) stopFor(problem);
  if (warning !== undefined) process.stderr.write(`${warning}\n`);
}
new VoiceInsightsSinkStack(app, stackName, { config: read.config });
