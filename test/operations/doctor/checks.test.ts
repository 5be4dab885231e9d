import { describe, expect, it } from 'vitest';
import { GATEWAY_CALL_EVENT, SDK_CALL_EVENT } from '../../../families/call-event/facts.ts';
import { wantedTypes } from '../../../operations/attach/event-types.ts';
import { curesFor } from '../../../operations/cures.ts';
import type { Check } from '../../../operations/doctor/check.ts';
import { checkAdvancedFeatures } from '../../../operations/doctor/check-advanced-features.ts';
import { checkAlerts } from '../../../operations/doctor/check-alerts.ts';
import { checkKept } from '../../../operations/doctor/check-kept.ts';
import { checkMapping } from '../../../operations/doctor/check-mapping.ts';
import { checkPermissions } from '../../../operations/doctor/check-permissions.ts';
import { checkSink } from '../../../operations/doctor/check-sink.ts';
import { checkStream } from '../../../operations/doctor/check-stream.ts';
import { checkSubscription } from '../../../operations/doctor/check-subscription.ts';
import { checkTraffic } from '../../../operations/doctor/check-traffic.ts';
import { checkTrust } from '../../../operations/doctor/check-trust.ts';
import type { Sink, SubscribedType } from '../../../twilio/sink.ts';

const CURES = curesFor({ stack: 'Staging', profile: 'my own' });
const DEPLOY =
  "deploy the stack again, with the settings it has: npx cdk deploy --revert-drift -c stackName=Staging --profile 'my own'";
const OUTPUTS = {
  streamName: 'calls',
  tableName: 'events',
  quarantineBucketName: 'bucket',
  ingestFunctionName: 'ingest',
  streamArn: 'arn:aws:kinesis:us-east-1:123456789012:stream/calls',
  twilioRoleArn: 'arn:aws:iam::123456789012:role/twilio',
  twilioExternalId: 'external-id',
};
const CONFIGURATION = {
  arn: OUTPUTS.streamArn,
  roleArn: OUTPUTS.twilioRoleArn,
  externalId: OUTPUTS.twilioExternalId,
};

const said = ({ state, says, cure }: Check) => [state, says, ...(cure === undefined ? [] : [cure])];

