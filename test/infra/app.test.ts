import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const outputFolder = mkdtempSync(join(tmpdir(), 'voice-insights-sink-app-'));
afterAll(() => rmSync(outputFolder, { recursive: true }));

/** Runs the app as the CDK command line does. */
function synth(context: Readonly<Record<string, unknown>>) {
  return spawnSync(process.execPath, [join(import.meta.dirname, '../../infra/app.ts')], {
    encoding: 'utf8',
    env: {
      ...process.env,
      CDK_OUTDIR: outputFolder,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, 'aws:cdk:bundling-stacks': [] }),
    },
  });
}

it('ends with one line and no stack trace where a setting is wrong', () => {
  const { status, stdout, stderr } = synth({ retentionDays: 'a year' });
  expect(stderr).toBe('retentionDays="a year": expected a number of days, 0 to 36500 (0 keeps rows for ever)\n');
  expect(stdout).toBe('');
  expect(status).toBe(1);
}, 30_000);

it('makes one stack of the name it is given', () => {
  expect(synth({ stackName: 'Second-Sink' })).toMatchObject({ status: 0, stderr: '' });
  expect(readdirSync(outputFolder).filter((name) => name.endsWith('.template.json'))).toEqual([
    'Second-Sink.template.json',
  ]);
}, 30_000);
