import { type ChildProcess, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  CreateStreamCommand,
  PutRecordCommand,
  SplitShardCommand,
  waitUntilStreamExists,
} from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { confirm } from '../../cli/confirm.ts';
import { GATEWAY_CALL_EVENT, SDK_CALL_EVENT } from '../../families/call-event/facts.ts';
import { GATEWAY_METRICS, SDK_METRICS } from '../../families/call-metric/facts.ts';
import { COMPLETE, PARTIAL, PREDICTED_COMPLETE } from '../../families/call-summary/facts.ts';
import { CONFERENCE_COMPLETE, CONFERENCE_PARTIAL } from '../../families/conference-summary/facts.ts';
import { PARTICIPANT_COMPLETE } from '../../families/participant-summary/facts.ts';
import { TEST_EVENT } from '../../families/test-event/facts.ts';
import { kinesisClient } from '../../local/embedded-kinesis.ts';
import { type EmbeddedServer, listen } from '../../local/embedded-server.ts';
import { followingClient } from '../../local/following-client.ts';
import { STREAM_NAME } from '../../local/names.ts';
import { attach } from '../../operations/attach/attach.ts';
import { detach, findAttached } from '../../operations/attach/detach.ts';
import { lock } from '../../operations/attach/lock.ts';
import { openTestEvents } from '../../operations/attach/test-events.ts';
import { explain } from '../../operations/explain.ts';
import { ACCOUNT_SID } from '../../samples/builders.ts';
import { type Clock, systemClock } from '../../shared/clock.ts';
import { createEventStreams } from '../../twilio/event-streams.ts';
import { openTwilioAs } from '../../twilio/open-twilio.ts';
import { alertsOfSink } from '../../twilio/sink-alerts.ts';
import { freePort } from '../local/running-pipeline.ts';
import { itAtNight } from '../nightly.ts';
import { AUTH_TOKEN, type FakeAccount, type FakeTwilio, startFakeTwilio } from '../twilio/fake-events.ts';
import { type AnnouncedPipeline, announcePipeline } from './announced-pipeline.ts';
import { noTerminal, notAllowed, runCli, runProcess } from './run-cli.ts';

// Processes take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const STREAM_ARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/call-events';
const ROLE_ARN = 'arn:aws:iam::000000000000:role/local';
const SUBACCOUNT_SID = `AC${'5'.repeat(32)}`;
const CONFERENCES = { [CONFERENCE_PARTIAL]: 2, [CONFERENCE_COMPLETE]: 2, [PARTICIPANT_COMPLETE]: 2 };
const ALL = {
  [SDK_CALL_EVENT]: 2,
  [GATEWAY_CALL_EVENT]: 3,
  [PARTIAL]: 7,
  [PREDICTED_COMPLETE]: 7,
  [COMPLETE]: 7,
  ...CONFERENCES,
};
/** In words, as a subscription of all of them is said. */
const ALL_IN_WORDS = `${SDK_CALL_EVENT} (schema version 2), ${GATEWAY_CALL_EVENT} (schema version 3), ${PARTIAL} (schema version 7), ${PREDICTED_COMPLETE} (schema version 7), ${COMPLETE} (schema version 7), ${CONFERENCE_PARTIAL} (schema version 2), ${CONFERENCE_COMPLETE} (schema version 2) and ${PARTICIPANT_COMPLETE} (schema version 2)`;
const EVENTS = [SDK_CALL_EVENT, GATEWAY_CALL_EVENT];
const FRESH = ['POST /v1/Sinks', expect.stringMatching(/\/Test$/), 'POST /v1/Subscriptions'];
const FRESH_VALIDATED = [
  'POST /v1/Sinks',
  expect.stringMatching(/\/Test$/),
  expect.stringMatching(/\/Validate$/),
  'POST /v1/Subscriptions',
];

let pipeline: AnnouncedPipeline;
let twilio: FakeTwilio;
/** How the stream holds Twilio's test event: its JSON, or that in base64 once more. */
let encoding: 'utf8' | 'base64' = 'utf8';
/** What is on the stream right before it. */
let ahead: unknown[] = [];

beforeAll(async () => {
  pipeline = await announcePipeline();
  twilio = await startFakeTwilio({
    putTestEvent: async (event) =>
      pipeline.put(...ahead, Buffer.from(Buffer.from(JSON.stringify(event)).toString(encoding))),
  });
});
afterAll(async () => {
  await twilio.close();
  await pipeline.stop();
});
beforeEach(() => {
  twilio.clear();
  encoding = 'utf8';
  ahead = [];
});

const cli = (words: string[], env: Record<string, string> = {}) =>
  runCli([...words, `--local=${pipeline.ready.port}`], { ...twilio.env, ...env });

/** What a person would see at Twilio. */
function state({ sinks, subscriptions }: FakeAccount = twilio.account) {
  return {
    sinks: [...sinks.values()].map(({ status, sink_configuration }) => ({ status, ...sink_configuration })),
    subscriptions: [...subscriptions.values()].map(({ sink_sid, types }) => ({
      isOnSink: sinks.has(sink_sid),
      types: Object.fromEntries(types),
    })),
  };
}

function attached(types: Record<string, number> = ALL) {
  const sink = {
    status: 'active',
    arn: STREAM_ARN,
    role_arn: ROLE_ARN,
    external_id: `local-${pipeline.ready.port}`,
  };
  return { sinks: [sink], subscriptions: [{ isOnSink: true, types }] };
}

/** Ten times as fast as it is. */
const fast: Clock = { ...systemClock, sleep: (ms) => systemClock.sleep(ms / 10) };

/** It never is later than it says, and no time passes but by waiting. */
function virtual(): Clock {
  let now = Date.now();
  const sleep = async (ms: number) => {
    now += ms;
  };
  return { now: () => now, sleep, random: () => 1 };
}

