import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toItem } from '../../../families/call-event/item.ts';
import { createItemWriter } from '../../../lambda/store/item-writer.ts';
import { dynamoDbClient, ensureTables, startDynamoDb } from '../../../local/embedded-dynamodb.ts';
import { listen } from '../../../local/embedded-server.ts';
import { ACCOUNT_SID, ARRIVAL_MS, CALL_SID, CONFIG, callCloudEvent } from '../../../samples/builders.ts';
import { systemClock } from '../../../shared/clock.ts';
import { ENV } from '../../../shared/environment.ts';
import { startFakeAthena } from '../../fake-athena.ts';
import { deployedFunction, metric } from '../bundle.ts';
import { createRowWriter, summaryData, summaryRows } from '../read/summary-rows.ts';

const SECRETS: Record<string, string> = {
  'arn:credentials': JSON.stringify({ accountSid: ACCOUNT_SID, authToken: 'the-token' }),
  'arn:page-tokens': 'the-key',
};

let bundle: ReturnType<typeof deployedFunction>;
let dynamodb: Awaited<ReturnType<typeof startDynamoDb>>;
/** What the function reads of Secrets Manager. */
let secrets: Awaited<ReturnType<typeof listen>>;

beforeAll(async () => {
  bundle = deployedFunction('ReadApi');
  dynamodb = await startDynamoDb({ port: 0 });
  const client = dynamoDbClient(dynamodb.url);
  await ensureTables(client);
  await createRowWriter(client, 'call-insights')(summaryRows(summaryData(CALL_SID)));
  const item = toItem(callCloudEvent({}, { level: 'ERROR' }), { arrivalMs: ARRIVAL_MS, config: CONFIG });
  if (!item.ok) throw new Error(item.detail);
  const writer = createItemWriter({
    client,
    tables: { 'call-events': 'call-events', 'call-insights': 'call-insights' },
    clock: systemClock,
  });
  await writer.put([item.value], new AbortController().signal);
  secrets = await listen(
    createServer(async (request, answer) => {
      const { SecretId, VersionStage } = (await json(request)) as { SecretId: string; VersionStage?: string };
      answer.setHeader('content-type', 'application/x-amz-json-1.1');
      if (VersionStage === 'AWSPREVIOUS') {
        // As Secrets Manager says that a secret was never changed.
        answer.statusCode = 400;
        answer.end(JSON.stringify({ __type: 'ResourceNotFoundException', message: 'no such version' }));
        return;
      }
      answer.end(JSON.stringify({ SecretString: SECRETS[SecretId] }));
    }),
    0,
    'PORT',
  );
}, 60_000);

afterAll(async () => {
  await secrets.close();
  await dynamodb.close();
  bundle.remove();
});

interface RequestOptions {
  token?: string;
  query?: string;
  method?: string;
  env?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  cookies?: string[];
  body?: string;
  isBase64Encoded?: boolean;
}

/** A request as an HTTP API hands it over. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
async function request(rawPath: string, options: RequestOptions = {}) {
  const { body, ...answer } = await rawRequest(rawPath, options);
  const json = answer.isBase64Encoded ? gunzipSync(Buffer.from(body, 'base64')).toString() : body;
  return { ...answer, body: JSON.parse(json) };
}

/** The same, where the body is anything. */
async function rawRequest(
  rawPath: string,
  { token = 'the-token', query = '', method = 'GET', env = {}, headers: others = {}, ...sent }: RequestOptions = {},
) {
  const { response = '{}', lines } = await bundle.invoke(
    {
      version: '2.0',
      routeKey: '$default',
      rawPath,
      rawQueryString: query,
      headers: {
        host: 'abc.execute-api.us-east-1.amazonaws.com',
        'x-forwarded-host': 'evil.example.com',
        'x-\u00e9': 'no header of the web',
        'accept-encoding': 'gzip, deflate, br',
        ...(token !== '' && {
          authorization: `Basic ${Buffer.from(`${ACCOUNT_SID}:${token}`).toString('base64')}`,
        }),
        ...others,
      },
      requestContext: {
        domainName: 'abc.execute-api.us-east-1.amazonaws.com',
        http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
        requestId: 'request-1',
        stage: '$default',
      },
      body: 'a body that nobody reads',
      isBase64Encoded: false,
      ...sent,
    },
    {
      AWS_ACCESS_KEY_ID: 'any',
      AWS_SECRET_ACCESS_KEY: 'any',
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
      [ENV.tableName]: 'call-events',
      [ENV.insightsTableName]: 'call-insights',
      [ENV.credentialsSecretArn]: 'arn:credentials',
      [ENV.pageTokenSecretArn]: 'arn:page-tokens',
      ...env,
    },
  );
  const { statusCode, headers, cookies, body, isBase64Encoded } = JSON.parse(response);
  return { statusCode, headers, cookies, body, isBase64Encoded, lines };
}