describe('the role', () => {
  const trust = (condition: object, principal: unknown = 'arn:aws:iam::177261743968:root') => ({
    Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole', Condition: condition }],
  });

  it('trusts Twilio with the external id of the stack', () => {
    expect(said(checkTrust(trust({ StringEquals: { 'sts:ExternalId': 'external-id' } }), OUTPUTS, CURES))).toEqual([
      'ok',
      'AWS account 177261743968 may assume it with the external id',
    ]);
    const both = trust({ StringEquals: { 'sts:ExternalId': ['old', 'external-id'] } });
    expect(checkTrust(both, OUTPUTS, CURES).state).toBe('ok');
    const { Statement: old } = trust({ StringEquals: { 'sts:ExternalId': 'old' } });
    expect(checkTrust({ Statement: [...old, ...both.Statement] }, OUTPUTS, CURES).state).toBe('ok');
  });

  it('that trusts another account than the one Twilio names is news: it may have been set', () => {
    const other = trust({ StringEquals: { 'sts:ExternalId': 'external-id' } }, 'arn:aws:iam::009145568234:root');
    expect(checkTrust(other, OUTPUTS, CURES)).toMatchObject({
      state: 'news',
      says: expect.stringContaining('009145568234'),
    });
  });

  it.each([
    ['another external id', trust({ StringEquals: { 'sts:ExternalId': 'other' } }), /expects another external id/],
    ['no condition', trust({}), /trusts no account with an external id/],
    [
      'a service',
      trust({ StringEquals: { 'sts:ExternalId': 'external-id' } }, ['lambda.amazonaws.com']),
      /trusts no account/,
    ],
    ['nothing', undefined, /trusts no account/],
    [
      'and denies',
      {
        Statement: [
          ...trust({ StringEquals: { 'sts:ExternalId': 'external-id' } }).Statement,
          { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' },
        ],
      },
      /has a denial/,
    ],
  ])('that trusts %s is wrong', (_what, policy, says) => {
    expect(checkTrust(policy, OUTPUTS, CURES)).toMatchObject({ state: 'wrong', says: expect.stringMatching(says) });
  });

  it('needs four permissions, of which each that is missing is named', () => {
    const allow = (Action: unknown, Resource: unknown = OUTPUTS.streamArn) => ({
      Statement: { Effect: 'Allow', Action, Resource },
    });
    const puts = allow(['kinesis:PutRecord', 'kinesis:PutRecords']);
    const rest = allow(['kinesis:ListShards', 'kinesis:DescribeLimits'], ['*']);
    expect(checkPermissions([puts, rest], OUTPUTS, CURES).state).toBe('ok');
    expect(checkPermissions([allow('kinesis:*')], OUTPUTS, CURES).state).toBe('ok');
    expect(said(checkPermissions([puts, allow('kinesis:DescribeLimits', '*')], OUTPUTS, CURES))).toEqual([
      'wrong',
      'the role lacks kinesis:ListShards on the stream',
      DEPLOY,
    ]);
    expect(checkPermissions([allow('kinesis:*', 'arn:other')], OUTPUTS, CURES).state).toBe('wrong');
    for (const action of ['*', 'kinesis:*', ['KINESIS:put*', 'kinesis:L?st*', 'kinesis:Describe*']]) {
      expect(checkPermissions([allow(action, 'arn:aws:kinesis:*:*:stream/c*')], OUTPUTS, CURES).state).toBe('ok');
    }
    const denial = { Statement: { Effect: 'Deny', Action: 'kinesis:Put*', Resource: '*' } };
    expect(checkPermissions([allow('kinesis:*'), denial], OUTPUTS, CURES).says).toBe(
      'the role is denied kinesis:PutRecord, kinesis:PutRecords on the stream',
    );
    expect(checkPermissions([], OUTPUTS, CURES).says).toContain(
      'kinesis:PutRecord, kinesis:PutRecords, kinesis:ListShards',
    );
  });
});

describe('the sink', () => {
  const sink = (members: object = {}, status = 'active') => ({
    sid: 'DG1',
    status,
    description: '',
    configuration: { ...CONFIGURATION, ...members },
  });
  const check = (...sinks: Sink[]) => checkSink('Staging', { sinks, subscriptions: [] }, OUTPUTS, CURES);

  it('is the active one of the stack', () => {
    const other = { ...sink({ arn: 'arn:other' }), sid: 'DG0' };
    expect(check(other, sink())).toMatchObject({
      checks: [{ name: 'sink', state: 'ok', says: 'DG1 is active' }],
      sink: { sid: 'DG1' },
      sids: ['DG1'],
    });
  });

  it('is the one that is subscribed, of several equal ones; the others are news', () => {
    const sinks = [sink(), { ...sink(), sid: 'DG2' }];
    const found = { sinks, subscriptions: [{ sid: 'DF1', sinkSid: 'DG2' }] };
    expect(checkSink('Staging', found, OUTPUTS, CURES).checks.map(({ state, says }) => [state, says])).toEqual([
      ['ok', 'DG2 is active'],
      ['news', 'DG1 writes to the same stream and is equal to it'],
    ]);
  });

  it.each([
    ['none', [], 'Twilio has no sink for this stream'],
    ['one for another stream', [sink({ arn: 'arn:other' })], 'Twilio has no sink for this stream'],
    ['one with another external id', [sink({ externalId: 'x' })], 'DG1 has another external id than the stack expects'],
    ['one that is not validated', [sink({}, 'initialized')], 'DG1 is initialized, not active'],
  ])('is wrong where there is %s', (_what, sinks, says) => {
    expect(check(...sinks).checks).toEqual([
      {
        name: 'sink',
        state: 'wrong',
        says,
        cure: expect.stringContaining("attach --stack Staging --profile 'my own'"),
      },
    ]);
  });
});

describe('the subscription', () => {
  const SUBSCRIBED = wantedTypes({ types: [SDK_CALL_EVENT, GATEWAY_CALL_EVENT] });
  const listed = new Map(SUBSCRIBED.map(({ type }) => [type, [1, 2, 3]]));
  const [sdk = { type: '', schemaVersion: 0 }, gateway = sdk] = SUBSCRIBED;
  const check = (subscribed: SubscribedType[], versions = listed, wanted = SUBSCRIBED, versionsSaid = false) =>
    checkSubscription(subscribed, { types: wanted, versionsSaid, listed: versions }, CURES);

  it('has both types in the versions that are known', () => {
    expect(said(check(SUBSCRIBED))).toEqual(['ok', 'sdk 2, gateway 3']);
  });

  it('is wrong without a type, or in an older version; a newer one at Twilio is news', () => {
    expect(check([]).says).toBe('nothing is subscribed on the sink');
    expect(check([sdk])).toMatchObject({ state: 'wrong', says: `${gateway.type} is not subscribed` });
    expect(check([sdk, { ...gateway, schemaVersion: 2 }])).toMatchObject({
      state: 'wrong',
      says: `${gateway.type} is subscribed in schema version 2, 3 is known`,
    });
    const newer = new Map([...listed, [sdk.type, [1, 2, 3, 4]]]);
    expect(check(SUBSCRIBED, newer)).toMatchObject({
      state: 'news',
      says: `Twilio has schema version 4 of ${sdk.type}; 3 is the newest known here`,
    });
  });

  it('in a later version that is known is left alone, as attach does, but where another was said', () => {
    const later = [{ ...sdk, schemaVersion: 3 }, gateway];
    expect(said(check(later))).toEqual(['ok', 'sdk 3, gateway 3']);
    expect(check(later, listed, SUBSCRIBED, true)).toMatchObject({
      state: 'wrong',
      says: `${sdk.type} is subscribed in schema version 3, not in 2 as you asked`,
    });
  });

  it.each([
    // What Twilio lists, what is subscribed, what is said of it, and the version to attach with.
    [[2, 4], [sdk, { ...gateway, schemaVersion: 2 }], /^sdk 2, gateway 2$|^Twilio has schema version 4/, undefined],
    [[2, 4], [], /^nothing is subscribed/, 'usual'],
    [[3], [], /^nothing is subscribed/, 'usual'],
    [[3], SUBSCRIBED, /sdk is subscribed in schema version 2, Twilio lists only 3$/, 'usual'],
    [
      [1, 2],
      [
        { ...sdk, schemaVersion: 3 },
        { ...gateway, schemaVersion: 2 },
      ],
      /sdk .* lists only 1, 2$/,
      'usual',
    ],
    [[1, 2, 3], [{ ...sdk, schemaVersion: Number.NaN }, gateway], /version NaN, Twilio lists only 1, 2, 3$/, 'usual'],
  ])('where Twilio lists %j is cured by an attach that it takes', (versions, subscribed, says, version) => {
    const { cure, ...is } = check(subscribed, new Map(SUBSCRIBED.map(({ type }) => [type, versions])));
    expect(is.says).toMatch(says);
    if (version === undefined) expect(is.state).not.toBe('wrong');
    else expect(cure).toBe(CURES.attach());
  });

  it('of summaries is in the highest version that both sides know', () => {
    const summaries = wantedTypes({}).filter(({ type }) => type.includes('.call-summary.'));
    const upTo = (newest: number) =>
      new Map(summaries.map(({ type }) => [type, Array.from({ length: newest }, (_, index) => index + 1)]));
    const inVersion = (schemaVersion: number) => summaries.map((type) => ({ ...type, schemaVersion }));
    expect(said(check(summaries, upTo(7), summaries))).toEqual([
      'ok',
      'summary-partial 7, summary-predicted 7, summary-complete 7',
    ]);
    expect(check(inVersion(5), upTo(5), summaries).state).toBe('ok');
    expect(check(inVersion(5), upTo(7), summaries)).toMatchObject({
      state: 'wrong',
      says: expect.stringMatching(/in schema version 5, 7 is known$/),
      cure: CURES.attach(),
    });
  });

  it('where Twilio lists no version that is known has no attach for a cure', () => {
    const unknown = new Map(SUBSCRIBED.map(({ type }) => [type, [4, 5]]));
    expect(check([], unknown).cure).toBe('update this project');
  });

  it('in a version that was said is repaired by an attach that Twilio takes', () => {
    const older = new Map(SUBSCRIBED.map(({ type }) => [type, [1, 2]]));
    const asked = SUBSCRIBED.map((type) => ({ ...type, schemaVersion: 3 }));
    expect(check([], older, asked, true).cure).toBe(
      "npx voice-insights attach --schema-version 2 --stack Staging --profile 'my own'",
    );
    const cures = curesFor({ stack: 'VoiceInsightsSink', types: [sdk.type], schemaVersion: 1 });
    const [wanted] = wantedTypes({ types: [sdk.type], schemaVersion: 1 });
    expect(
      checkSubscription([], { types: wanted === undefined ? [] : [wanted], versionsSaid: true, listed }, cures).cure,
    ).toBe(`npx voice-insights attach --types ${sdk.type} --schema-version 1`);
  });
});

describe('the rest of the way', () => {
  it('starts with Advanced Features', () => {
    expect(checkAdvancedFeatures(true, 'AC1')).toMatchObject({ state: 'ok' });
    expect(checkAdvancedFeatures(false, 'AC1')).toMatchObject({
      state: 'wrong',
      cure: expect.stringContaining('Console'),
    });
  });

  it('needs a stream, and a mapping that is enabled and has no problem', () => {
    expect(checkStream('ACTIVE', CURES).state).toBe('ok');
    expect(checkStream('DELETING', CURES)).toMatchObject({ state: 'wrong', cure: DEPLOY });
    expect(checkStream('CREATING', CURES).cure).toBe('wait until it is ACTIVE');
    expect(checkMapping({ uuid: 'u', state: 'Deleting' }, CURES).cure).toBe(`when it is gone, ${DEPLOY}`);
    expect(checkMapping({ uuid: 'u', state: 'Enabled', lastProcessingResult: 'OK' }, CURES).state).toBe('ok');
    expect(checkMapping({ uuid: 'u', state: 'Disabled' }, CURES)).toMatchObject({
      state: 'wrong',
      cure: "aws lambda update-event-source-mapping --uuid u --enabled --profile 'my own'",
    });
    expect(checkMapping({ state: 'Enabled', lastProcessingResult: 'PROBLEM: KMS' }, CURES)).toMatchObject({
      says: 'PROBLEM: KMS',
    });
    expect(checkMapping(undefined, CURES).state).toBe('wrong');
    expect(checkMapping({ uuid: 'u', state: 'Enabled', retryAttempts: -1 }, CURES).state).toBe('ok');
    // As somebody sets it for a record that crashes ingest, or an earlier version of the stack did.
    for (const retryAttempts of [0, 10, 10_000]) {
      expect(checkMapping({ uuid: 'u', state: 'Enabled', retryAttempts }, CURES)).toEqual({
        name: 'mapping',
        state: 'news',
        says: `enabled, and abandons records after ${retryAttempts} attempts, readable ones too`,
        cure: "aws lambda update-event-source-mapping --uuid u --maximum-retry-attempts -1 --profile 'my own'",
      });
    }
    const states = ['Creating', 'Enabling', 'Updating', 'Disabling', 'Deleting', ''];
    expect(states.map((state) => checkMapping({ uuid: 'u', state }, CURES).state)).toEqual([
      'ok',
      'ok',
      'ok',
      'wrong',
      'wrong',
      'wrong',
    ]);
  });

  describe('has traffic', () => {
    const NOW = 10 * 60 * 60_000;
    const ago = (minutes: number) => NOW - minutes * 60_000;
    const wrongs = (fact: Parameters<typeof checkTraffic>[0]) =>
      checkTraffic(fact, { nowMs: NOW, callsWereMade: true }).flatMap(({ name, state, says }) =>
        state === 'wrong' ? [[name, says]] : [],
      );
    const came = (...minutes: number[]) => minutes.map((minute) => ({ atMs: ago(minute), count: 5 }));

    it('that does not wait', () => {
      const busy = { iteratorAgeMs: 1_000, lastIngestMs: ago(5), lastStoredMs: ago(5) };
      expect(wrongs({ incoming: came(5, 10, 600), ...busy })).toEqual([]);
      expect(
        checkTraffic({ incoming: came(5), ...busy }, { nowMs: NOW, callsWereMade: false }).map(({ says }) => says),
      ).toEqual(['5 records in the last 24 hours', '1 s', '5 min ago', '5 min ago']);
      const says = (lastOf: Parameters<typeof checkTraffic>[0]['lastOf']) =>
        checkTraffic({ incoming: came(5), ...busy, lastOf }, { nowMs: NOW, callsWereMade: false }).at(-1)?.says;
      expect(says({ summary: ago(40), metric: 0, conference: 0 })).toBe('5 min ago; summary 40 min ago');
      expect(says({ summary: 0, metric: ago(1), conference: ago(90) })).toBe(
        '5 min ago; summary none in the last 24 hours; metric 1 min ago; conference 90 min ago',
      );
      expect(wrongs({ incoming: came(5), ...busy, iteratorAgeMs: 6 * 60_000 })).toEqual([
        ['iterator age', 'records wait 6 min'],
      ]);
    });

    it('or had none: then nothing else is wrong, and no age is made up', () => {
      const idle = { incoming: [{ atMs: ago(5), count: 0 }] };
      expect(wrongs(idle)).toEqual([['arrivals', 'no record arrived in the last 24 hours, although calls were made']]);
      expect(checkTraffic(idle, { nowMs: NOW, callsWereMade: false })[0]?.state).toBe('news');
      expect(checkTraffic(idle, { nowMs: NOW, callsWereMade: false })[1]?.says).toBe(
        'not measured: ingest got no records lately',
      );
    });

    it('that ingest reads: what came since the last it did is younger than 20 minutes', () => {
      const since = { lastIngestMs: ago(300), lastStoredMs: ago(300) };
      expect(wrongs({ incoming: came(300, 20), ...since })).toEqual([]);
      const says = (waits: number) => [['last ingest', `300 min ago, and records arrived ${waits} min ago`]];
      expect(wrongs({ incoming: came(300, 21), ...since })).toEqual(says(21));
      expect(wrongs({ incoming: came(300, 240, 120, 5), ...since })).toEqual(says(240));
      expect(wrongs({ incoming: came(20) }).map(([name]) => name)).toEqual(['last call event']);
      expect(wrongs({ incoming: came(30), lastStoredMs: ago(30) })).toEqual([
        ['last ingest', 'none in the last 24 hours, and records arrived 30 min ago'],
      ]);
    });
  });

  it('leaves nothing in the bucket', () => {
    const none = { count: 0, isMore: false };
    expect(checkKept(none, none, CURES).map(({ state }) => state)).toEqual(['ok', 'ok']);
    const many = checkKept({ count: 1_000, isMore: true }, { count: 2, isMore: false }, CURES);
    expect(many.map(({ says }) => says)).toEqual([
      '1000 or more records that could not become rows',
      '2 batches that Lambda abandoned',
    ]);
    expect(many[0]?.cure).toBe("to see why: npx voice-insights quarantine list --stack Staging --profile 'my own'");
  });

  describe('has alerts about its sinks at Twilio', () => {
    const DAY = 24 * 60;
    const NOW = Date.parse('2026-11-20T12:00:00Z');
    const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();
    const alert = (code: string, minutes: number, resourceSid?: string) => ({
      code,
      level: 'error' as const,
      atMs: NOW - minutes * 60_000,
      ...(resourceSid !== undefined && { resourceSid }),
    });
    const look = (alerts: ReturnType<typeof alert>[], sinkSids: string[] | undefined = ['DG1'], isCut = false) =>
      checkAlerts({ alerts, isCut }, { sinkSids, nowMs: NOW }, CURES);
    const link = (code: string) => `https://www.twilio.com/docs/api/errors/${code}`;
    const backfill = (from: number, to: number) =>
      `Twilio dropped events, and keeps them for 30 days: npx voice-insights backfill --since ${ago(from)} --until ${ago(to)} --stack Staging --profile 'my own'`;

    it('or none', () => {
      expect(look([alert('91300', 1, 'DG9')]).state).toBe('ok');
      expect(
        checkAlerts({ alerts: [alert('91300', 1, 'DG9')], isCut: false }, { sinkSids: undefined, nowMs: NOW }, CURES)
          .state,
      ).toBe('wrong');
      expect(look([], ['DG1'], true).says).toBe(
        'none about sinks in the last 30 days among the newest 10,000 alerts of a level',
      );
    });

    it('by code, in whatever order they come, of which the last one is named', () => {
      const says = `93101 ×2, 93102 ×1 about sinks in the last 30 days, the last of them 93102 at ${ago(58)}`;
      expect(look([alert('93102', 58, 'DG1'), alert('93101', 60), alert('93101', 59)])).toMatchObject({
        state: 'wrong',
        says,
        cure: link('93102'),
      });
      expect(look([alert('93102', 61)])).toMatchObject({ state: 'news', cure: link('93102') });
    });

    it.each(['91303', '91305', '93104'])('by which events are given up at once: %s', (code) => {
      expect(look([alert(code, 120)])).toMatchObject({ state: 'wrong', cure: backfill(360, 100) });
      // Behind a later one it is told all the same.
      expect(look([alert(code, 120), alert('93102', 1)]).cure).toBe(`${link('93102')}; then ${backfill(360, 100)}`);
      expect(look([alert(code, 2 * DAY)])).toMatchObject({
        state: 'news',
        cure: backfill(2 * DAY + 240, 2 * DAY - 20),
      });
      // For as long as Twilio has the events.
      expect(look([alert(code, 30 * DAY - 100)]).cure).toBe(backfill(30 * DAY - 60, 30 * DAY - 120));
      expect(look([alert(code, 30 * DAY - 30)])).toMatchObject({ state: 'news', cure: link(code) });
      expect(look([alert(code, 30 * DAY - 30), alert(code, 120)]).cure).toBe(backfill(360, 100));
    });

    it('of an outage that was longer than Twilio tries, but not of a shorter one', () => {
      const every20 = (from: number, to: number) =>
        Array.from({ length: (from - to) / 20 + 1 }, (_, index) => alert('93102', from - index * 20));
      expect(look(every20(600, 360)).cure).toBe(backfill(840, 340));
      expect(look(every20(600, 400)).cure).toBe(link('93102'));
      // Two short ones are no long one.
      expect(look([...every20(800, 700), ...every20(600, 500)]).cure).toBe(link('93102'));
    });
  });
});