const wantedSink = () => ({
  arn: STREAM_ARN,
  roleArn: ROLE_ARN,
  externalId: `local-${pipeline.ready.port}`,
});

async function openHere(clock: Clock = fast) {
  const { client } = await openTwilioAs(twilio.env, undefined, clock);
  return client;
}

const eventStreams = async () => createEventStreams(await openHere());

async function detachHere(): Promise<void> {
  const twilioHas = await eventStreams();
  await detach(twilioHas, await findAttached(twilioHas, { configuration: wantedSink() }));
}

/** The same as the command, in this process. */
async function attachHere(
  options: { clock?: Clock; types?: string[]; schemaVersion?: number; streamName?: string; said?: string[] } = {},
) {
  const stream = followingClient(pipeline.ready.kinesis);
  const { clock = fast, said = [] } = options;
  const client = await openHere(clock);
  try {
    const result = await attach({
      eventStreams: createEventStreams(client),
      openTestEvents: () =>
        openTestEvents({
          client: stream,
          streamName: options.streamName ?? STREAM_NAME,
          accountSid: ACCOUNT_SID,
          clock: systemClock,
        }),
      alertsOf: (sinkSid, sinceMs) => alertsOfSink(client, sinkSid, sinceMs),
      asked: { sink: wantedSink(), said: options, description: 'voice-insights-sink local' },
      dryRun: false,
      timeoutMs: 60_000,
      clock,
      cures: { detach: (sid) => `detach ${sid}`, attach: () => 'attach', doctor: 'doctor' },
      say: (line) => said.push(line),
    });
    return { ...result, said };
  } finally {
    stream.destroy();
  }
}

describe.each(['active at once', 'validated'] as const)('attach, where sinks are %s,', (sinks) => {
  beforeEach(() => {
    twilio.behaviour.sinks = sinks;
  });

  it('ends with an active, subscribed sink in under 10 s; a second one writes nothing; detach leaves nothing', async () => {
    const begin = Date.now();
    const first = await cli(['attach', '--yes']);
    expect(Date.now() - begin).toBeLessThan(10_000);
    const [sink] = twilio.account.sinks.values();
    const [subscription] = twilio.account.subscriptions.values();
    expect(first).toEqual({
      code: 0,
      out: [
        `sink ${sink?.sid} is active and writes to ${STREAM_ARN}`,
        `subscription ${subscription?.sid} of ${ACCOUNT_SID} sends ${ALL_IN_WORDS}`,
        `next: make a call; Advanced Features are on, and about 90 s after an event: npx voice-insights call CA… --local=${pipeline.ready.port}\n`,
      ].join('\n'),
      notes: [
        `created sink ${sink?.sid} for ${STREAM_ARN}, written to as ${ROLE_ARN}`,
        "Twilio's test event came through the stream",
        `subscribed to ${ALL_IN_WORDS}`,
      ],
    });
    expect(state()).toEqual(attached());
    expect(twilio.writes()).toEqual(sinks === 'validated' ? FRESH_VALIDATED : FRESH);

    twilio.forgetRequests();
    const second = await cli(['attach', '--yes', '--json']);
    expect(second).toMatchObject({ code: 0, notes: [] });
    expect(JSON.parse(second.out)).toEqual({
      accountSid: ACCOUNT_SID,
      sink: { sid: sink?.sid, status: 'active', streamArn: STREAM_ARN },
      subscription: {
        sid: subscription?.sid,
        types: Object.entries(ALL).map(([type, schemaVersion]) => ({ type, schemaVersion })),
      },
      advancedFeatures: true,
      steps: [],
      dryRun: false,
    });
    expect(twilio.requests.length).toBeGreaterThan(0);
    expect(twilio.writes()).toEqual([]);

    expect(await cli(['detach', '--yes'])).toEqual({
      code: 0,
      out: `deleted subscription ${subscription?.sid}\ndeleted sink ${sink?.sid}\n`,
      notes: [`sink ${sink?.sid} of ${ACCOUNT_SID} writes to ${STREAM_ARN}`],
    });
    expect(state()).toEqual({ sinks: [], subscriptions: [] });
  });

  it('that is cut off at any write, before or after it is done, looks at what is there and ends the same', async () => {
    const writes = sinks === 'validated' ? 4 : 3;
    for (let write = 1; write <= writes; write += 1) {
      for (const when of ['before', 'after'] as const) {
        twilio.clear();
        twilio.behaviour.breakAt = { write, when };
        const { said } = await attachHere();
        expect(said).toContain('the connection to Twilio broke (socket hang up): reading the present state again');
        expect({ write, when, ...state() }).toEqual({ write, when, ...attached() });
        twilio.forgetRequests();
        delete twilio.behaviour.breakAt;
        await attachHere();
        expect(twilio.writes()).toEqual([]);
      }
    }
  });

  itAtNight('that is killed at any write ends the same when it is run again', async () => {
    const writes = sinks === 'validated' ? 4 : 3;
    for (let write = 1; write <= writes; write += 1) {
      twilio.clear();
      let command: ChildProcess | undefined;
      twilio.behaviour.onWrite = async (number) => {
        if (number !== write || command === undefined) return;
        command.kill('SIGKILL');
        await once(command, 'exit');
      };
      const killed = await runProcess(['attach', '--yes', `--local=${pipeline.ready.port}`], twilio.env, {
        onStart: (child) => {
          command = child;
        },
      });
      expect({ write, ...killed }).toMatchObject({ write, code: null, out: '' });
      delete twilio.behaviour.onWrite;
      await attachHere();
      expect({ write, ...state() }).toEqual({ write, ...attached() });
    }
  });
});

