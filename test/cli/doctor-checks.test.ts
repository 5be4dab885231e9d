import { describe, expect, it } from 'vitest';
import { wantedTypes } from '../../cli/attach/event-types.ts';
import type { Sink, SubscribedType } from '../../cli/attach/sink.ts';
import { curesFor } from '../../cli/cures.ts';
import {
  type Check,
  checkAdvancedFeatures,
  checkAlerts,
  checkKept,
  checkMapping,
  checkPermissions,
  checkSink,
  checkStream,
  checkSubscription,
  checkTraffic,
  checkTrust,
} from '../../cli/doctor/checks.ts';

const SUBSCRIBED = wantedTypes({});
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
    ['no condition', trust({}), /trusts nobody by an external id/],
    [
      'a service',
      trust({ StringEquals: { 'sts:ExternalId': 'external-id' } }, ['lambda.amazonaws.com']),
      /trusts nobody/,
    ],
    ['nothing', undefined, /trusts nobody/],
    [
      'and denies',
      {
        Statement: [
          ...trust({ StringEquals: { 'sts:ExternalId': 'external-id' } }).Statement,
          { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' },
        ],
      },
      /denies somebody/,
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
  const check = (...sinks: Sink[]) => checkSink({ sinks, subscriptions: [] }, OUTPUTS, CURES);

  it('is the active one of the stack', () => {
    const other = { ...sink({ arn: 'arn:other' }), sid: 'DG0' };
    expect(check(other, sink())).toMatchObject({
      checks: [{ name: 'sink', state: 'ok', says: 'DG1 is active' }],
      sink: { sid: 'DG1' },
      others: [],
    });
  });

  it('is the one that is subscribed, of several equal ones; the others are news', () => {
    const sinks = [sink(), { ...sink(), sid: 'DG2' }];
    const found = { sinks, subscriptions: [{ sid: 'DF1', sinkSid: 'DG2' }] };
    expect(checkSink(found, OUTPUTS, CURES).checks.map(({ state, says }) => [state, says])).toEqual([
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
  const listed = new Map(SUBSCRIBED.map(({ type }) => [type, [1, 2, 3]]));
  const [sdk = { type: '', schemaVersion: 0 }, gateway = sdk] = SUBSCRIBED;
  const check = (subscribed: SubscribedType[], versions = listed, wanted = SUBSCRIBED) =>
    checkSubscription(subscribed, wanted, versions, CURES);

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

  it('is repaired by an attach that Twilio takes', () => {
    const older = new Map(SUBSCRIBED.map(({ type }) => [type, [1, 2]]));
    expect(check([], older).cure).toBe("npm run cli -- attach --schema-version 2 --stack Staging --profile 'my own'");
    const cures = curesFor({ stack: 'VoiceInsightsSink', types: [sdk.type], schemaVersion: 1 });
    const [wanted] = wantedTypes({ types: [sdk.type], schemaVersion: 1 });
    expect(checkSubscription([], wanted === undefined ? [] : [wanted], listed, cures).cure).toBe(
      `npm run cli -- attach --types ${sdk.type} --schema-version 1`,
    );
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
    expect(checkStream('DELETING', CURES).state).toBe('wrong');
    expect(checkMapping({ uuid: 'u', state: 'Enabled', lastProcessingResult: 'OK' }, CURES).state).toBe('ok');
    expect(checkMapping({ uuid: 'u', state: 'Disabled' }, CURES)).toMatchObject({
      state: 'wrong',
      cure: "aws lambda update-event-source-mapping --uuid u --enabled --profile 'my own'",
    });
    expect(checkMapping({ state: 'Enabled', lastProcessingResult: 'PROBLEM: KMS' }, CURES)).toMatchObject({
      says: 'PROBLEM: KMS',
    });
    expect(checkMapping(undefined, CURES).state).toBe('wrong');
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
      checkTraffic(fact, NOW).flatMap(({ name, state, says }) => (state === 'wrong' ? [[name, says]] : []));
    const came = (...minutes: number[]) => minutes.map((minute) => ({ atMs: ago(minute), count: 5 }));

    it('that does not wait', () => {
      const busy = { iteratorAgeMs: 1_000, lastIngestMs: ago(5), lastStoredMs: ago(5) };
      expect(wrongs({ incoming: came(5, 10, 600), ...busy })).toEqual([]);
      expect(checkTraffic({ incoming: came(5), ...busy }, NOW).map(({ says }) => says)).toEqual([
        '5 records in the last 24 hours',
        '1 s',
        '5 min ago',
        '5 min ago',
      ]);
      expect(wrongs({ incoming: came(5), ...busy, iteratorAgeMs: 6 * 60_000 })).toEqual([
        ['iterator age', 'records wait 6 min'],
      ]);
    });

    it('or had none: then nothing else is wrong, and no age is made up', () => {
      const idle = { incoming: [{ atMs: ago(5), count: 0 }] };
      expect(wrongs(idle)).toEqual([['arrivals', 'nothing came onto the stream in the last 24 hours']]);
      expect(checkTraffic(idle, NOW)[1]?.says).toBe('not measured: ingest was given nothing lately');
    });

    it('that ingest reads: what came since the last it did is younger than 20 minutes', () => {
      const since = { lastIngestMs: ago(300), lastStoredMs: ago(300) };
      expect(wrongs({ incoming: came(300, 20), ...since })).toEqual([]);
      const says = (waits: number) => [['last ingest', `300 min ago, and records came ${waits} min ago`]];
      expect(wrongs({ incoming: came(300, 21), ...since })).toEqual(says(21));
      expect(wrongs({ incoming: came(300, 240, 120, 5), ...since })).toEqual(says(240));
      expect(wrongs({ incoming: came(20) }).map(([name]) => name)).toEqual(['last call event']);
      expect(wrongs({ incoming: came(30), lastStoredMs: ago(30) })).toEqual([
        ['last ingest', 'none in the last 24 hours, and records came 30 min ago'],
      ]);
    });
  });

  it('leaves nothing in the bucket', () => {
    const none = { count: 0, isMore: false };
    expect(checkKept(none, none, CURES).map(({ state }) => state)).toEqual(['ok', 'ok']);
    const many = checkKept({ count: 1_000, isMore: true }, { count: 2, isMore: false }, CURES);
    expect(many.map(({ says }) => says)).toEqual([
      '1000 or more records that nobody could read',
      '2 batches that Lambda gave up on',
    ]);
    expect(many[0]?.cure).toBe("npm run cli -- quarantine list --stack Staging --profile 'my own' says why");
  });

  it('has no alerts about its sinks at Twilio', () => {
    const alert = (errorCode: string, minute: number, resourceSid?: string) => ({
      errorCode,
      at: new Date(minute * 60_000),
      resourceSid,
    });
    const about = { sinkSids: ['DG1'], nowMs: 60 * 60_000 };
    expect(checkAlerts([alert('31005', 1), alert('91300', 1, 'DG9')], about).state).toBe('ok');
    expect(checkAlerts([alert('91300', 1, 'DG9')], { ...about, sinkSids: undefined }).state).toBe('wrong');
    const alerts = [alert('93102', 2, 'DG1'), alert('91303', 1), alert('11200', 9)];
    const says = '2 about sinks in the last 24 hours, the last of them 93102 at 1970-01-01T00:02:00.000Z';
    const cure = 'https://www.twilio.com/docs/api/errors/93102';
    expect(checkAlerts(alerts, about)).toMatchObject({ state: 'wrong', says, cure });
    expect(checkAlerts(alerts, { ...about, nowMs: 63 * 60_000 })).toMatchObject({
      state: 'news',
      says: `${says}: none for an hour`,
    });
  });
});
