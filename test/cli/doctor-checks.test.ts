import { describe, expect, it } from 'vitest';
import { wantedTypes } from '../../cli/attach/event-types.ts';
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
const OUTPUTS = {
  streamArn: 'arn:aws:kinesis:us-east-1:123456789012:stream/calls',
  twilioRoleArn: 'arn:aws:iam::123456789012:role/twilio',
  twilioExternalId: 'external-id',
};
const CONFIGURATION = {
  arn: OUTPUTS.streamArn,
  role_arn: OUTPUTS.twilioRoleArn,
  external_id: OUTPUTS.twilioExternalId,
};

const said = ({ state, says, cure }: Check) => [state, says, ...(cure === undefined ? [] : [cure])];

describe('the role', () => {
  const trust = (condition: object, principal: unknown = 'arn:aws:iam::177261743968:root') => ({
    Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole', Condition: condition }],
  });

  it('trusts Twilio with the external id of the stack', () => {
    expect(said(checkTrust(trust({ StringEquals: { 'sts:ExternalId': 'external-id' } }), OUTPUTS))).toEqual([
      'ok',
      'Twilio’s account 177261743968 may assume it with the external id',
    ]);
    const both = trust({ StringEquals: { 'sts:ExternalId': ['old', 'external-id'] } });
    expect(checkTrust(both, OUTPUTS).state).toBe('ok');
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
  ])('that trusts %s is wrong', (_what, policy, says) => {
    expect(checkTrust(policy, OUTPUTS)).toMatchObject({ state: 'wrong', says: expect.stringMatching(says) });
  });

  it('needs four permissions, of which each that is missing is named', () => {
    const allow = (Action: unknown, Resource: unknown = OUTPUTS.streamArn) => ({
      Statement: { Effect: 'Allow', Action, Resource },
    });
    const puts = allow(['kinesis:PutRecord', 'kinesis:PutRecords']);
    const rest = allow(['kinesis:ListShards', 'kinesis:DescribeLimits'], ['*']);
    expect(checkPermissions([puts, rest], OUTPUTS).state).toBe('ok');
    expect(checkPermissions([allow('kinesis:*')], OUTPUTS).state).toBe('ok');
    expect(said(checkPermissions([puts, allow('kinesis:DescribeLimits', '*')], OUTPUTS))).toEqual([
      'wrong',
      'the role lacks kinesis:ListShards on the stream',
      'deploy the stack again: npx cdk deploy',
    ]);
    expect(checkPermissions([allow('kinesis:*', 'arn:other')], OUTPUTS).state).toBe('wrong');
    expect(checkPermissions([], OUTPUTS).says).toContain('kinesis:PutRecord, kinesis:PutRecords, kinesis:ListShards');
  });
});

describe('the sink', () => {
  const sink = (members: object = {}, status = 'active') => ({
    sid: 'DG1',
    status,
    sinkConfiguration: { ...CONFIGURATION, ...members },
  });

  it('is the active one of the stack', () => {
    const other = { ...sink({ arn: 'arn:other' }), sid: 'DG0' };
    expect(checkSink([other, sink()], OUTPUTS)).toEqual({
      check: { name: 'sink', state: 'ok', says: 'DG1 is active' },
      sinkSid: 'DG1',
    });
  });

  it.each([
    ['none', [], 'Twilio has no sink for this stream'],
    ['one for another stream', [sink({ arn: 'arn:other' })], 'Twilio has no sink for this stream'],
    [
      'one with another external id',
      [sink({ external_id: 'x' })],
      'sink DG1 presents another external_id than the stack expects',
    ],
    ['one that is not validated', [sink({}, 'initialized')], 'sink DG1 is initialized, not active'],
  ])('is wrong where there is %s', (_what, sinks, says) => {
    expect(checkSink(sinks, OUTPUTS).check).toMatchObject({
      state: 'wrong',
      says,
      cure: expect.stringContaining('attach'),
    });
  });
});

describe('the subscription', () => {
  const latest = new Map(SUBSCRIBED.map(({ type, schemaVersion }) => [type, schemaVersion]));
  const [sdk = { type: '', schemaVersion: 0 }, gateway = sdk] = SUBSCRIBED;

  it('has both types in the versions that are known', () => {
    expect(said(checkSubscription(SUBSCRIBED, latest))).toEqual(['ok', 'sdk 2, gateway 3']);
  });

  it('is wrong without a type, or in an older version; a newer one at Twilio is news', () => {
    expect(checkSubscription([], latest).says).toBe('nothing is subscribed on the sink');
    expect(checkSubscription([sdk], latest)).toMatchObject({
      state: 'wrong',
      says: `${gateway.type} is not subscribed`,
    });
    expect(checkSubscription([sdk, { ...gateway, schemaVersion: 2 }], latest)).toMatchObject({
      state: 'wrong',
      says: `${gateway.type} is subscribed in schema version 2, 3 is known`,
    });
    expect(checkSubscription(SUBSCRIBED, new Map([[sdk.type, 4]]))).toMatchObject({
      state: 'news',
      says: `Twilio has schema version 4 of ${sdk.type}; 3 is the newest known here`,
    });
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
    expect(checkStream('ACTIVE').state).toBe('ok');
    expect(checkStream('DELETING').state).toBe('wrong');
    expect(checkMapping({ uuid: 'u', state: 'Enabled', lastProcessingResult: 'OK' }).state).toBe('ok');
    expect(checkMapping({ uuid: 'u', state: 'Disabled' })).toMatchObject({
      state: 'wrong',
      cure: 'aws lambda update-event-source-mapping --uuid u --enabled',
    });
    expect(checkMapping({ state: 'Enabled', lastProcessingResult: 'PROBLEM: KMS' })).toMatchObject({
      says: 'PROBLEM: KMS',
    });
    expect(checkMapping(undefined).state).toBe('wrong');
  });

  it('has traffic that does not wait', () => {
    const states = (fact: Parameters<typeof checkTraffic>[0]) =>
      checkTraffic(fact, 60 * 60_000).map(({ state }) => state);
    expect(states({ incoming: 5, iteratorAgeMs: 1_000, lastIngestMs: 0 })).toEqual(['ok', 'ok', 'ok']);
    expect(states({ incoming: 0 })).toEqual(['wrong', 'ok', 'ok']);
    expect(states({ incoming: 5, iteratorAgeMs: 6 * 60_000, lastIngestMs: 0 })).toEqual(['ok', 'wrong', 'ok']);
    expect(states({ incoming: 5 })).toEqual(['ok', 'ok', 'wrong']);
  });

  it('leaves nothing in the bucket', () => {
    expect(checkKept(0, 0, false).map(({ state }) => state)).toEqual(['ok', 'ok']);
    expect(checkKept(1_000, 2, true).map(({ says }) => says)).toEqual([
      '1000 or more records that nobody could read',
      '2 batches that Lambda gave up on',
    ]);
  });

  it('has no alerts about sinks at Twilio', () => {
    const alert = (errorCode: string, minute: number) => ({ errorCode, at: new Date(minute * 60_000) });
    expect(checkAlerts([alert('31005', 1)]).state).toBe('ok');
    expect(checkAlerts([alert('93102', 2), alert('91303', 1), alert('11200', 9)])).toMatchObject({
      state: 'wrong',
      says: '2 about sinks in the last 24 hours, the last of them 93102 at 1970-01-01T00:02:00.000Z',
      cure: 'https://www.twilio.com/docs/api/errors/93102',
    });
  });
});