describe('attach', () => {
  beforeEach(() => {
    twilio.behaviour.sinks = 'validated';
  });

  it('knows its test event in every form: data as text, the record in base64 once more', async () => {
    twilio.behaviour.testData = 'text';
    await attachHere();
    expect(state()).toEqual(attached());
    twilio.clear();
    twilio.behaviour.testData = 'object';
    encoding = 'base64';
    await attachHere();
    expect(state()).toEqual(attached());
  });

  it('passes over test events of other sinks', async () => {
    ahead = [{ id: ACCOUNT_SID, type: TEST_EVENT, data: { test_id: 'of-another-sink' } }];
    await attachHere();
    expect(state()).toEqual(attached());
    expect(twilio.requests.filter(({ path }) => path.endsWith('/Validate')).map(({ form }) => form)).toEqual([
      [['TestId', 'of-another-sink']],
      [['TestId', [...twilio.account.sinks.values()][0]?.testId]],
    ]);
  });

  itAtNight('sees its test event on a shard that was made while it waits', async () => {
    const stream = kinesisClient(pipeline.ready.kinesis);
    const exists = () =>
      waitUntilStreamExists(
        { client: stream, maxWaitTime: 30, minDelay: 0.05, maxDelay: 0.1 },
        { StreamName: 'split' },
      );
    await stream.send(new CreateStreamCommand({ StreamName: 'split', ShardCount: 1 }));
    await exists();
    twilio.behaviour.testEventsArrive = false;
    twilio.behaviour.onWrite = async (write) => {
      if (write !== 2) return;
      // The emulator's sequence numbers count seconds: the split is not of the second in which it was opened.
      const second = Math.floor(Date.now() / 1_000);
      await vi.waitUntil(() => Math.floor(Date.now() / 1_000) > second + 1, { timeout: 5_000 });
      const [{ testId = '' } = {}] = twilio.account.sinks.values();
      await stream.send(
        new SplitShardCommand({
          StreamName: 'split',
          ShardToSplit: 'shardId-000000000000',
          NewStartingHashKey: (2n ** 127n).toString(),
        }),
      );
      await exists();
      const event = { id: ACCOUNT_SID, type: TEST_EVENT, data: { test_id: testId } };
      const Data = Buffer.from(JSON.stringify(event));
      await stream.send(new PutRecordCommand({ StreamName: 'split', PartitionKey: ACCOUNT_SID, Data }));
    };
    await attachHere({ streamName: 'split' });
    stream.destroy();
    expect(state()).toEqual(attached());
  });

  it('leaves a later version that is known, and lowers one that is not, or where it is told to', async () => {
    await attachHere({ types: [SDK_CALL_EVENT], schemaVersion: 3 });
    twilio.forgetRequests();
    expect((await attachHere({ types: [SDK_CALL_EVENT] })).steps).toEqual([]);
    expect(twilio.writes()).toEqual([]);
    await attachHere({ types: [SDK_CALL_EVENT], schemaVersion: 2 });
    expect(state()).toEqual(attached({ [SDK_CALL_EVENT]: 2 }));
    twilio.behaviour.versions = [1, 2, 3, 4];
    for (const { types } of twilio.account.subscriptions.values()) types.set(SDK_CALL_EVENT, 4);
    await attachHere({ types: [SDK_CALL_EVENT] });
    expect(state()).toEqual(attached({ [SDK_CALL_EVENT]: 2 }));
  });

  it('subscribes in the highest version that both sides know, and says so where it is an older one', async () => {
    twilio.behaviour.summaryVersions = [1, 2, 5];
    const { said } = await attachHere();
    expect(state()).toEqual(attached({ ...ALL, [PARTIAL]: 5, [PREDICTED_COMPLETE]: 5, [COMPLETE]: 5 }));
    expect(said.slice(0, 3)).toEqual(
      [PARTIAL, PREDICTED_COMPLETE, COMPLETE].map(
        (type) => `news: Twilio does not list schema version 7 of ${type}: this takes 5`,
      ),
    );
    twilio.behaviour.summaryVersions = [1, 2, 5, 6, 7, 8];
    const { said: later } = await attachHere();
    expect(state()).toEqual(attached());
    expect(later).toContain(`news: Twilio lists schema version 8 of ${COMPLETE}`);
    expect(later).toContain(`changed ${COMPLETE} from schema version 5 to 7`);
  });

  it('adds summaries and conferences to a subscription of before there were any, and a dry run shows them', async () => {
    await attachHere({ types: EVENTS });
    const dryRun = await cli(['attach', '--dry-run']);
    expect(dryRun.out.trim().split('\n')).toEqual([
      ...[PARTIAL, PREDICTED_COMPLETE, COMPLETE].map((type) => `would subscribe to ${type} (schema version 7) too`),
      ...Object.keys(CONFERENCES).map((type) => `would subscribe to ${type} (schema version 2) too`),
    ]);
    expect(await cli(['attach', '--dry-run', '--types', 'sdk,gateway'])).toMatchObject({ out: 'nothing to do\n' });
    const some = await cli(['attach', '--dry-run', '--types', 'gateway,summaries', '--types', 'summary-partial']);
    expect(some.out).toContain(`would unsubscribe from ${SDK_CALL_EVENT} (schema version 2)\n`);
    expect(some.out).toContain(`would subscribe to ${COMPLETE} (schema version 7) too`);
  });

  it('brings the subscription to other types and versions, with a write for what differs only', async () => {
    await attachHere({ types: [SDK_CALL_EVENT], schemaVersion: 1 });
    expect(state()).toEqual(attached({ [SDK_CALL_EVENT]: 1 }));
    twilio.forgetRequests();
    const both = await attachHere({ types: EVENTS });
    expect(state()).toEqual(attached({ [SDK_CALL_EVENT]: 2, [GATEWAY_CALL_EVENT]: 3 }));
    expect(both.said).toEqual([
      `changed ${SDK_CALL_EVENT} from schema version 1 to 2`,
      `subscribed to ${GATEWAY_CALL_EVENT} (schema version 3) too`,
    ]);
    expect(twilio.writes()).toHaveLength(2);
    twilio.forgetRequests();
    const one = await cli(['attach', '--yes', '--types', 'gateway', '--schema-version', '3', '--json']);
    expect(JSON.parse(one.out).steps).toEqual([`unsubscribe from ${SDK_CALL_EVENT} (schema version 2)`]);
    expect(state()).toEqual(attached({ [GATEWAY_CALL_EVENT]: 3 }));
    expect(twilio.writes()).toHaveLength(1);
  });

  it('that is cut off between two changes of a subscription ends the same', async () => {
    for (const write of [1, 2]) {
      for (const when of ['before', 'after'] as const) {
        twilio.clear();
        await attachHere({ types: [SDK_CALL_EVENT] });
        twilio.forgetRequests();
        twilio.behaviour.breakAt = { write, when };
        await attachHere({ types: [GATEWAY_CALL_EVENT] });
        delete twilio.behaviour.breakAt;
        expect({ write, when, ...state() }).toEqual({ write, when, ...attached({ [GATEWAY_CALL_EVENT]: 3 }) });
      }
    }
  });

  it('adds metrics only where somebody asks for them, says first what they cost, and keeps them then', async () => {
    await attachHere();
    const dryRun = await cli(['attach', '--dry-run', '--types', 'events,summaries,conferences,metrics']);
    expect(dryRun.notes).toEqual([expect.stringMatching(/^call metrics are about eleven times as many events/)]);
    const WITH_METRICS = { ...ALL, [SDK_METRICS]: 2, [GATEWAY_METRICS]: 2 };
    const said: string[] = [];
    await attachHere({ types: Object.keys(WITH_METRICS), said });
    expect(state()).toEqual(attached(WITH_METRICS));
    expect(said[0]).toMatch(/^call metrics are about eleven times/);
    expect((await attachHere()).steps).toEqual([]);
    await attachHere({ types: Object.keys(ALL) });
    expect(state()).toEqual(attached());
  });

  it('does without conferences where Twilio does not offer them and nobody asked for them', async () => {
    const off = [CONFERENCE_PARTIAL, PARTICIPANT_COMPLETE];
    twilio.behaviour.typeStatus = { [CONFERENCE_PARTIAL]: 'none', [PARTICIPANT_COMPLETE]: 'discontinued' };
    const { said } = await attachHere();
    expect(state()).toEqual(attached(Object.fromEntries(Object.entries(ALL).filter(([type]) => !off.includes(type)))));
    expect(said.slice(0, 2)).toEqual(
      off.map((type) => `news: Twilio does not offer ${type} to this account: it is left out`),
    );
    await expect(attachHere({ types: off })).rejects.toThrow('for this account: update this project');
  });

  it('in a dry run says what it would do, and writes nothing', async () => {
    const [fresh, json] = await Promise.all([cli(['attach', '--dry-run']), cli(['attach', '--dry-run', '--json'])]);
    expect(fresh).toEqual({
      code: 0,
      out: [
        `would create a sink for ${STREAM_ARN}, written to as ${ROLE_ARN}`,
        "would send Twilio's test event, and see it come through the stream",
        `would subscribe to ${ALL_IN_WORDS}\n`,
      ].join('\n'),
      notes: [],
    });
    expect(JSON.parse(json.out)).toMatchObject({ sink: null, subscription: null, dryRun: true });
    expect(twilio.writes()).toEqual([]);
    expect(state()).toEqual({ sinks: [], subscriptions: [] });
    await attachHere();
    expect(await cli(['attach', '--dry-run'])).toEqual({ code: 0, out: 'nothing to do\n', notes: [] });
  });

  it('makes a new sink where role or external id are others, and says so first', async () => {
    await attachHere();
    const [old] = twilio.account.sinks.values();
    if (old === undefined) throw new Error('no sink');
    old.sink_configuration = { ...old.sink_configuration, external_id: 'another' };
    const remark = `sink ${old.sid} has another external id and cannot be changed, so this is a new sink; to remove the old one: `;
    const dryRun = await cli(['attach', '--dry-run']);
    const target = `--local=${pipeline.ready.port}`;
    expect(dryRun.notes).toEqual([`${remark}npx voice-insights detach ${old.sid} ${target}`]);
    const { said } = await attachHere();
    expect(said[0]).toBe(`${remark}detach ${old.sid}`);
    expect(said[1]).toMatch(/^created sink/);
    expect(twilio.account.sinks.size).toBe(2);
    // Both deliver until somebody removes the old one.
    expect((await attachHere()).said).toEqual([
      `sink ${old.sid} writes to the same stream, and is subscribed too; to remove it: detach ${old.sid}`,
    ]);
    expect(await cli(['detach', '--sink', old.sid, '--yes'])).toMatchObject({ code: 0 });
    expect(state()).toEqual(attached());
  });

  it('takes another external id than the stack’s, to change it without a gap', async () => {
    await attachHere();
    const [old] = twilio.account.sinks.keys();
    expect(await cli(['attach', '--yes', '--external-id', 'another-external-id'])).toMatchObject({ code: 0 });
    expect(await cli(['detach', '--sink', `${old}`, '--yes'])).toMatchObject({ code: 0 });
    const { sinks, subscriptions } = attached();
    expect(state()).toEqual({
      sinks: sinks.map((sink) => ({ ...sink, external_id: 'another-external-id' })),
      subscriptions,
    });
  });

  it('finds its sink among many pages of others', async () => {
    await attachHere();
    const [[sid, sink] = [], ...rest] = twilio.account.sinks;
    if (sid === undefined || sink === undefined) throw new Error('no sink');
    expect(rest).toEqual([]);
    twilio.account.sinks.clear();
    for (let number = 0; number < 7; number += 1) {
      const other = `DG${`${number}`.repeat(32)}`;
      twilio.account.sinks.set(other, {
        ...sink,
        sid: other,
        sink_type: number % 2 === 0 ? 'webhook' : 'kinesis',
        sink_configuration: { ...sink.sink_configuration, arn: `arn:aws:kinesis:us-east-1:1:stream/${number}` },
        description: 'of somebody else',
      });
    }
    twilio.account.sinks.set(sid, sink);
    twilio.behaviour.pageSize = 2;
    twilio.forgetRequests();
    const { sink: found, said } = await attachHere();
    twilio.behaviour.pageSize = 50;
    expect({ sid: found?.sid, said }).toEqual({ sid, said: [] });
    expect(twilio.writes()).toEqual([]);
  });

  it('says which account has Advanced Features off, and never turns them on', async () => {
    twilio.account.advancedFeatures = false;
    const answer = await cli(['attach', '--yes']);
    expect(answer.code).toBe(0);
    expect(answer.out.split('\n').at(-2)).toBe(
      `next: Advanced Features of ${ACCOUNT_SID} are OFF, so Twilio writes no events of its calls; turn them on before a call is made, ` +
        'in the Console of that account, Voice → Settings → Voice Insights (billed per minute)',
    );
    expect(twilio.account.advancedFeatures).toBe(false);
    expect(twilio.writes().filter((write) => write.includes('Settings'))).toEqual([]);
  });

  it('leaves open whether they are on where the credentials may not see it', async () => {
    await attachHere();
    for (const settings of [401, 403] as const) {
      twilio.behaviour.settings = settings;
      expect((await attachHere()).advancedFeatures).toBeUndefined();
    }
    const answer = await cli(['attach', '--yes']);
    expect(answer.out.split('\n').at(-2)).toContain(`next: see that Advanced Features of ${ACCOUNT_SID} are on`);
  });

  it('acts for a subaccount with that account’s own token, and shows no credential', async () => {
    const secret = 'f00d'.repeat(8);
    const subaccount = twilio.addAccount(SUBACCOUNT_SID, secret);
    const answer = await cli(['attach', '--yes', '--account', SUBACCOUNT_SID], { TWILIO_REGION: 'ie1' });
    expect(answer.code).toBe(0);
    expect(answer.notes.filter((line) => line.includes('TWILIO_REGION'))).toHaveLength(1);
    expect(answer.out).toContain(SUBACCOUNT_SID);
    for (const credential of [secret, AUTH_TOKEN]) expect(answer.out + answer.notes.join()).not.toContain(credential);
    expect(state(subaccount)).toEqual(attached());
    expect(state()).toEqual({ sinks: [], subscriptions: [] });
  });

  it('says news of a schema version that this project does not know', async () => {
    twilio.behaviour.versions = [1, 2, 3, 4];
    const { said } = await attachHere({ types: [SDK_CALL_EVENT] });
    twilio.behaviour.versions = [1, 2, 3];
    expect(said[0]).toBe(`news: Twilio lists schema version 4 of ${SDK_CALL_EVENT}`);
    expect(state()).toEqual(attached({ [SDK_CALL_EVENT]: 2 }));
  });
});

