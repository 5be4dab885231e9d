import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { GATEWAY_CALL_EVENT, SDK_CALL_EVENT } from '../../families/call-event/facts.ts';
import { SDK_METRICS } from '../../families/call-metric/facts.ts';
import { PARTICIPANT_COMPLETE } from '../../families/participant-summary/facts.ts';
import { wantedTypes } from '../../operations/attach/event-types.ts';
import { examine } from '../../operations/doctor/examine.ts';
import { ACCOUNT_SID } from '../../samples/builders.ts';
import { version } from '../../shared/version.ts';
import { AUTH_TOKEN, type FakeAccount, type FakeTwilio, startFakeTwilio } from '../twilio/fake-events.ts';
import { EXTERNAL_ID, type FakeStack, HEALTHY, OUTPUTS, ROLE_ARN, STREAM_ARN, startFakeAws } from './fake-aws.ts';
import { runCli } from './run-cli.ts';

vi.setConfig({ testTimeout: 60_000 });

const SUBACCOUNT_SID = `AC${'5'.repeat(32)}`;
const KEY_SID = `SK${'6'.repeat(32)}`;
const sinkSid = (digit: number) => `DG${`${digit}`.repeat(32)}`;

let aws: Awaited<ReturnType<typeof startFakeAws>>;
let twilio: FakeTwilio;
let subaccount: FakeAccount;
beforeAll(async () => {
  aws = await startFakeAws();
  for (const [name, value] of Object.entries(aws.env)) vi.stubEnv(name, value);
  twilio = await startFakeTwilio({
    putTestEvent: async (event, streamArn) => {
      if (streamArn === STREAM_ARN) aws.stack.records.push(JSON.stringify(event));
    },
  });
  subaccount = twilio.addAccount(SUBACCOUNT_SID, 'f00d'.repeat(8));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await aws.close();
  await twilio.close();
});
beforeEach(() => {
  twilio.clear();
  Object.assign(aws.stack, HEALTHY, { records: [] });
  attachTo(twilio.account);
});

/** As attach leaves it. */
function attachTo({ sinks, subscriptions }: FakeAccount): void {
  addSink(sinks, 1);
  const types = new Map(wantedTypes({}).map(({ type, schemaVersion }) => [type, schemaVersion]));
  subscriptions.set('DF1', { sid: 'DF1', sink_sid: sinkSid(1), description: '', ...DATES, types });
}

const DATES = { date_created: '2026-11-20T00:00:00Z', date_updated: '2026-11-20T00:00:00Z' };

