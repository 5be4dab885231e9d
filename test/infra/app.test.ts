import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect, it } from 'vitest';
import { startDynamoDb } from '../../local/embedded-dynamodb.ts';

const outputFolder = mkdtempSync(join(tmpdir(), 'voice-insights-sink-app-'));
afterAll(() => rmSync(outputFolder, { recursive: true }));

const ANY_KEYS = { AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' };

/** The same beside this process, which answers it. */
async function synthBeside(context: Readonly<Record<string, unknown>>, env: Readonly<Record<string, string>>) {
  const app = spawn(process.execPath, [join(import.meta.dirname, '../../infra/app.ts')], {
    env: { ...process.env, ...env, CDK_OUTDIR: outputFolder, CDK_CONTEXT_JSON: JSON.stringify(context) },
  });
  const [stderr, [status]] = await Promise.all([text(app.stderr), once(app, 'close')]);
  return { status, stderr };
}

/** Runs the app as the CDK command line does. @param cwd where a settings file may be */
function synth(context: Readonly<Record<string, unknown>>, cwd?: string) {
  return spawnSync(process.execPath, [join(import.meta.dirname, '../../infra/app.ts')], {
    encoding: 'utf8',
    cwd,
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
}, 60_000);

it('takes settings.json of the folder it runs in, which the command line overrules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'voice-insights-sink-app-settings-'));
  writeFileSync(join(folder, 'settings.json'), '{ "retentionDays": "a year", "streamMode": "none" }');
  const { stderr, status } = synth({ streamMode: 'on-demand' }, folder);
  rmSync(folder, { recursive: true });
  expect(stderr).toBe('retentionDays="a year": expected a number of days, 0 to 36500 (0 keeps rows for ever)\n');
  expect(status).toBe(1);
}, 60_000);

it.each(['existingTableName', 'existingInsightsTableName'])(
  'looks at the table that %s names before anything else, and stops for one that is none',
  async (setting) => {
    const dynamodb = await startDynamoDb({ port: 0 });
    const env = { AWS_ENDPOINT_URL_DYNAMODB: dynamodb.url, CDK_DEFAULT_REGION: 'us-east-1', ...ANY_KEYS };
    const { status, stderr } = await synthBeside({ [setting]: 'nowhere' }, env);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `${setting}="nowhere": no such table in us-east-1\n`,
    });
    expect(readdirSync(outputFolder)).toEqual([]);
    await dynamodb.close();
  },
  60_000,
);

it('makes one stack of the name it is given', () => {
  expect(synth({ stackName: 'Second-Sink' })).toMatchObject({ status: 0, stderr: '' });
  expect(readdirSync(outputFolder).filter((name) => name.endsWith('.template.json'))).toEqual([
    'Second-Sink.template.json',
  ]);
}, 60_000);
