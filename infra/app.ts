import { App } from 'aws-cdk-lib';
import { readStackConfig } from './config.ts';
import { VoiceInsightsSink } from './stack.ts';

const app = new App();
const read = readStackConfig((name) => app.node.tryGetContext(name));
if (read.ok) {
  new VoiceInsightsSink(app, read.config.stackName, { config: read.config });
} else {
  process.stderr.write(`${read.problems}\n`);
  process.exitCode = 1;
}