function addSink(sinks: FakeAccount['sinks'], digit: number, configuration: object = {}): void {
  sinks.set(sinkSid(digit), {
    sid: sinkSid(digit),
    status: 'active',
    sink_type: 'kinesis',
    sink_configuration: { arn: STREAM_ARN, role_arn: ROLE_ARN, external_id: EXTERNAL_ID, ...configuration },
    description: '',
    ...DATES,
  });
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

function alert(
  error_code: string,
  minutes: number,
  resource_sid: string | null = sinkSid(1),
  log_level: 'error' | 'warning' = 'error',
): void {
  twilio.account.alerts.push({ error_code, log_level, date_created: minutesAgo(minutes), resource_sid });
}

interface Words {
  stack?: string;
  region?: string;
  account?: string;
  types?: string[];
  schemaVersion?: number;
}

/** The checks of the command, in this process. */
async function look(words: Words = {}, env: Record<string, string> = {}) {
  const asked = { stack: 'VoiceInsightsSink', ...words };
  return examine(asked, { ...twilio.env, ...env }, Date.now());
}

/** What is not as it should be, news among it. */
async function findings(words?: Words, env?: Record<string, string>) {
  const checks = await look(words, env);
  return checks.flatMap(({ name, state, says, cure }) => (state === 'ok' ? [] : [[state, name, says, cure]]));
}

const cli = (words: string[], env: Record<string, string> = {}) => runCli(words, { ...aws.env, ...twilio.env, ...env });

it('finds nothing where all is well, and says so on one screen', async () => {
  const [doctor, status] = await Promise.all([cli(['doctor']), cli(['status'])]);
  expect(doctor).toMatchObject({ code: 0, notes: [], out: expect.stringMatching(/All is well\.\n$/) });
  expect(status).toMatchObject({ code: 0, notes: [] });
  expect(status.out.split('\n').length).toBeLessThan(25);
  expect(status.out).toMatch(
    /^subscription +ok +sdk 2, gateway 3, summary-partial 7, summary-predicted 7, summary-complete 7, conference-partial 2, conference-complete 2, participant 2$/m,
  );
  expect(status.out).toMatch(/^table +ok +table active, summaries table active$/m);
  expect(status.out).toMatch(/^last call event +ok +6 min ago; summary 40 min ago; conference 90 min ago$/m);
  expect(status.out).toMatch(/^iterator age +ok +1 s$/m);
  expect(`${doctor.out}${status.out}`).not.toContain(AUTH_TOKEN);
  expect(await findings()).toEqual([]);
});

it('finds one of several sinks of a stack by its prefix', async () => {
  const prefixed = Object.entries(OUTPUTS).map(([name, value]) => [`Support${name}`, value]);
  const ofOthers = Object.entries(OUTPUTS).map(([name]) => [`Sales${name}`, 'of another']);
  aws.stack.outputs = Object.fromEntries([...ofOthers, ...prefixed]);
  aws.stack.service = 'VoiceInsightsSink/Support';
  expect(await findings({ stack: 'VoiceInsightsSink/Support' })).toEqual([]);
  const [unprefixed] = await findings({ stack: 'VoiceInsightsSink' });
  const cure = 'say --stack VoiceInsightsSink/Sales or --stack VoiceInsightsSink/Support';
  expect(unprefixed).toEqual(['wrong', 'stack', 'stack VoiceInsightsSink has several sinks', cure]);
  const errors = await cli(['errors']);
  expect(errors).toEqual({ code: 1, out: '', notes: [`stack VoiceInsightsSink has several sinks: ${cure}`] });
});

it('says when stack and command line are of two versions, and how they meet', async () => {
  aws.stack.outputs = { ...OUTPUTS, Version: '0.0.9' };
  expect(await findings()).toEqual([
    [
      'news',
      'version',
      `the stack is 0.0.9, this command line ${version()}`,
      'deploy the stack again, with the settings it has: npx cdk deploy --revert-drift; or use its version: npx --package=voice-insights-sink@0.0.9 voice-insights …',
    ],
  ]);
});

it('says that a stack of before there were summaries is to be deployed again, where they are wanted', async () => {
  const { InsightsTableName: _, ...outputs } = OUTPUTS;
  aws.stack.outputs = outputs;
  aws.stack.environment = { TABLE_NAME: 'events' };
  expect(await findings()).toEqual([
    [
      'wrong',
      'summaries table',
      'the stack has no table for call summaries, metrics and conferences: they go to the bucket, under unsupported/',
      'deploy the stack again, with the settings it has: npx cdk deploy --revert-drift; then npx voice-insights redrive --reason unsupported',
    ],
  ]);
  const events = [SDK_CALL_EVENT, GATEWAY_CALL_EVENT];
  expect((await findings({ types: events })).map(([, name]) => name)).toEqual(['subscription']);
});

it('cannot tell of a function whose environment cannot be seen which tables it writes to', async () => {
  aws.stack.environment = null;
  expect(await findings()).toEqual([]);
});

describe('finds, and names the cure of,', () => {
  const change = (stack: Partial<FakeStack>) => () => void Object.assign(aws.stack, stack);
  const mapping = HEALTHY.mappings.at(-1);
  const others = HEALTHY.mappings.slice(0, -1);

  it.each<[string, () => void, string, RegExp, RegExp]>([
    [
      'Advanced Features that are off',
      () => {
        twilio.account.advancedFeatures = false;
      },
      'advanced features',
      /^off in AC/,
      /Console/,
    ],
    [
      'another external id in the sink',
      () => addSink(twilio.account.sinks, 1, { external_id: 'old' }),
      'sink',
      /has another external id/,
      /attach.*detach DG1/,
    ],
    ['no sink', () => twilio.account.sinks.clear(), 'sink', /has no sink/, /attach/],
    [
      'a sink that is not active',
      () => {
        for (const sink of twilio.account.sinks.values()) sink.status = 'initialized';
      },
      'sink',
      /is initialized/,
      /attach/,
    ],
    [
      'a subscription without a type',
      () => void twilio.account.subscriptions.get('DF1')?.types.delete(GATEWAY_CALL_EVENT),
      'subscription',
      /gateway is not subscribed/,
      /attach/,
    ],
    [
      'a subscription of another sink only',
      () => {
        addSink(twilio.account.sinks, 9, { arn: 'arn:other' });
        for (const subscription of twilio.account.subscriptions.values()) subscription.sink_sid = sinkSid(9);
      },
      'subscription',
      /nothing is subscribed/,
      /attach/,
    ],
    [
      'a sink that failed, for which attach is no cure',
      () => {
        for (const sink of twilio.account.sinks.values()) sink.status = 'failed';
      },
      'sink',
      /is failed/,
      /^npx voice-insights detach DG1{32}, then npx voice-insights attach$/,
    ],
    [
      'a schema version that nobody here knows',
      () => {
        twilio.behaviour.versions = [1, 2, 3, 4];
        twilio.account.subscriptions.get('DF1')?.types.set(SDK_CALL_EVENT, 4);
      },
      'subscription',
      /sdk is subscribed in schema version 4, 3 is the newest known here$/,
      /attach$/,
    ],
    [
      'a type that Twilio no longer offers',
      () => {
        twilio.behaviour.typeStatus = { [GATEWAY_CALL_EVENT]: 'discontinued' };
      },
      'subscription',
      /no longer offers .*gateway/,
      /attach --types sdk,summary-partial,summary-predicted,summary-complete,conference-partial,conference-complete,participant$/,
    ],
    [
      'an older schema version',
      () => void twilio.account.subscriptions.get('DF1')?.types.set(GATEWAY_CALL_EVENT, 1),
      'subscription',
      /schema version 1, 3 is known/,
      /attach/,
    ],
    ['an alert at Twilio', () => alert('93103', 5), 'twilio alerts', /93103/, /errors\/93103/],
    [
      'an account that is suspended',
      () => {
        twilio.account.status = 'suspended';
      },
      'twilio',
      /is suspended/,
      /support/,
    ],
    [
      'a role without ListShards',
      change({ actionsOfRole: ['kinesis:PutRecord', 'kinesis:PutRecords', 'kinesis:DescribeLimits'] }),
      'role permissions',
      /lacks kinesis:ListShards on/,
      /cdk deploy --revert-drift/,
    ],
    [
      'a role for another external id',
      change({ externalIdOfRole: 'x' }),
      'role trust',
      /another external id/,
      /cdk deploy --revert-drift/,
    ],
    ['a role that is gone', change({ gone: 'role' }), 'role', /cannot be found/, /cdk deploy --revert-drift/],
    ['a stream that is gone', change({ gone: 'stream' }), 'stream', /not found/, /cdk deploy --revert-drift/],
    ['a bucket that is gone', change({ gone: 'bucket' }), 'quarantine', /does not exist/, /cdk deploy --revert-drift/],
    [
      'a mapping that is disabled',
      change({ mappings: mapping === undefined ? [] : [...others, { ...mapping, State: 'Disabled' }] }),
      'mapping',
      /is disabled/,
      /update-event-source-mapping --uuid the-mapping --enabled/,
    ],
    ['no mapping, beside those of others', change({ mappings: others }), 'mapping', /nothing hands/, /cdk deploy/],
    [
      'a stream that gets nothing although there were calls',
      () => {
        change({ incomingRecords: [], ingestLag: [], eventsStored: [] })();
        twilio.account.calls.push(Date.now() - 7_200_000);
      },
      'arrivals',
      /no record arrived .* although calls were made/,
      /No records/,
    ],
    ['a table that is gone', change({ gone: 'table' }), 'table', /^events is gone$/, /Restore.*cdk deploy/],
    [
      'a table that is being deleted',
      change({ table: { ...HEALTHY.table, status: 'DELETING' } }),
      'table',
      /is DELETING/,
      /Restore/,
    ],
    [
      'a table whose key is gone',
      change({ table: { ...HEALTHY.table, status: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS' } }),
      'table',
      /is INACCESSIBLE/,
      /KMS key.*"Changing the key"/,
    ],
    [
      'an index that is being deleted',
      change({
        table: {
          ...HEALTHY.table,
          index: { name: 'level-index', status: 'DELETING', keys: ['level', 'level_timestamp'] },
        },
      }),
      'table',
      /level-index is DELETING/,
      /^when it is gone, .*cdk deploy/,
    ],
    [
      'a table with other keys',
      change({ table: { ...HEALTHY.table, keys: ['pk', 'sk'] } }),
      'table',
      /keys pk and sk, not call_sid and timestamp/,
      /name a table/,
    ],
    [
      'a table without the index',
      change({ table: { status: 'ACTIVE', keys: HEALTHY.table.keys } }),
      'table',
      /no index level-index/,
      /cdk deploy/,
    ],
    [
      'an index that is being made',
      change({
        table: {
          ...HEALTHY.table,
          index: { name: 'level-index', status: 'CREATING', keys: ['level', 'level_timestamp'] },
        },
      }),
      'table',
      /level-index is CREATING/,
      /until it is ACTIVE/,
    ],
    [
      'an index with other keys',
      change({ table: { ...HEALTHY.table, index: { name: 'level-index', status: 'ACTIVE', keys: ['level', 'id'] } } }),
      'table',
      /has the keys level and id/,
      /delete the index/,
    ],
    [
      'a table of summaries that is gone',
      change({ gone: 'summaries' }),
      'summaries table',
      /^summaries is gone$/,
      /Restore/,
    ],
    [
      'an index of calls that is being made',
      change({
        insightsTable: {
          ...HEALTHY.insightsTable,
          index: { name: 'started-index', status: 'CREATING', keys: ['bucket', 'started_id'] },
        },
      }),
      'summaries table',
      /started-index is CREATING/,
      /lists of calls are not complete/,
    ],
    [
      'a table of summaries that is one of events',
      change({ insightsTable: HEALTHY.table }),
      'summaries table',
      /keys call_sid and timestamp, not id and part/,
      /name a table/,
    ],
    [
      'a function that writes to another table',
      change({ environment: { TABLE_NAME: 'events', INSIGHTS_TABLE_NAME: 'old' } }),
      'function',
      /^its INSIGHTS_TABLE_NAME is old, and the table of the stack is summaries$/,
      /cdk deploy --revert-drift/,
    ],
    [
      'a function that knows no table of summaries',
      change({ environment: { TABLE_NAME: 'events' } }),
      'function',
      /^its INSIGHTS_TABLE_NAME is not set/,
      /cdk deploy --revert-drift/,
    ],
    ['a function that is gone', change({ gone: 'function' }), 'function', /Function not found/, /cdk deploy/],
    [
      'a function that may not run',
      change({ reservedConcurrency: 0 }),
      'function',
      /concurrency is 0/,
      /^aws lambda delete-function-concurrency --function-name ingest$/,
    ],
    ['a function that failed', change({ functionState: 'Failed' }), 'function', /ingest is Failed/, /cdk deploy/],
    [
      'an alarm that is on',
      change({
        alarms: [
          {
            name: 'VoiceInsightsSink-AlarmsIteratorAge1',
            description: 'Records wait. See docs/runbook.md#iterator-age',
            topic: OUTPUTS.AlarmTopicArn,
          },
          { name: 'VoiceInsightsSink-Staging-Alarms1', description: 'See other', topic: 'arn:other' },
          { name: 'VoiceInsightsSink-AlarmsApiErrors1', description: '', topic: OUTPUTS.AlarmTopicArn, state: 'OK' },
        ],
      }),
      'alarm',
      /^VoiceInsightsSink-AlarmsIteratorAge1 is on since .*Z: Records wait\.$/,
      /^see docs\/runbook.md#iterator-age$/,
    ],
    ...(
      [
        ['AWS/Kinesis WriteProvisionedThroughputExceeded StreamName=calls Sum', /stream refused/, /Stream write/],
        ['AWS/Lambda Throttles FunctionName=ingest Sum', /that Lambda throttled/, /Ingest throttles/],
        ['AWS/Lambda Errors FunctionName=ingest Sum', /ingest that failed/, /Ingest errors/],
        ['AWS/DynamoDB WriteThrottleEvents TableName=events Sum', /the table throttled/, /Table throttled/],
        [
          'AWS/DynamoDB WriteThrottleEvents TableName=events,GlobalSecondaryIndexName=level-index Sum',
          /the index by level/,
          /Index throttled/,
        ],
        [
          'AWS/DynamoDB WriteThrottleEvents TableName=summaries Sum',
          /the table of summaries throttled/,
          /Table throttled/,
        ],
        [
          'AWS/DynamoDB WriteThrottleEvents TableName=summaries,GlobalSecondaryIndexName=started-index Sum',
          /the index of calls/,
          /Index throttled/,
        ],
        ['AWS/Lambda DroppedEventCount EventSourceMappingUUID=the-mapping Sum', /Lambda dropped/, /Events dropped/],
        ['AWS/Lambda DestinationDeliveryFailures FunctionName=ingest Sum', /the bucket did not take/, /Events dropped/],
      ] as const
    ).map(([metric, says, cure]): [string, () => void, string, RegExp, RegExp] => [
      metric,
      change({
        troubles: {
          [metric]: [
            { minutesAgo: 30, value: 4 },
            { minutesAgo: 300, value: 3 },
          ],
        },
      }),
      'trouble',
      new RegExp(`^7 .*${says.source}.* in the last 24 hours, the last 30 min ago$`),
      cure,
    ]),
    [
      'ingest that stopped hours ago, of which Lambda measures nothing',
      change({
        incomingRecords: [200, 120, 6].map((ago) => ({ minutesAgo: ago, value: 5 })),
        ingestLag: [{ minutesAgo: 200, value: 900 }],
        iteratorAgeMs: [{ minutesAgo: 200, value: 800 }],
      }),
      'last ingest',
      /^200 min ago, and records arrived 120 min ago/,
      /Ingest stopped/,
    ],
    [
      'records that wait',
      change({ iteratorAgeMs: [{ minutesAgo: 6, value: 600_000 }] }),
      'iterator age',
      /10 min/,
      /runbook/,
    ],
    [
      'quarantined records',
      change({ objects: { 'quarantine/': { count: 3, isMore: false } } }),
      'quarantine',
      /^3 records/,
      /quarantine list/,
    ],
    [
      'batches given up',
      change({ objects: { 'aws/lambda/': { count: 1_000, isMore: true } } }),
      'given up',
      /^1000 or more batches/,
      /Batches given up/,
    ],
    [
      'a permission of yours that is missing',
      change({ forbidden: ['GetRole'] }),
      'role',
      /not authorized to perform: GetRole/,
      /permission/,
    ],
  ])('%s', async (_what, break_, name, says, cure) => {
    break_();
    const found = (await findings()).filter(([, check]) => check === name);
    expect(found).toEqual([['wrong', name, expect.stringMatching(says), expect.stringMatching(cure)]]);
  });
});

describe('a quiet day', () => {
  const quiet = { incomingRecords: [], ingestLag: [], eventsStored: [] };
  it('is news, and all is well: also right after attach, when its test event is all that came', async () => {
    Object.assign(aws.stack, quiet);
    expect((await findings()).map(([state, name]) => [state, name])).toEqual([['news', 'arrivals']]);
    Object.assign(aws.stack, { incomingRecords: HEALTHY.incomingRecords, ingestLag: HEALTHY.ingestLag });
    expect((await findings()).map(([state, name]) => [state, name])).toEqual([['news', 'last call event']]);
    expect((await cli(['doctor'])).code).toBe(0);
  });

  it('is told of alarms on what is missing as news while the stack is new', async () => {
    const description = 'Nothing reads the stream. See docs/runbook.md#stream-unread';
    const name = 'VoiceInsightsSink-AlarmsStreamUnread1';
    aws.stack.alarms = [{ name, description, topic: OUTPUTS.AlarmTopicArn }];
    aws.stack.created = minutesAgo(59);
    const [alarm] = await findings();
    expect(alarm?.slice(0, 2)).toEqual(['news', 'alarm']);
    expect(alarm?.[3]).toBe('the stack is new: if it is still on in an hour, see docs/runbook.md#stream-unread');
    aws.stack.created = minutesAgo(61);
    expect((await findings())[0]?.slice(0, 2)).toEqual(['wrong', 'alarm']);
  });

  it('counts calls only where the subscription is a day old, and an hour has passed since', async () => {
    Object.assign(aws.stack, quiet);
    twilio.account.calls.push(Date.now() - 600_000, Date.now() - 48 * 3_600_000);
    expect((await findings())[0]?.[0]).toBe('news');
    twilio.account.calls.push(Date.now() - 7_200_000);
    expect((await findings())[0]?.[0]).toBe('wrong');
    const subscription = twilio.account.subscriptions.get('DF1');
    if (subscription !== undefined) subscription.date_created = minutesAgo(60);
    expect((await findings())[0]?.[0]).toBe('news');
  });
});

it('tells trouble that is over from trouble that goes on, and never that something was lost', async () => {
  const throttled = 'AWS/DynamoDB WriteThrottleEvents TableName=events Sum';
  const dropped = 'AWS/Lambda DroppedEventCount EventSourceMappingUUID=the-mapping Sum';
  aws.stack.troubles = {
    [throttled]: [{ minutesAgo: 90, value: 1 }],
    [dropped]: [{ minutesAgo: 1_200, value: 2 }],
    'VoiceInsightsSink EventsBehind service=VoiceInsightsSink Sum': [{ minutesAgo: 600, value: 5 }],
  };
  const found = await findings();
  expect(found[0]?.[3]).toMatch(/"Events of an older day" .*: npx voice-insights errors --since 30d$/);
  expect(found.map(([state, , says]) => [state, says])).toEqual([
    ['news', '5 events of the last 24 hours were filed under older days: their time is that old'],
    ['news', '1 writes that the table throttled in the last 24 hours, the last 90 min ago'],
    ['wrong', '2 records that Lambda dropped in the last 24 hours, the last 1200 min ago'],
  ]);
});

describe('a fault of one of Twilio’s APIs', () => {
  it.each([
    ['/2010-04-01', ['twilio']],
    ['/v1/Sinks', ['sink', 'subscription']],
    ['/v1/Subscriptions/', ['subscription']],
    ['/v1/Types', ['subscription']],
    ['/v1/Voice/Settings', ['advanced features']],
    ['/v1/Alerts', ['twilio alerts']],
  ])('%s hides no other check', async (path, names) => {
    const all = new Set((await look()).map(({ name }) => name));
    twilio.behaviour.failing = [path];
    const checks = await look();
    expect(checks.flatMap(({ name, state }) => (state === 'ok' ? [] : [name]))).toEqual(names);
    expect(new Set(checks.map(({ name }) => name))).toEqual(all);
  });
});

it('measures no age of records by what Lambda said a while ago', async () => {
  aws.stack.iteratorAgeMs = [{ minutesAgo: 300, value: 9_000_000 }];
  const age = (await look()).find(({ name }) => name === 'iterator age');
  expect(age).toMatchObject({ state: 'ok', says: expect.stringMatching(/^not measured/) });
});

describe('a stack', () => {
  it('that is broken, or none of ours, is looked at no further', async () => {
    Object.assign(aws.stack, { status: 'ROLLBACK_COMPLETE', outputs: {} });
    const cure = 'see "Deploy failed" in docs/runbook.md';
    expect(await findings()).toEqual([
      ['wrong', 'stack', 'VoiceInsightsSink is ROLLBACK_COMPLETE and has no output StreamArn', cure],
    ]);
    Object.assign(aws.stack, { outputs: OUTPUTS });
    expect(await findings()).toEqual([['wrong', 'stack', 'VoiceInsightsSink is ROLLBACK_COMPLETE', cure]]);
    const { IngestFunctionName: _, ...outputs } = OUTPUTS;
    Object.assign(aws.stack, { status: 'CREATE_COMPLETE', outputs });
    expect((await findings())[0]?.slice(2)).toEqual([
      'VoiceInsightsSink is CREATE_COMPLETE and has no output IngestFunctionName',
      expect.stringMatching(/cdk deploy.*--stack/),
    ]);
  });

  it.each([
    ['UPDATE_ROLLBACK_FAILED', /Deploy failed/],
    ['DELETE_FAILED', /Deploy failed/],
    ['DELETE_IN_PROGRESS', /^wait/],
    ['UPDATE_FAILED', /^deploy the stack again/],
    ['REVIEW_IN_PROGRESS', /^deploy the stack again/],
  ])('that is %s has a cure that goes on from there', async (status, cure) => {
    aws.stack.status = status;
    expect((await findings())[0]).toEqual([
      'wrong',
      'stack',
      `VoiceInsightsSink is ${status}`,
      expect.stringMatching(cure),
    ]);
  });

  it('that is being changed is looked at, and is not well yet', async () => {
    aws.stack.status = 'UPDATE_IN_PROGRESS';
    const checks = await look();
    expect(checks.filter(({ state }) => state !== 'ok').map(({ name, cure }) => [name, cure])).toEqual([
      ['stack', 'wait until it is done'],
    ]);
    expect(checks.map(({ name }) => name)).toContain('mapping');
  });
});

describe('credentials', () => {
  it('that are not taken are found, of either side, and the other is looked at all the same', async () => {
    const [refused, ...of] = await findings({}, { TWILIO_AUTH_TOKEN: 'expired' });
    expect([refused, of]).toEqual([
      ['wrong', 'twilio', 'Twilio does not take these credentials', expect.stringMatching(/^check TWILIO_ACCOUNT_SID/)],
      [],
    ]);
    expect(await findings({}, { TWILIO_ACCOUNT_SID: '' })).toEqual([
      ['wrong', 'twilio', 'no Twilio account', expect.stringMatching(/^set TWILIO_ACCOUNT_SID/)],
    ]);
    expect(await findings({ stack: 'Other' })).toEqual([
      ['wrong', 'stack', 'no stack Other in us-east-1', expect.stringMatching(/^deploy it, or name it/)],
    ]);
    aws.stack.exists = false;
    expect((await findings())[0]?.[2]).toMatch(/^no stack VoiceInsightsSink in us-east-1/);
    aws.stack.exists = true;
    const noAws = await cli(['doctor'], { AWS_ACCESS_KEY_ID: '', AWS_EC2_METADATA_DISABLED: 'true' });
    expect(noAws).toMatchObject({ code: 1, out: expect.stringMatching(/^WRONG {2}stack: no AWS credentials/m) });
  });

  it('of a Standard API key, which reaches no accounts, are good', async () => {
    twilio.account.keys.set(KEY_SID, 'secret');
    const key = { TWILIO_AUTH_TOKEN: '', TWILIO_API_KEY: KEY_SID, TWILIO_API_SECRET: 'secret' };
    const [first, ...checks] = await look({}, key);
    expect(first).toMatchObject({
      name: 'twilio',
      state: 'ok',
      says: expect.stringContaining('may not see its status'),
    });
    expect(checks.map(({ state }) => state)).toEqual(checks.map(() => 'ok'));
    expect(await findings({}, { ...key, TWILIO_API_SECRET: 'wrong' })).toEqual([
      ['wrong', 'twilio', 'Twilio does not take these credentials', expect.stringMatching(/^check TWILIO_ACCOUNT_SID/)],
    ]);
  });

  it.each([401, 403] as const)('that see no settings (%s) leave Advanced Features unknown', async (settings) => {
    twilio.behaviour.settings = settings;
    expect(await findings()).toEqual([
      ['news', 'advanced features', `unknown in ${ACCOUNT_SID}: these credentials may not see it`, expect.anything()],
    ]);
  });
});

describe('a subaccount', () => {
  it('is looked at with its own token, and named in every cure', async () => {
    attachTo(subaccount);
    subaccount.advancedFeatures = false;
    subaccount.subscriptions.clear();
    const found = await findings({ account: SUBACCOUNT_SID });
    subaccount.advancedFeatures = true;
    expect(found).toEqual([
      ['wrong', 'advanced features', expect.stringContaining(`off in ${SUBACCOUNT_SID}`), expect.anything()],
      ['wrong', 'subscription', expect.anything(), `npx voice-insights attach --account ${SUBACCOUNT_SID}`],
    ]);
  });

  it('that is none, or whose token these credentials do not reach, says so', async () => {
    const none = `AC${'9'.repeat(32)}`;
    expect((await findings({ account: none }))[0]?.[2]).toBe(
      `${none} is no subaccount of TWILIO_ACCOUNT_SID, ${ACCOUNT_SID}`,
    );
    twilio.account.keys.set(KEY_SID, 'secret');
    const key = { TWILIO_API_KEY: KEY_SID, TWILIO_API_SECRET: 'secret' };
    expect((await findings({ account: SUBACCOUNT_SID }, key))[0]?.slice(2)).toEqual([
      `no token of ${SUBACCOUNT_SID} for these credentials`,
      expect.stringMatching(/^leave TWILIO_API_KEY out/),
    ]);
  });
});

describe('other sinks of the stream', () => {
  it('are named, of which the subscribed one is ours, as it is for attach', async () => {
    const [ours] = twilio.account.sinks.values();
    twilio.account.sinks.clear();
    addSink(twilio.account.sinks, 2);
    addSink(twilio.account.sinks, 3, { external_id: 'old' });
    addSink(twilio.account.sinks, 4, { arn: 'arn:other' });
    if (ours !== undefined) twilio.account.sinks.set(ours.sid, ours);
    const cure = (digit: number) => `if it is not needed: npx voice-insights detach ${sinkSid(digit)}`;
    expect(await findings()).toEqual([
      ['news', 'other sink', `${sinkSid(2)} writes to the same stream and is equal to it`, cure(2)],
      ['news', 'other sink', `${sinkSid(3)} writes to the same stream and has another external id`, cure(3)],
    ]);
  });
});

describe('alerts', () => {
  it('of other resources, of other kinds, or older than Twilio keeps calls are none of ours', async () => {
    alert('91300', 5, sinkSid(9));
    alert('93100', 5);
    alert('91001', 5);
    alert('11200', 5);
    alert('93104', 31 * 24 * 60);
    expect(await findings()).toEqual([]);
  });

  it('of a sink that the stack had before, for another stream, are ours; of a stack elsewhere they are not', async () => {
    const earlier = (digit: number, region: string) => {
      addSink(twilio.account.sinks, digit, { arn: `arn:aws:kinesis:${region}:123456789012:stream/before` });
      const sink = twilio.account.sinks.get(sinkSid(digit));
      if (sink !== undefined) sink.description = 'voice-insights-sink VoiceInsightsSink';
      alert('93104', 90, sinkSid(digit));
    };
    earlier(7, 'eu-west-1');
    expect(await findings()).toEqual([]);
    earlier(8, 'us-east-1');
    expect(await findings()).toEqual([
      [
        'news',
        'other sink',
        expect.stringMatching(/^DG8+ is of this stack too and has another stream/),
        expect.stringContaining(`detach ${sinkSid(8)}`),
      ],
      ['wrong', 'twilio alerts', expect.stringMatching(/^93104 ×1 /), expect.stringMatching(/backfill --since/)],
    ]);
  });

  it('that warn are news: Twilio tries again; those that went on for hours are not', async () => {
    for (let minutes = 5; minutes < 120; minutes += 20) alert('91302', minutes, sinkSid(1), 'warning');
    expect((await findings()).map(([state, name]) => [state, name])).toEqual([['news', 'twilio alerts']]);
    for (let minutes = 125; minutes < 300; minutes += 20) alert('91302', minutes, sinkSid(1), 'warning');
    expect(await findings()).toEqual([
      ['wrong', 'twilio alerts', expect.stringMatching(/^91302 ×15 /), expect.stringMatching(/backfill --since/)],
    ]);
  });

  it('behind those of the whole account, on a later page, are found', async () => {
    for (let count = 0; count < 2 * twilio.behaviour.pageSize; count += 1) alert('11200', 1, null);
    alert('91305', 600);
    expect((await findings()).map(([, , says]) => says)).toEqual([expect.stringMatching(/^91305 ×1 about sinks/)]);
  });

  it('of which none came for an hour are news', async () => {
    alert('93102', 61);
    expect(await findings()).toEqual([
      [
        'news',
        'twilio alerts',
        expect.stringMatching(/^93102 ×1 about sinks .*: none for an hour$/),
        expect.anything(),
      ],
    ]);
  });

  it('by which Twilio gave events up name the command that fetches them', async () => {
    alert('91303', 120);
    alert('93102', 1);
    const [[state, , says, cure] = []] = await findings();
    expect([state, says]).toEqual([
      'wrong',
      expect.stringMatching(/^91303 ×1, 93102 ×1 about sinks in the last 30 days/),
    ]);
    expect(cure).toMatch(
      /errors\/93102; then Twilio dropped events.*: npx voice-insights backfill --since \S+Z --until \S+Z$/,
    );
  });
});

describe('the subscription', () => {
  it('in a version that Twilio lists as its newest is right, and one that it does not list is not', async () => {
    twilio.behaviour.versions = [1, 2];
    twilio.account.subscriptions.get('DF1')?.types.set(GATEWAY_CALL_EVENT, 2);
    expect(await findings()).toEqual([]);
    twilio.account.subscriptions.get('DF1')?.types.set(GATEWAY_CALL_EVENT, 9);
    expect(await findings()).toEqual([
      [
        'wrong',
        'subscription',
        expect.stringContaining('is subscribed in schema version 9, Twilio lists only 1, 2'),
        'npx voice-insights attach',
      ],
    ]);
  });

  it('is right with metrics, which nobody has to have', async () => {
    twilio.account.subscriptions.get('DF1')?.types.set(SDK_METRICS, 2);
    expect(await findings()).toEqual([]);
    twilio.account.subscriptions.get('DF1')?.types.set(SDK_METRICS, 1);
    expect((await findings())[0]?.[2]).toBe(`${SDK_METRICS} is subscribed in schema version 1, 2 is known`);
  });

  it('is right without conferences, where Twilio does not offer them', async () => {
    twilio.behaviour.typeStatus = { [PARTICIPANT_COMPLETE]: 'none' };
    twilio.account.subscriptions.get('DF1')?.types.delete(PARTICIPANT_COMPLETE);
    expect(await findings()).toEqual([]);
  });

  it('to one type only is right where that is wanted', async () => {
    const types = twilio.account.subscriptions.get('DF1')?.types;
    for (const { type } of wantedTypes({})) if (type !== SDK_CALL_EVENT) types?.delete(type);
    expect(await findings({ types: [SDK_CALL_EVENT] })).toEqual([]);
    const one = await cli(['status', '--types', 'sdk', '--schema-version', '2']);
    expect(one.code).toBe(0);
  });

  it('to a type that never becomes a row is news, as is a newer schema version', async () => {
    twilio.account.subscriptions.get('DF1')?.types.set('com.twilio.error-logs.error.logged', 1);
    expect((await findings())[0]?.slice(0, 3)).toEqual([
      'news',
      'subscription',
      'com.twilio.error-logs.error.logged is subscribed too',
    ]);
    twilio.behaviour.versions = [1, 2, 3, 4];
    const { out, code } = await cli(['doctor']);
    expect(code).toBe(0);
    expect(out).toMatch(/^news +subscription: Twilio has schema version 4 of /m);
  });
});

it('finds nothing right after attach and a call, and attach is the cure of what it finds before', async () => {
  twilio.clear();
  aws.stack.name = 'Staging';
  const words = ['--stack', 'Staging', '--region', 'us-east-1'];
  const before = await cli(['doctor', ...words]);
  expect(before.code).toBe(1);
  expect(before.out).toContain(`→ npx voice-insights attach ${words.join(' ')}\n`);
  expect(await cli(['attach', '--yes', ...words])).toMatchObject({
    code: 0,
    out: expect.stringContaining(`npx voice-insights call CA… ${words.join(' ')}\n`),
  });
  expect(await cli(['doctor', ...words])).toMatchObject({ code: 0 });
});

it('is not for a local pipeline, nor for what is no account', async () => {
  const [local, account] = await Promise.all([cli(['doctor', '--local']), cli(['doctor', '--account', 'AC1'])]);
  expect(local).toEqual({
    code: 2,
    out: '',
    notes: ['status and doctor look at a deployed stack, not at --local'],
  });
  expect(account).toMatchObject({ code: 2, out: '', notes: [expect.stringContaining('--account')] });
});
