import { execFile } from 'node:child_process';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CALL_SID, cloudEvent, eventId } from '../samples/builders.ts';
import { CALLER, summaryEvent } from '../samples/call-summary.ts';
import { examples } from './examples.ts';
import { type RunningPipeline, runPipeline } from './local/running-pipeline.ts';

const ROOT = path.join(import.meta.dirname, '..');
const run = promisify(execFile);
const STARTED = new Date().toISOString();

let pipeline: RunningPipeline;
beforeAll(async () => {
  pipeline = await runPipeline();
  await pipeline.ingest(
    cloudEvent({}, { level: 'ERROR', name: 'error', sdk_edge: { error: { code: 31_005, message: 'Gone' } } }),
    cloudEvent({ id: eventId(2) }, { level: 'INFO', name: 'accepted' }),
    cloudEvent({ id: eventId(3) }, { level: null, conversation_relay_data: { error: { error_code: 64_101 } } }),
    summaryEvent({}, { start_time: STARTED, properties: { last_sip_response_num: 503 } }),
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
  const asked = await askedByAwsCli('Queries');
  const names = await Promise.all(
    asked.map(async ({ question }) => {
      const { Items = [] } = await pipeline.table.send(new QueryCommand(question));
      return Items.map(({ name }) => name?.S);
    }),
  );
  expect(names).toEqual([['error', 'accepted-by-remote'], ['error']]);
}, 60_000);

it('the docs’ examples of the AWS CLI ask for a summary, for calls of a number, and for failed calls of an hour', async () => {
  const hour = new Date(STARTED).toISOString().slice(0, 'yyyy-mm-ddThh'.length);
  const [one, ofNumber, ...ofShards] = await askedByAwsCli('Queries of summaries', (commands) =>
    commands.replaceAll('2026-11-20T11', hour).replaceAll('2026-11-20', hour.slice(0, 10)).replace('2026-11-21', '9'),
  );
  const { Item } = await pipeline.table.send(new GetItemCommand({ TableName: one?.question.TableName, Key: one?.key }));
  const [calls, ...shards] = await Promise.all(
    [ofNumber, ...ofShards].map(async (asked) => {
      const { Items = [] } = await pipeline.table.send(new QueryCommand(asked?.question ?? { TableName: undefined }));
      return Items.map(({ id, part }) => [id?.S, part?.S]);
    }),
  );
  expect([one?.verb, Item?.call_state?.S]).toEqual(['get-item', 'completed']);
  expect(calls).toEqual([[CALLER, `${STARTED}#${CALL_SID}`]]);
  expect(shards).toHaveLength(4);
  expect(shards.flat()).toEqual([[CALL_SID, 'summary']]);
}, 60_000);

/** What `aws dynamodb` would ask for in a section of `docs/table.md`; the shell has run all that stands around it. */
async function askedByAwsCli(section: string, replaced = (commands: string) => commands) {
  const commands = replaced(examples('docs/table.md', section, 'sh').join('')).replaceAll('CA…', CALL_SID);
  const printed = `aws() { "${process.execPath}" -p 'JSON.stringify(process.argv.slice(1))' -- "$@"; }`;
  const { stdout } = await run('bash', ['-ec', `${printed}\n${commands}`], {
    env: { TABLE: 'call-events', INSIGHTS: 'call-insights' },
  });
  return stdout.trim().split('\n').map(asked);
}

/** What `aws dynamodb` makes of its options; it throws for one that the examples have not had yet. */
function asked(line: string) {
  const { values, positionals } = parseArgs({
    args: JSON.parse(line),
    allowPositionals: true,
    options: {
      'table-name': { type: 'string' },
      'index-name': { type: 'string' },
      key: { type: 'string' },
      'key-condition-expression': { type: 'string' },
      'filter-expression': { type: 'string' },
      'expression-attribute-names': { type: 'string' },
      'expression-attribute-values': { type: 'string' },
      'no-scan-index-forward': { type: 'boolean' },
      'max-items': { type: 'string' },
    },
  });
  const parsed = (json: string | undefined) => JSON.parse(json ?? 'null') ?? undefined;
  return {
    verb: positionals[1],
    key: parsed(values.key),
    question: {
      TableName: values['table-name'],
      IndexName: values['index-name'],
      KeyConditionExpression: values['key-condition-expression'],
      FilterExpression: values['filter-expression'],
      ExpressionAttributeNames: parsed(values['expression-attribute-names']),
      ExpressionAttributeValues: parsed(values['expression-attribute-values']),
      ScanIndexForward: values['no-scan-index-forward'] !== true,
    },
  };
}