describe('attach that cannot be done says so in one line:', () => {
  const trouble = (line: unknown) => ({ code: 1, out: '', notes: [line] });

  it('no Twilio account, no credential, wrong ones', async () => {
    const { TWILIO_EVENTS_URL } = twilio.env;
    const words = ['attach', '--yes', `--local=${pipeline.ready.port}`];
    const [noAccount, noAccountSid, noToken, wrong] = await Promise.all([
      runCli(words, { TWILIO_EVENTS_URL }),
      runCli(words, { ...twilio.env, TWILIO_ACCOUNT_SID: AUTH_TOKEN }),
      runCli(words, { TWILIO_EVENTS_URL, TWILIO_ACCOUNT_SID: ACCOUNT_SID }),
      cli(['attach', '--yes'], { TWILIO_AUTH_TOKEN: 'wrong' }),
    ]);
    const key = await runCli(words, { ...twilio.env, TWILIO_ACCOUNT_SID: `SK${'6'.repeat(32)}` });
    expect(noAccount).toEqual(
      trouble('no Twilio account: set TWILIO_ACCOUNT_SID, and TWILIO_AUTH_TOKEN or an API key'),
    );
    expect(noAccountSid).toEqual(
      trouble('TWILIO_ACCOUNT_SID is no account SID: expected AC and 32 hexadecimal digits'),
    );
    expect(key).toEqual(noAccountSid);
    expect(noToken).toEqual(
      trouble('no Twilio credential: set TWILIO_AUTH_TOKEN, or TWILIO_API_KEY and TWILIO_API_SECRET'),
    );
    expect(wrong).toEqual(
      trouble(
        'Twilio does not take these credentials: check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN (or the API key)',
      ),
    );
    expect(twilio.writes()).toEqual([]);
  });

  it('a test event that never arrives, and no subscription is made', async () => {
    twilio.behaviour.testEventsArrive = false;
    const answer = await cli(['attach', '--yes', '--timeout', '1']);
    twilio.behaviour.testEventsArrive = true;
    const [sid] = twilio.account.sinks.keys();
    expect(answer).toMatchObject({ code: 1, out: '' });
    expect(answer.notes.at(-1)).toBe(
      `Twilio's test event did not come through ${STREAM_ARN} in 1 s, so nothing was subscribed on sink ${sid}: ` +
        "Twilio's debugger says nothing of it yet; then run attach again",
    );
    expect(state().subscriptions).toEqual([]);
    await attachHere();
    expect(state()).toEqual(attached());
  });

  it('a test event that does not come within a minute, with how long it waits and what the debugger says', async () => {
    twilio.behaviour.testEventsArrive = false;
    const clock = virtual();
    const begin = clock.now();
    const said: string[] = [];
    const alert = (error_code: string, resource_sid: string | null, ago = 0) =>
      twilio.account.alerts.push({
        error_code,
        log_level: 'error',
        date_created: new Date(begin - ago).toISOString(),
        resource_sid,
      });
    alert('93102', null, 3_600_000);
    alert('93104', `DG${'9'.repeat(32)}`);
    alert('93103', null);
    alert('93103', null);
    await expect(attachHere({ clock, said })).rejects.toThrow(
      "Twilio's debugger says 93103 (it cannot count the shards: the role lacks a right, or the stream is throttled); doctor looks at both ends; then run attach again",
    );
    expect(clock.now() - begin).toBe(60_000);
    expect(said.slice(1)).toEqual(
      [10, 20, 30, 40, 50].map((second) => `waiting for Twilio's test event: ${second} of 60 s`),
    );
    twilio.behaviour.failing = ['/v1/Alerts'];
    await expect(attachHere({ clock })).rejects.toThrow(/on sink DG\w+: Twilio's debugger says why; doctor looks/);
  });

  itAtNight('a sink that failed and stays so, which is made anew and not tried in a circle', async () => {
    Object.assign(twilio.behaviour, { sinks: 'validated', validationWorks: false });
    const failed = attachHere({ clock: virtual() });
    await expect(failed).rejects.toThrow('is failed, not active, although its test event came');
    const [sid] = twilio.account.sinks.keys();
    await expect(failed).rejects.toThrow(`came: detach ${sid}, then attach`);
    twilio.behaviour.testEventsArrive = false;
    await expect(attachHere({ clock: virtual() })).rejects.toThrow(
      `then make a new sink, since this one had failed: detach ${sid}, then attach`,
    );
  });

  it('a test event of another account, which proves nothing', async () => {
    twilio.behaviour.testEventOf = SUBACCOUNT_SID;
    for (const sinks of ['active at once', 'validated'] as const) {
      twilio.behaviour.sinks = sinks;
      await expect(attachHere({ clock: virtual() })).rejects.toThrow('did not come through');
      expect(state().subscriptions).toEqual([]);
    }
  });

  it('types that Twilio has no longer, or not for this account, before anything is written', async () => {
    twilio.behaviour.typeStatus = { [GATEWAY_CALL_EVENT]: 'discontinued' };
    expect(await cli(['attach', '--yes'])).toEqual(
      trouble(
        `Twilio has discontinued ${GATEWAY_CALL_EVENT}: leave it out: --types sdk,summary-partial,summary-predicted,summary-complete,conference-partial,conference-complete,participant`,
      ),
    );
    twilio.behaviour.typeStatus = { [SDK_CALL_EVENT]: 'none' };
    await expect(attachHere()).rejects.toThrow(
      `Twilio has no event type ${SDK_CALL_EVENT} for this account: leave it out: --types gateway,summary-partial,summary-predicted,summary-complete,conference-partial,conference-complete,participant`,
    );
    await expect(attachHere({ types: [SDK_CALL_EVENT] })).rejects.toThrow('for this account: update this project');
    expect(twilio.writes()).toEqual([]);
    twilio.behaviour.typeStatus = { [SDK_CALL_EVENT]: 'deprecated' };
    expect((await attachHere()).said[0]).toBe(`news: ${SDK_CALL_EVENT} is deprecated at Twilio`);
  });

  it('another attach at work on the same stream; one that is gone keeps nobody', async () => {
    const what = 'an account and a stream';
    const leave = (content: string) => {
      lock(what, Date.now());
      const [file = ''] = readdirSync(pipeline.temporary).filter((name) => name.endsWith('.lock'));
      writeFileSync(path.join(pipeline.temporary, file), content);
    };
    leave(`${process.ppid}`);
    expect(() => lock(what, Date.now())).toThrow(
      `another attach to this stream is at work (pid ${process.ppid}): wait until it is done`,
    );
    lock('another stream', Date.now())();
    // One that was left long ago may have the pid of another program.
    lock(what, Date.now() + 3_600_000)();
    const { pid = 0 } = spawnSync(process.execPath, ['-e', '']);
    for (const left of [`${pid}`, `${process.pid}`, '', 'nonsense', '-1']) {
      leave(left);
      lock(what, Date.now())();
    }
  });

  it('a schema version that Twilio does not list, before anything is written', async () => {
    twilio.behaviour.versions = [1, 2];
    const answer = await cli(['attach', '--yes', '--schema-version', '3']);
    expect(answer).toEqual(
      trouble(
        `Twilio does not list schema version 3 of ${SDK_CALL_EVENT}, only 1, 2: say --schema-version 2, or leave it out`,
      ),
    );
    twilio.behaviour.versions = [8, 9];
    await expect(attachHere()).rejects.toThrow(
      `Twilio does not list schema version 2 of ${SDK_CALL_EVENT}, only 8, 9: update this project`,
    );
    expect(twilio.writes()).toEqual([]);
  });

  it('too many requests, and is patient with a few', async () => {
    twilio.behaviour.throttled = 2;
    await attachHere();
    expect(state()).toEqual(attached());
    twilio.behaviour.throttled = 1_000;
    expect(explain(await attachHere({ clock: virtual() }).catch((error: unknown) => error))).toBe(
      'Twilio answers too many requests: wait a minute and try again',
    );
  });

  it('as many sinks as an account may have, of which one that serves nothing may go', async () => {
    twilio.behaviour.maxSinks = 0;
    const all = 'the account has all the sinks that Twilio allows (91003): ';
    expect(await cli(['attach', '--yes'])).toEqual(
      trouble(`${all}delete one that no one uses in the Console, under Event Streams; then run attach again`),
    );
    twilio.behaviour.maxSinks = 100;
    await attachHere();
    const [sink] = twilio.account.sinks.values();
    if (sink === undefined) throw new Error('no sink');
    const unused = `DG${'0'.repeat(32)}`;
    const used = { ...sink, sink_configuration: { ...sink.sink_configuration, arn: 'arn:other' } };
    twilio.account.sinks.set(sink.sid, used);
    twilio.account.sinks.set(unused, { ...used, sid: unused });
    twilio.behaviour.maxSinks = 2;
    await expect(attachHere()).rejects.toThrow(
      `${all}nothing is subscribed on ${unused}, which may go: detach ${unused}; then run attach again`,
    );
  });

  it('nobody who answers, what is no URL, a fault of Twilio’s that stays', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    expect(await cli(['attach', '--yes'], { TWILIO_EVENTS_URL: url })).toEqual(
      trouble(`nothing answers at ${url.replace('http://', '')}`),
    );
    expect(await cli(['attach', '--yes'], { TWILIO_EVENTS_URL: 'not a url' })).toEqual(
      trouble('TWILIO_EVENTS_URL is no URL of a host: expected one such as https://proxy.example.com'),
    );
    twilio.behaviour.failing = ['/v1/Sinks'];
    const broken = await cli(['attach', '--yes']);
    expect({ ...broken, notes: broken.notes.slice(-1) }).toEqual(
      trouble(
        'Twilio answered 500 (20500): Internal Server Error: run the command again; if it stays, https://status.twilio.com',
      ),
    );
  });

  it('no local pipeline, a stream that Twilio cannot reach', async () => {
    const { TWILIO_EVENTS_URL, ...credentials } = twilio.env;
    expect(TWILIO_EVENTS_URL).toBe(twilio.url);
    const [noPipeline, unreachable, ...wrong] = await Promise.all([
      runCli(['attach', '--yes', '--local=1'], twilio.env),
      cli(['detach', '--yes'], { ...credentials, TWILIO_EVENTS_URL: '' }),
      cli(['attach', '--yes', '--types', 'sdk,summary']),
      cli(['attach', '--yes', '--schema-version', '8']),
      cli(['attach', '--yes', '--timeout', '900']),
      cli(['attach', '--yes', '--account', 'AC1']),
      cli(['attach', '--yes', '--external-id', 'fifteen-letters']),
      cli(['detach', '--sink', 'DF1', '--yes']),
    ]);
    expect(noPipeline).toEqual(
      trouble('no local pipeline runs with PORT 1: start one with npx voice-insights start, or say --local=PORT'),
    );
    expect(unreachable).toEqual({
      code: 2,
      out: '',
      notes: [
        'Twilio cannot reach a stream on this machine: set TWILIO_EVENTS_URL to one that can, or leave --local out',
      ],
    });
    expect(wrong.map(({ code, out, notes }) => ({ code, out, lines: notes.length }))).toEqual(
      wrong.map(() => ({ code: 2, out: '', lines: 1 })),
    );
  });
});

