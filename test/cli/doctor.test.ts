import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { wantedTypes } from '../../cli/attach/event-types.ts';
import { listen } from '../../local/embedded-server.ts';
import { ACCOUNT_SID } from '../builders.ts';
import { EXTERNAL_ID, type FakeStack, HEALTHY, ROLE_ARN, STREAM_ARN, startFakeAws } from './fake-aws.ts';

vi.setConfig({ testTimeout: 30_000 });

const CLI = path.resolve(import.meta.dirname, '../../cli/voice-insights.ts');
const SUBSCRIBED = wantedTypes({});
const [SDK = { type: '', schemaVersion: 0 }, GATEWAY = SDK] = SUBSCRIBED;

/** What Twilio's account is like; may be changed at any time. */
const ATTACHED = {
  token: 'token',
  advancedFeatures: true,
  externalId: EXTERNAL_ID,
  sinkStatus: 'active',
  subscribed: SUBSCRIBED,
  latestVersion: 3,
  alerts: [] as string[],
};
let twilio = ATTACHED;

function answerOf(pathname: string): object {
  const meta = (key: string, values: object[]) => ({ [key]: values, meta: { key, next_page_url: null } });
  const paths: [RegExp, () => object][] = [
    [/^\/2010-04-01\/Accounts\/AC\w+\.json$/, () => ({ sid: ACCOUNT_SID, status: 'active' })],
    [/^\/v1\/Voice\/Settings$/, () => ({ account_sid: ACCOUNT_SID, advanced_features: twilio.advancedFeatures })],
    [
      /^\/v1\/Alerts$/,
      () =>
        meta(
          'alerts',
          twilio.alerts.map((error_code) => ({ error_code, date_created: new Date().toISOString() })),
        ),
    ],
    [
      /^\/v1\/Sinks$/,
      () =>
        meta('sinks', [
          {
            sid: 'DG1',
            status: twilio.sinkStatus,
            sink_configuration: { arn: STREAM_ARN, role_arn: ROLE_ARN, external_id: twilio.externalId },
          },
        ]),
    ],
    [/^\/v1\/Subscriptions$/, () => meta('subscriptions', [{ sid: 'DF1', sink_sid: 'DG1' }])],
    [
      /SubscribedEvents$/,
      () =>
        meta(
          'types',
          twilio.subscribed.map(({ type, schemaVersion }) => ({ type, schema_version: schemaVersion })),
        ),
    ],
    [/^\/v1\/Types\//, () => ({ type: pathname.split('/').at(-1), schema_id: 'VoiceInsights.CallEvent' })],
    [/^\/v1\/Schemas\//, () => ({ id: 'VoiceInsights.CallEvent', latest_version: twilio.latestVersion })],
  ];
  const found = paths.find(([pattern]) => pattern.test(pathname));
  if (found === undefined) throw new Error(`Twilio is asked for ${pathname}`);
  return found[1]();
}

let directory: string;
let aws: Awaited<ReturnType<typeof startFakeAws>>;
let server: Awaited<ReturnType<typeof listen>>;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-test-'));
  aws = await startFakeAws();
  server = await listen(
    createServer((request, answer) => {
      const [, credential = ''] = (request.headers.authorization ?? '').split(' ');
      const isKnown = Buffer.from(credential, 'base64').toString() === `${ACCOUNT_SID}:${twilio.token}`;
      answer.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' });
      const denied = { code: 20003, message: 'Authenticate', status: 401, more_info: '' };
      answer.end(JSON.stringify(isKnown ? answerOf(new URL(request.url ?? '', 'http://host').pathname) : denied));
    }),
    0,
    'PORT',
  );
});
afterAll(async () => {
  await aws.close();
  await server.close();
  await rm(directory, { recursive: true });
});
beforeEach(() => {
  twilio = { ...ATTACHED };
  Object.assign(aws.stack, HEALTHY);
});

async function run(words: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [CLI, ...words], {
    env: {
      PATH: process.env.PATH,
      // Most of a command's time is compiling.
      NODE_COMPILE_CACHE: path.join(directory, 'compiled'),
      ...aws.env,
      TWILIO_ACCOUNT_SID: ACCOUNT_SID,
      TWILIO_AUTH_TOKEN: 'token',
      TWILIO_EVENTS_URL: server.url,
      TWILIO_INSIGHTS_URL: server.url,
      TWILIO_API_URL: server.url,
      TWILIO_MONITOR_URL: server.url,
      ...env,
    },
  });
  const [out, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { out, errors, code };
}

/** What is wrong, by the name of the check, as a program reads it. */
async function wrongs(env: Record<string, string> = {}) {
  const { out, code } = await run(['doctor', '--json'], env);
  const { checks } = JSON.parse(out) as { checks: { name: string; state: string; says: string; cure?: string }[] };
  const wrong = checks.filter(({ state }) => state === 'wrong');
  expect(code).toBe(wrong.length === 0 ? 0 : 1);
  return wrong.map(({ name, says, cure }) => [name, says, cure]);
}

