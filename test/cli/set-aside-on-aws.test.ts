import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createS3Quarantine } from '../../lambda/quarantine/s3-quarantine.ts';
import { dynamoDbClient, ensureTables, startDynamoDb } from '../../local/embedded-dynamodb.ts';
import { type EmbeddedServer, listen } from '../../local/embedded-server.ts';
import { INSIGHTS_TABLE_NAME, TABLE_NAME } from '../../local/names.ts';
import { createS3SetAside } from '../../operations/set-aside/s3-set-aside.ts';
import { CALL_SID, cloudEvent, eventId, kinesisRecords } from '../../samples/builders.ts';
import { ENV } from '../../shared/environment.ts';
import { OUTPUT } from '../../shared/outputs.ts';
import { ROW_LAYOUT } from '../../shared/row-layout.ts';
import { BUCKET, S3_CREDENTIALS, startS3 } from '../embedded-s3.ts';
import { pipelineClients } from '../local/running-pipeline.ts';
import { GIVEN_UP_KEY, givenUp, quarantined } from '../operations/set-aside/kept.ts';
import { between, summaryEvent } from '../operations/summaries.ts';
import { notAllowed, runCli } from './run-cli.ts';

vi.setConfig({ testTimeout: 60_000 });

// Ten years, so that no row of these tests is past its lifetime one day.
const RETENTION_DAYS = 3_650;
const SETTINGS = {
  [ENV.rowLayout]: String(ROW_LAYOUT),
  [ENV.retentionDays]: String(RETENTION_DAYS),
  [ENV.indexedLevels]: 'INFO',
  [ENV.redactFields]: 'name',
};

let s3: Awaited<ReturnType<typeof startS3>>;
let dynamodb: EmbeddedServer;
let clients: ReturnType<typeof pipelineClients>;
/** CloudFormation and Lambda, as far as the commands ask them. */
let stack: EmbeddedServer;
let tableName: string;
/** A stack of before there were summaries has no such output. */
let insightsTableName: string | undefined;
/** What Lambda says of the function. */
let configuration: { status: number; body: object };

beforeAll(async () => {
  s3 = await startS3();
  dynamodb = await startDynamoDb({ port: 0 });
  const client = dynamoDbClient(dynamodb.url);
  await ensureTables(client);
  client.destroy();
  clients = pipelineClients({ kinesis: dynamodb.url, dynamodb: dynamodb.url });
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (request.url?.startsWith('/2015-03-31/functions/ingest-function/')) {
      const { status, body } = configuration;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    } else if (body.includes('StackName=Sink')) {
      response.writeHead(200, { 'content-type': 'text/xml' }).end(describeStacks());
    } else response.writeHead(404).end();
  });
  stack = await listen(server, 0, '');
});
beforeEach(() => {
  tableName = TABLE_NAME;
  insightsTableName = INSIGHTS_TABLE_NAME;
  configuration = { status: 200, body: { Environment: { Variables: SETTINGS } } };
});
afterAll(async () => {
  clients.destroy();
  await stack.close();
  await dynamodb.close();
  await s3.close();
});

function describeStacks(): string {
  const outputs = {
    [OUTPUT.tableName]: tableName,
    ...(insightsTableName !== undefined && { [OUTPUT.insightsTableName]: insightsTableName }),
    [OUTPUT.quarantineBucketName]: BUCKET,
    [OUTPUT.ingestFunctionName]: 'ingest-function',
  };
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  return `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult>
    <Stacks><member><StackName>Sink</StackName><Outputs>${members.join('')}</Outputs></member></Stacks>
    </DescribeStacksResult></DescribeStacksResponse>`;
}

const aws = (...words: string[]) =>
  runCli([...words, '--stack', 'Sink'], {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: S3_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: S3_CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_S3: s3.url,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb.url,
    AWS_ENDPOINT_URL_CLOUDFORMATION: stack.url,
    AWS_ENDPOINT_URL_LAMBDA: stack.url,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  });

