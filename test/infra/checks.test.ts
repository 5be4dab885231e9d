import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import type { CfnStream } from 'aws-cdk-lib/aws-kinesis';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { readStackConfig } from '../../infra/config.ts';
import { VoiceInsightsSinkStack } from '../../infra/stack.ts';
import { byDay } from '../nightly.ts';

// CloudFormation's own schemas are looked at where this is not said.
beforeAll(() => void vi.stubEnv('CDK_VALIDATION', undefined));
afterAll(() => void vi.unstubAllEnvs());

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

interface Report {
  pluginReports: { violations: { ruleName: string; violatingConstructs: { constructPath: string }[] }[] }[];
}

/** What cdk-nag and CloudFormation's own schemas find in the stack, as `rule path`. */
function findings(
  settings: Readonly<Record<string, unknown>>,
  change?: (stack: VoiceInsightsSinkStack) => void,
): string[] {
  const read = readStackConfig(settings);
  if (!read.ok) throw new Error(read.problems);
  const outdir = mkdtempSync(path.join(tmpdir(), 'voice-insights-sink-checks-'));
  folders.push(outdir);
  const app = new App({ outdir, context: { ...cdkJson.context, 'aws:cdk:bundling-stacks': [] } });
  const stack = new VoiceInsightsSinkStack(app, read.config.stackName, { config: read.config });
  change?.(stack);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(), new ServerlessChecks());
  try {
    app.synth();
  } catch (error) {
    // What it found is in the report.
    if (!(error instanceof Error && error.name === 'ValidationFailed')) throw error;
  }
  const report: Report = JSON.parse(readFileSync(path.join(outdir, 'validation-report.json'), 'utf8'));
  return report.pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => `${ruleName} ${constructPath}`),
    ),
  );
}

const STACKS: readonly [string, Readonly<Record<string, unknown>>][] = [
  ['with its defaults', {}],
  [
    'with the archive that the read API asks, and a key of the customer',
    {
      archive: 'on',
      api: 'on',
      kmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    },
  ],
  [
    'with every alarm',
    { alarmEmail: 'on-call@example.com', quietHours: 12, errorAlarmThreshold: 5, badCallsPercent: 10 },
  ],
  [
    'with a key of the customer',
    { kmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab' },
  ],
  [
    'with shards that are counted, on tables that were there',
    { streamMode: 'provisioned', existingTableName: 'calls', existingInsightsTableName: 'summaries' },
  ],
  ['with the read API', { api: 'on' }],
  ['that leaves nothing', { removalPolicy: 'destroy' }],
];

it.each(byDay(4, STACKS))('a stack %s has no finding', (_what, settings) => {
  expect(findings(settings)).toEqual([]);
});

it('findings are found', () => {
  const found = findings({}, (stack) => {
    new CfnBucket(stack, 'Open');
    const stream = stack.sink.node.findChild('TwilioSink').node.findChild('Stream').node.defaultChild as CfnStream;
    stream.streamModeDetails = { streamMode: 'SOMETIMES' };
  });
  expect(found).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^AwsSolutions-S1 /),
      expect.stringMatching(/^W3030 .*TwilioSink\/Stream/),
    ]),
  );
});