it('finds nothing where all is well, and says so on one screen', async () => {
  const [doctor, status] = await Promise.all([run(['doctor']), run(['status'])]);
  expect(doctor).toMatchObject({ code: 0, errors: '', out: expect.stringMatching(/All is well\.\n$/) });
  expect(status).toMatchObject({ code: 0, errors: '' });
  expect(status.out.split('\n').length).toBeLessThan(24);
  expect(status.out).toMatch(/^subscription +ok +sdk 2, gateway 3$/m);
  expect(`${doctor.out}${status.out}`).not.toContain('token');
});

it.each<[string, { twilio?: Partial<typeof ATTACHED>; stack?: Partial<FakeStack> }, string, RegExp, RegExp]>([
  [
    'Advanced Features that are off',
    { twilio: { advancedFeatures: false } },
    'advanced features',
    /^off in AC/,
    /Console/,
  ],
  [
    'another external id in the sink',
    { twilio: { externalId: 'old' } },
    'sink',
    /presents another external_id/,
    /attach/,
  ],
  ['a sink that is not active', { twilio: { sinkStatus: 'initialized' } }, 'sink', /is initialized/, /attach/],
  [
    'a subscription without a type',
    { twilio: { subscribed: [SDK] } },
    'subscription',
    /gateway is not subscribed/,
    /attach/,
  ],
  [
    'an older schema version',
    { twilio: { subscribed: [SDK, { ...GATEWAY, schemaVersion: 1 }] } },
    'subscription',
    /schema version 1/,
    /attach/,
  ],
  ['an alert at Twilio', { twilio: { alerts: ['93103'] } }, 'twilio alerts', /93103/, /errors\/93103/],
  [
    'a role without ListShards',
    { stack: { actionsOfRole: ['kinesis:PutRecord', 'kinesis:PutRecords'] } },
    'role permissions',
    /lacks kinesis:ListShards/,
    /cdk deploy/,
  ],
  [
    'a role for another external id',
    { stack: { externalIdOfRole: 'x' } },
    'role trust',
    /another external id/,
    /cdk deploy/,
  ],
  [
    'a mapping that is disabled',
    { stack: { mappingState: 'Disabled' } },
    'mapping',
    /is disabled/,
    /update-event-source-mapping --uuid the-mapping --enabled/,
  ],
  ['a stream that gets nothing', { stack: { incomingRecords: 0 } }, 'arrivals', /nothing came/, /Advanced Features/],
  ['records that wait', { stack: { iteratorAgeMs: 600_000 } }, 'iterator age', /10 min/, /runbook/],
  ['quarantined records', { stack: { quarantined: 3 } }, 'quarantine', /3 records/, /quarantine list/],
  [
    'a permission of yours that is missing',
    { stack: { forbidden: ['GetRole'] } },
    'role',
    /not authorized to perform: GetRole/,
    /permission/,
  ],
])('finds %s, and names the cure', async (_what, change, name, says, cure) => {
  twilio = { ...ATTACHED, ...change.twilio };
  Object.assign(aws.stack, change.stack);
  const found = (await wrongs()).filter(([check]) => check === name);
  expect(found).toEqual([[name, expect.stringMatching(says), expect.stringMatching(cure)]]);
});

it('finds credentials that are not taken, of either side, and looks at the other all the same', async () => {
  const expired = await wrongs({ TWILIO_AUTH_TOKEN: 'expired' });
  expect(expired).toEqual([
    ['twilio', expect.stringMatching(/^Twilio does not take these credentials/), 'then ask again'],
  ]);
  const none = await wrongs({ TWILIO_ACCOUNT_SID: '' });
  expect(none.map(([, says]) => says)).toEqual([expect.stringMatching(/^no Twilio account: set TWILIO_ACCOUNT_SID/)]);
  const noAws = await wrongs({ AWS_ACCESS_KEY_ID: '', AWS_EC2_METADATA_DISABLED: 'true' });
  expect(noAws).toEqual([['stack', expect.stringMatching(/^no AWS credentials/), 'then ask again']]);
  aws.stack.exists = false;
  const noStack = await wrongs();
  expect(noStack).toEqual([
    ['stack', expect.stringMatching(/^no stack VoiceInsightsSink in us-east-1/), 'then ask again'],
  ]);
});

it('tells of a newer schema version as news', async () => {
  twilio = { ...twilio, latestVersion: 4 };
  const { out, code } = await run(['doctor']);
  expect(code).toBe(0);
  expect(out).toMatch(/^news +subscription: Twilio has schema version 4 of /m);
});

it('is not for a local pipeline', async () => {
  expect(await run(['doctor', '--local'])).toEqual({
    code: 2,
    out: '',
    errors: 'status and doctor look at a deployed stack, not at --local\n',
  });
});