it('redrive and forget work on a deployed stack, with the settings of its ingest function', async () => {
  const setAside = createS3SetAside({ client: s3.client, bucketName: BUCKET });
  const quarantine = createS3Quarantine({ client: s3.client, bucketName: BUCKET });
  await quarantine.putRecord(quarantined(7, cloudEvent({ id: eventId(7) })), new AbortController().signal);
  await setAside.put(GIVEN_UP_KEY, givenUp(kinesisRecords([cloudEvent({ id: eventId(8) })])));

  expect(await aws('redrive', '--execute')).toMatchObject({ code: 0, notes: [] });
  const row = {
    call_sid: { S: CALL_SID },
    name: { S: '[redacted]' },
    level_timestamp: { S: expect.any(String) },
    expires_at: { N: String(Date.parse('2026-11-21T00:00:00Z') / 1000 + RETENTION_DAYS * 86_400) },
  };
  expect(await clients.rows()).toMatchObject([row, row]);
  const { Contents = [] } = await s3.client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  expect(Contents.map(({ Key }) => Key)).toEqual([
    `redriven/${GIVEN_UP_KEY}`,
    expect.stringMatching(/^redriven\/quarantine\/2026\/11\/20\/shardId-/),
  ]);

  const forgotten = await aws('forget', CALL_SID, '--execute', '--json');
  expect(forgotten).toMatchObject({ code: 0, notes: [] });
  expect(JSON.parse(forgotten.out)).toMatchObject({ rows: 2, kept: { redriven: 2 } });
  expect(JSON.parse(forgotten.out).not_reached.join()).toContain('point-in-time recovery');
  expect(await clients.rows()).toEqual([]);
  expect(await Array.fromAsync(setAside.keys(''))).toEqual([]);
});

it.each([
  [
    'has no such settings',
    { status: 200, body: { Environment: { Variables: { [ENV.retentionDays]: '1' } } } },
    "function ingest-function has no INDEXED_LEVELS: is stack Sink one of this project's? Deploy it again",
  ],
  [
    'has settings that nobody here may decrypt',
    {
      status: 200,
      body: { Environment: { Error: { ErrorCode: 'AccessDeniedException', Message: 'no kms:Decrypt' } } },
    },
    'the settings of function ingest-function cannot be read: no kms:Decrypt',
  ],
  [
    'may not be looked at',
    { status: 403, body: { __type: 'AccessDeniedException', message: 'no lambda:GetFunctionConfiguration' } },
    notAllowed('no lambda:GetFunctionConfiguration'),
  ],
])('redrive stops before it does anything where the ingest function %s', async (_what, answer, line) => {
  configuration = answer;
  expect(await aws('redrive', '--execute')).toEqual({ code: 1, out: '', notes: [line] });
});

it('redrive writes no rows of another layout than those of the stack unless it is forced, and says in a dry run', async () => {
  configuration = { status: 200, body: { Environment: { Variables: { ...SETTINGS, [ENV.rowLayout]: '7' } } } };
  const refused = expect.stringMatching(
    /^stack Sink \(an earlier version\) stores rows in layout 7, and this command line \(\d+\.\d+\.\d+\) in layout 2: use the version of the stack, or deploy this one; --force/,
  );
  expect(await aws('redrive', '--yes')).toEqual({ code: 1, out: '', notes: [refused] });
  const noted = expect.stringMatching(/ stores rows in layout 7, .* in layout 2: before a write, use the version/);
  expect(await aws('redrive', '--dry-run')).toEqual({ code: 0, out: '', notes: [noted, 'nothing to redrive'] });
  expect(await aws('redrive', '--dry-run', '--force')).toEqual({ code: 0, out: '', notes: ['nothing to redrive'] });
});

it('forget deletes the events of a call where the stack has no table of summaries, and says that', async () => {
  const ofStack = async (...words: string[]) => aws('forget', ...words, '--yes', '--json');
  insightsTableName = undefined;
  const setAside = createS3SetAside({ client: s3.client, bucketName: BUCKET });
  await setAside.put('unsupported/a.jsonl', `${JSON.stringify(summaryEvent(CALL_SID, between('+15550100', '')))}\n`);
  const note = 'stack Sink has no table of call summaries: only call events and records are looked at';
  const { code, out, notes } = await ofStack('--number', '+15550100');
  expect({ code, notes }).toEqual({ code: 0, notes: [note] });
  expect(JSON.parse(out)).toMatchObject({ calls: 1, insights: 0, pointers: 0, kept: { unsupported: 1 } });
  expect(await ofStack(CALL_SID)).toMatchObject({ code: 0, notes: [note] });
});

it('redrive and forget say once what fails, and redrive leaves the records', async () => {
  const setAside = createS3SetAside({ client: s3.client, bucketName: BUCKET });
  for (let position = 0; position < 12; position += 1) {
    await setAside.put(`quarantine/${position}.json`, JSON.stringify(quarantined(position, cloudEvent())));
  }
  const before = await Array.fromAsync(setAside.keys(''));
  tableName = 'no-such-table';
  const { code, notes } = await aws('redrive', '--execute');
  expect({ code, notes }).toEqual({
    code: 1,
    notes: [
      expect.stringMatching(
        /^stopped: not found in AWS: .* What is not moved stays: run redrive again when that is cured$/,
      ),
    ],
  });
  expect(await Array.fromAsync(setAside.keys(''))).toEqual(before);

  const forget = await aws('forget', CALL_SID, '--execute');
  expect(forget).toEqual({
    code: 1,
    out: '',
    notes: [expect.stringMatching(/^stopped: not found in AWS: .* Run forget again/)],
  });
});