describe('the deployed bundle', () => {
  it('answers with the events of a call, in links of the host it was asked on', async () => {
    const { statusCode, headers, body, lines } = await request(`/v1/Voice/${CALL_SID}/Events`, { query: 'PageSize=1' });
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toBe('application/json');
    expect(body.events).toMatchObject([{ call_sid: CALL_SID, level: 'ERROR' }]);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'strict-transport-security': 'max-age=31536000',
      date: expect.stringMatching(/GMT$/),
    });
    const logs = lines.filter((line) => line.includes('"level":"INFO"')).map((line) => JSON.parse(line));
    expect(logs).toMatchObject([
      {
        message: 'request answered',
        request_id: 'request-1',
        credential_sid: ACCOUNT_SID,
        method: 'GET',
        path: `/v1/Voice/${CALL_SID}/Events`,
        status: 200,
        events: 1,
      },
    ]);
    expect(body.meta.url).toBe(
      `https://abc.execute-api.us-east-1.amazonaws.com/v1/Voice/${CALL_SID}/Events?PageSize=1&Page=0`,
    );
  }, 60_000);

  it.each(['TRACE', 'DELETE'])(
    'answers %s as Twilio would',
    async (method) => {
      const { statusCode, body } = await request('/v1/Voice/Events', { method });
      expect([statusCode, body.code]).toEqual([405, 20004]);
    },
    30_000,
  );

  it('signs in once and for all requests of the page, and out again, with cookies where API Gateway has them', async () => {
    const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
    const body = Buffer.from(JSON.stringify({ sid: ACCOUNT_SID, token: 'the-token' })).toString('base64');
    const asPage = { token: '', headers };
    const signedIn = await rawRequest('/session', { ...asPage, method: 'POST', body, isBase64Encoded: true });
    expect([signedIn.statusCode, signedIn.headers['set-cookie']]).toEqual([204, undefined]);
    expect(signedIn.cookies).toEqual([
      expect.stringMatching(
        /^__Host-voice-insights-session=[\w.-]+; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      ),
    ]);
    const cookies = [String(signedIn.cookies).split(';', 1)[0] ?? '', 'other=1'];
    expect((await request('/session', { ...asPage, cookies })).body).toMatchObject({
      sid: ACCOUNT_SID,
      name: 'VoiceInsightsSink',
    });
    expect((await request('/v1/Voice/Events', { ...asPage, cookies })).statusCode).toBe(200);
    expect((await rawRequest('/session', { ...asPage, method: 'DELETE', cookies })).statusCode).toBe(204);
    const { statusCode, headers: answered } = await request('/v1/Voice/Events', { ...asPage, cookies });
    expect([statusCode, answered['www-authenticate']]).toEqual([401, undefined]);
    // Nothing of it is in the log.
    const secret = cookies[0]?.split('=')[1] ?? '';
    expect(signedIn.lines.slice(0, -1).join('\n')).not.toMatch(new RegExp(`the-token|${secret.split('.')[0]}`));
  }, 60_000);

  it('answers with the summary of a call, and finds it by its number', async () => {
    const one = await request(`/v1/Voice/${CALL_SID}/Summary`);
    expect([one.statusCode, one.body.call_sid, one.body.duration]).toEqual([200, CALL_SID, 64]);
    const query = 'StartTime=2026-11-01T00:00:00Z&From=%2B15550100';
    const { body } = await request('/v1/Voice/Summaries', { query });
    expect(body.call_summaries).toEqual([one.body]);
  }, 60_000);

  it('counts whoever it does not know, and logs neither what was tried nor what is right', async () => {
    const { statusCode, body, lines } = await request('/v1/Voice/Events', { token: 'a-guess' });
    expect([statusCode, body.code]).toEqual([401, 20003]);
    expect(metric(lines, 'AuthenticationFailures')).toEqual([1]);
    expect(lines.slice(0, -1).join('\n')).not.toMatch(/a-guess|the-token/);
  }, 60_000);

  it('says nothing of the inside where it fails, and logs it with the request', async () => {
    const { statusCode, body, lines } = await request('/v1/Voice/Events', {
      env: { [ENV.tableName]: 'no-such-table' },
    });
    expect(statusCode).toBe(500);
    expect(body).toEqual({
      code: 20500,
      message: 'Internal server error',
      more_info: 'https://www.twilio.com/docs/errors/20500',
      status: 500,
    });
    expect(metric(lines, 'ApiFailures')).toEqual([1]);
    const logs = lines.filter((line) => line.includes('"level":"ERROR"')).map((line) => JSON.parse(line));
    expect(logs).toMatchObject([{ request_id: 'request-1', error: { name: 'ResourceNotFoundException' } }]);
  }, 60_000);

  it('has the page in its asset, compressed for who takes that', async () => {
    const shell = await rawRequest('/');
    expect([shell.statusCode, shell.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    const [script = ''] = /\/assets\/chunk-[^"]+\.js/.exec(shell.body) ?? [];
    const { headers, body, isBase64Encoded } = await rawRequest(script);
    expect([headers['content-encoding'], isBase64Encoded]).toEqual(['gzip', true]);
    expect(gunzipSync(Buffer.from(body, 'base64')).toString()).toContain('/v1/Voice/Events');
  }, 60_000);

  it('asks Athena with a client that it loads with the first question', async () => {
    const row = ['2026-11-20', 12];
    const athena = await startFakeAthena({
      archive: { run: async () => ({ columns: ['day', 'calls'], rows: [row] }), close: async () => undefined },
    });
    const env = {
      AWS_ENDPOINT_URL_ATHENA: athena.url,
      [ENV.archiveDatabase]: 'voice_insights_1',
      [ENV.archiveWorkGroup]: 'VoiceInsightsSink-1',
    };
    const query = 'Question=volume&StartDay=2026-11-20&EndDay=2026-11-20';
    const { statusCode, body } = await request('/v1/Voice/Trends', { query, env });
    await athena.close();
    expect([statusCode, body.columns, body.rows]).toEqual([200, ['day', 'calls'], [row]]);
    expect(athena.started).toMatchObject([
      {
        QueryString: expect.stringContaining("BETWEEN '2026-11-20' AND '2026-11-20'"),
        WorkGroup: 'VoiceInsightsSink-1',
        QueryExecutionContext: { Database: 'voice_insights_1' },
      },
    ]);
    expect((await request('/v1/Voice/Trends', { query })).statusCode).toBe(404);
  }, 60_000);

  it('is no larger than what it needs', () => {
    const bytes = [...loadedWith(bundle.file)].reduce((sum, file) => sum + statSync(file).size, 0);
    expect(bytes).toBeLessThan(428 * 1024);
  });
});

/** A file of code, and those that are loaded with it. */
function loadedWith(file: string, known = new Set<string>()): ReadonlySet<string> {
  if (known.has(file)) return known;
  known.add(file);
  for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import)"\.\/(part-\w+\.mjs)"/g)) {
    loadedWith(path.join(path.dirname(file), name), known);
  }
  return known;
}