describe('attach to a stack', () => {
  let cloudFormation: EmbeddedServer;
  let outputs: Record<string, string> | undefined;
  const aws = () => ({
    ...twilio.env,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'any',
    AWS_SECRET_ACCESS_KEY: 'any',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormation.url,
    AWS_ENDPOINT_URL_KINESIS: pipeline.ready.kinesis,
  });

  beforeAll(async () => {
    const server = createServer(async (request, answer) => {
      const stack = new URLSearchParams(await text(request)).get('StackName');
      answer.setHeader('content-type', 'text/xml');
      if (outputs === undefined) {
        answer.statusCode = 400;
        answer.end(
          `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id ${stack} does not exist</Message></Error></ErrorResponse>`,
        );
        return;
      }
      const members = Object.entries(outputs).map(
        ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
      );
      answer.end(
        `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>${stack}</StackName><Outputs>${members.join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
      );
    });
    cloudFormation = await listen(server, 0, 'PORT');
  });
  afterAll(() => cloudFormation.close());

  it('takes stream, role and external id from its outputs', async () => {
    outputs = {
      StreamArn: 'arn:aws:kinesis:us-east-1:123456789012:stream/call-events',
      StreamName: STREAM_NAME,
      TwilioRoleArn: 'arn:aws:iam::123456789012:role/twilio',
      TwilioExternalId: 'theirs',
    };
    const answer = await runCli(['attach', '--yes', '--json', '--stack', 'Staging'], aws());
    expect(answer.code).toBe(0);
    // It was deployed before there were summaries.
    const noTable =
      'stack Staging has no table for call summaries, metrics and conferences: until it is deployed again they wait in its bucket';
    expect(answer.notes).toContain(noTable);
    const eventsOnly = await runCli(['attach', '--dry-run', '--types', 'sdk', '--stack', 'Staging'], aws());
    expect(eventsOnly).toMatchObject({ code: 0, notes: [] });
    outputs = { ...outputs, InsightsTableName: 'summaries' };
    expect(await runCli(['attach', '--dry-run', '--stack', 'Staging'], aws())).toMatchObject({ code: 0, notes: [] });
    expect(state().sinks).toEqual([
      {
        status: 'active',
        arn: outputs.StreamArn,
        role_arn: outputs.TwilioRoleArn,
        external_id: outputs.TwilioExternalId,
      },
    ]);
    const [sink] = twilio.account.sinks.values();
    expect(sink?.description).toBe('voice-insights-sink Staging');
  });

  it('that it may not read says so before anything is written', async () => {
    const server = createServer((request, answer) => {
      request.resume().on('end', () => {
        answer.statusCode = 400;
        answer.setHeader('content-type', 'application/x-amz-json-1.1');
        answer.end('{"__type":"AccessDeniedException","message":"User: a is not authorized: kinesis:ListShards"}');
      });
    });
    const forbidden = await listen(server, 0, 'PORT');
    outputs = {
      StreamArn: STREAM_ARN,
      StreamName: STREAM_NAME,
      TwilioRoleArn: ROLE_ARN,
      TwilioExternalId: 'theirs',
      InsightsTableName: 'summaries',
    };
    const answer = await runCli(['attach', '--yes'], { ...aws(), AWS_ENDPOINT_URL_KINESIS: forbidden.url });
    await forbidden.close();
    expect(answer).toEqual({
      code: 1,
      out: '',
      notes: [notAllowed('User: a is not authorized: kinesis:ListShards')],
    });
    expect(twilio.writes()).toEqual([]);
  });

  it('says in one line that there is none, or that an output is missing', async () => {
    outputs = undefined;
    const none = await runCli(['attach', '--yes'], aws());
    outputs = {};
    const others = await runCli(['attach', '--yes'], aws());
    expect(none).toEqual({
      code: 1,
      out: '',
      notes: [
        'no stack VoiceInsightsSink in us-east-1: deploy it, or name it with --stack and --region; --local needs none',
      ],
    });
    expect(others).toEqual({
      code: 1,
      out: '',
      notes: ["stack VoiceInsightsSink has no output StreamArn: is it one of this project's?"],
    });
    expect(twilio.writes()).toEqual([]);
  });
});

describe('detach', () => {
  it('asks first, and where nobody can answer wants --yes', async () => {
    await attachHere();
    twilio.forgetRequests();
    expect(await cli(['detach'])).toEqual({
      code: 2,
      out: '',
      notes: [noTerminal('detach')],
    });
    expect(twilio.requests).toEqual([]);
    expect(state()).toEqual(attached());
  });

  it.each([
    ['y', true],
    ['YES', true],
    ['', false],
    ['nay', false],
  ])('takes "%s" for %s', async (line, agrees) => {
    const input = Object.assign(new PassThrough(), { isTTY: true });
    const output = new PassThrough();
    input.end(`${line}\n`);
    expect(await confirm('detach', {}, input, output)('delete it?')).toBe(agrees);
    expect(`${output.read()}`).toContain('delete it? [y/N] ');
  });

  it.each(['\x03', '\x04'])('takes %j, with which a terminal ends a question, for no', async (key) => {
    const input = Object.assign(new PassThrough(), { isTTY: true });
    const output = Object.assign(new PassThrough(), { isTTY: true });
    const answer = confirm('detach', {}, input, output)('delete it?');
    input.write(key);
    expect(await answer).toBe(false);
  });

  it('names other sinks of the stream, which stay', async () => {
    await attachHere();
    const [sink] = twilio.account.sinks.values();
    if (sink === undefined) throw new Error('no sink');
    sink.sink_configuration = { ...sink.sink_configuration, external_id: 'of before' };
    expect(await cli(['detach', '--yes'])).toEqual({
      code: 0,
      out: `nothing to delete: ${ACCOUNT_SID} has no sink for this stream, role and external id\n`,
      notes: [
        `sink ${sink.sid} writes to the same stream with another role or external id, and stays: ` +
          `npx voice-insights detach ${sink.sid} --local=${pipeline.ready.port}`,
      ],
    });
    expect(twilio.account.sinks.size).toBe(1);
  });

  it('that is cut off at any write leaves nothing, and then has nothing to do', async () => {
    for (const write of [1, 2]) {
      for (const when of ['before', 'after'] as const) {
        twilio.clear();
        await attachHere();
        twilio.forgetRequests();
        twilio.behaviour.breakAt = { write, when };
        await detachHere();
        delete twilio.behaviour.breakAt;
        expect({ write, when, ...state() }).toEqual({ write, when, sinks: [], subscriptions: [] });
      }
    }
    const again = await cli(['detach', '--yes', '--json']);
    expect(again).toMatchObject({ code: 0, notes: [] });
    expect(JSON.parse(again.out)).toEqual({ accountSid: ACCOUNT_SID, deleted: { subscriptions: [], sinks: [] } });
  });

  it('does not mind that somebody else was faster', async () => {
    await attachHere();
    const twilioHas = await eventStreams();
    const found = await findAttached(twilioHas, { configuration: wantedSink() });
    twilio.account.subscriptions.clear();
    twilio.account.sinks.clear();
    await detach(twilioHas, found);
    expect(twilio.writes().slice(-2)).toEqual([
      `DELETE /v1/Subscriptions/${found.subscriptionSids}`,
      `DELETE /v1/Sinks/${found.sinks[0]?.sid}`,
    ]);
  });

  it('leaves other sinks alone, and says that one is not there', async () => {
    await attachHere();
    const [sink] = twilio.account.sinks.values();
    if (sink === undefined) throw new Error('no sink');
    const other = `DG${'0'.repeat(32)}`;
    const webhook = `DG${'1'.repeat(32)}`;
    const missing = `DG${'2'.repeat(32)}`;
    twilio.account.sinks.set(other, {
      ...sink,
      sid: other,
      sink_configuration: { ...sink.sink_configuration, arn: 'arn:aws:kinesis:us-east-1:1:stream/other' },
    });
    twilio.account.sinks.set(webhook, { ...sink, sid: webhook, sink_type: 'webhook', sink_configuration: {} });
    const [ofUs, wrongKind, nothing] = [
      await cli(['detach', '--yes']),
      await cli(['detach', '--yes', '--sink', webhook]),
      await cli(['detach', '--yes', '--sink', missing]),
    ];
    expect(ofUs.code).toBe(0);
    expect([...twilio.account.sinks.keys()].sort()).toEqual([other, webhook]);
    expect(wrongKind).toEqual({
      code: 1,
      out: '',
      notes: [`sink ${webhook} is of type webhook, not of this project`],
    });
    expect(nothing).toEqual({ code: 1, out: '', notes: [`Twilio has no sink ${missing} in this account`] });
  });
});
