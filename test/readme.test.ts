import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CALL_SID, cloudEvent, eventId } from '../samples/builders.ts';
import { summaryEvent } from '../samples/call-summary.ts';
import { examples } from './examples.ts';
import { type RunningPipeline, runPipeline } from './local/running-pipeline.ts';

const ROOT = path.join(import.meta.dirname, '..');
const run = promisify(execFile);

let pipeline: RunningPipeline;
beforeAll(async () => {
  pipeline = await runPipeline();
  await pipeline.ingest(
    cloudEvent({}, { level: 'ERROR', name: 'error', sdk_edge: { error: { code: 31_005, message: 'Gone' } } }),
    cloudEvent({ id: eventId(2) }, { level: 'INFO', name: 'accepted' }),
    cloudEvent({ id: eventId(3) }, { level: null, conversation_relay_data: { error: { error_code: 64_101 } } }),
    summaryEvent({}, { start_time: new Date().toISOString(), properties: { last_sip_response_num: 503 } }),
  );
});
afterAll(() => pipeline.stop());

function environment(): NodeJS.ProcessEnv {
  const { api, accountSid, authToken } = pipeline.ready;
  return { PATH: process.env.PATH, API_URL: api, ACCOUNT_SID: accountSid, AUTH_TOKEN: authToken, CALL_SID };
}

it('the docs’ example of the twilio client prints the errors of a call', async () => {
  const [code = ''] = examples('docs/http-api.md', "With Twilio's client", 'js');
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], {
    cwd: ROOT,
    env: environment(),
  });
  expect(stdout).toContain("[ [ 'error', { code: 31005, message: 'Gone' } ] ]");
}, 60_000);

it('the docs’ examples of curl list the errors of a call and across calls, and calls that a server failed', async () => {
  const lines = examples('docs/http-api.md', 'With curl', 'sh').join('').trim().split('\n');
  const answers = await Promise.all(
    lines.map(async (line) => {
      const { stdout } = await run('bash', ['-c', `${line.replace('curl', 'curl -s')}`], { env: environment() });
      const { events, call_summaries } = JSON.parse(stdout);
      return (events ?? call_summaries).map((one: { name?: string; call_sid: string }) => one.name ?? one.call_sid);
    }),
  );
  expect(answers).toEqual([['error'], ['accepted-by-remote', 'error'], [CALL_SID]]);
}, 60_000);

it('the docs’ examples of the AWS CLI ask for the errors of a call, and the latest errors', async () => {
  const commands = examples('docs/table.md', 'Queries', 'sh').join('').split('\n\n');
  const names = await Promise.all(
    commands.map(async (command) => {
      const { Items = [] } = await pipeline.table.send(new QueryCommand(queryOf(command.replace('CA…', CALL_SID))));
      return Items.map(({ name }) => name?.S);
    }),
  );
  expect(names).toEqual([['error', 'accepted-by-remote'], ['error']]);
});

/** What `aws dynamodb query` makes of its options. */
function queryOf(command: string) {
  const known =
    /^(table-name|index-name|(key-condition|filter)-expression|expression-attribute-(names|values)|no-scan-index-forward|max-items)$/;
  for (const [, name = ''] of command.replace(/'[^']*'/g, '').matchAll(/--(\S+)/g)) expect(name).toMatch(known);
  const option = (name: string) => new RegExp(`--${name} (?:'([^']*)'|(\\S+))`).exec(command)?.slice(1).find(Boolean);
  const parsed = (name: string) => JSON.parse(option(name) ?? 'null') ?? undefined;
  return {
    TableName: 'call-events',
    IndexName: option('index-name'),
    KeyConditionExpression: option('key-condition-expression'),
    FilterExpression: option('filter-expression'),
    ExpressionAttributeNames: parsed('expression-attribute-names'),
    ExpressionAttributeValues: parsed('expression-attribute-values'),
    ScanIndexForward: !command.includes('--no-scan-index-forward'),
  };
}
