import { describe, expect, it } from 'vitest';
import { eventType, schemaVersion } from '../../../cli/options.ts';
import { GATEWAY_CALL_EVENT, SDK_CALL_EVENT } from '../../../families/call-event/facts.ts';
import { knownVersions, wantedTypes } from '../../../operations/attach/event-types.ts';
import {
  chooseSink,
  type Found,
  planSteps,
  remarks,
  settledTypes,
  type Wanted,
} from '../../../operations/attach/plan.ts';
import type { Sink, SinkConfiguration } from '../../../twilio/sink.ts';

const CONFIGURATION: SinkConfiguration = { arn: 'arn:stream', roleArn: 'arn:role', externalId: 'id' };
const SDK = { type: SDK_CALL_EVENT, schemaVersion: 2 };
const GATEWAY = { type: GATEWAY_CALL_EVENT, schemaVersion: 3 };
const WANTED: Wanted = {
  sink: CONFIGURATION,
  types: [SDK, GATEWAY],
  versionsSaid: false,
  description: 'voice-insights-sink Staging',
};

function sink(sid: string, members: Partial<Sink> = {}, configuration: Partial<SinkConfiguration> = {}): Sink {
  return {
    sid,
    status: 'active',
    description: 'a sink',
    ...members,
    configuration: { ...CONFIGURATION, ...configuration },
  };
}

describe('the sink to use', () => {
  it('is one with the same stream, role and external id', () => {
    const others = [
      sink('DG1', {}, { arn: 'arn:other' }),
      sink('DG2', {}, { roleArn: 'arn:other' }),
      sink('DG3', {}, { externalId: 'other' }),
    ];
    expect(chooseSink(WANTED, { sinks: others, subscriptions: [] })).toBeUndefined();
    expect(chooseSink(WANTED, { sinks: [...others, sink('DG4')], subscriptions: [] })?.sid).toBe('DG4');
  });

  it('of several equal ones is that with a subscription, else an active one, else any', () => {
    const sinks = [sink('DG1', { status: 'initialized' }), sink('DG2'), sink('DG3', { status: 'validating' })];
    const chosen = (subscriptions: { sid: string; sinkSid: string }[], among = sinks) =>
      chooseSink(WANTED, { sinks: among, subscriptions })?.sid;
    expect(chosen([{ sid: 'DF1', sinkSid: 'DG3' }])).toBe('DG3');
    expect(chosen([{ sid: 'DF1', sinkSid: 'DG9' }])).toBe('DG2');
    expect(chosen([], sinks.slice(0, 1))).toBe('DG1');
  });
});

describe('the steps', () => {
  const names = (...plan: Parameters<typeof planSteps>) => planSteps(...plan).map((step) => step.do);

  it('begin where the last attach was stopped', () => {
    expect(names(WANTED, undefined, undefined)).toEqual(['create-sink', 'prove-sink', 'subscribe']);
    for (const status of ['initialized', 'validating', 'failed', 'active']) {
      expect(names(WANTED, sink('DG1', { status }), undefined)).toEqual(['prove-sink', 'subscribe']);
    }
    expect(names(WANTED, sink('DG1', { status: 'failed' }), [SDK, GATEWAY])).toEqual(['prove-sink']);
    expect(names(WANTED, sink('DG1'), [GATEWAY, SDK])).toEqual([]);
  });

  it('add and change before they remove, so that a subscription is never empty', () => {
    const other = { type: 'com.twilio.messaging.message.sent', schemaVersion: 1 };
    expect(planSteps(WANTED, sink('DG1'), [other, { ...SDK, schemaVersion: 1 }])).toEqual([
      { do: 'change-version', type: SDK, from: 1 },
      { do: 'add-type', type: GATEWAY },
      { do: 'remove-type', type: other },
    ]);
  });
});

describe('what is said of other sinks', () => {
  const said = (chosen: Sink | undefined, found: Found, wanted = WANTED) =>
    remarks(wanted, chosen, found, (sid) => `delete ${sid}`);

  it('is what differs, where a new one has to be made', () => {
    const sinks = [
      sink('DG1', { description: WANTED.description }, { arn: 'arn:old' }),
      sink('DG2', {}, { roleArn: 'arn:old' }),
      sink('DG3', {}, { externalId: 'secret of theirs' }),
      sink('DG4', {}, { arn: 'arn:of-somebody-else' }),
    ];
    const cannot = (sid: string) =>
      ` and cannot be changed, so this is a new sink; to remove the old one: delete ${sid}`;
    expect(said(undefined, { sinks, subscriptions: [] })).toEqual([
      `sink DG1 has another stream (arn:old)${cannot('DG1')}`,
      `sink DG2 has another role (arn:old)${cannot('DG2')}`,
      `sink DG3 has another external id${cannot('DG3')}`,
    ]);
  });

  it('is nothing of those of a stack of the same name in another region or AWS account', () => {
    const arn = (region: string, account: string, name = 'calls') =>
      `arn:aws:kinesis:${region}:${account}:stream/${name}`;
    const sinks = [arn('eu-west-1', '1'), arn('us-east-1', '2'), arn('us-east-1', '1', 'old')].map((other, index) =>
      sink(`DG${index}`, { description: WANTED.description }, { arn: other }),
    );
    const wanted = { ...WANTED, sink: { ...CONFIGURATION, arn: arn('us-east-1', '1') } };
    expect(said(undefined, { sinks, subscriptions: [] }, wanted)).toEqual([
      expect.stringMatching(/^sink DG2 has another stream \(.*\/old\)/),
    ]);
  });

  it('is that they deliver the same events, where they do', () => {
    const chosen = sink('DG1');
    const sinks = [chosen, sink('DG2'), sink('DG3'), sink('DG4', {}, { arn: 'arn:other' })];
    const subscriptions = ['DG1', 'DG2', 'DG4'].map((sinkSid) => ({ sid: `of ${sinkSid}`, sinkSid }));
    expect(said(chosen, { sinks, subscriptions })).toEqual([
      'sink DG2 writes to the same stream, and is subscribed too; to remove it: delete DG2',
    ]);
  });
});

describe('the types', () => {
  it('are both at pinned versions, or those that were asked for', () => {
    expect(wantedTypes({})).toEqual([SDK, GATEWAY]);
    expect(wantedTypes({ types: ['Gateway ', SDK_CALL_EVENT].map(eventType), schemaVersion: 1 })).toEqual([
      { ...SDK, schemaVersion: 1 },
      { ...GATEWAY, schemaVersion: 1 },
    ]);
    expect(wantedTypes({ types: [eventType('gateway')] })).toEqual([GATEWAY]);
  });

  it.each(['', 'summary', 'sdk,', 'com.twilio.voice.insights.call-metrics.sdk'])('cannot be "%s"', (text) => {
    expect(() => eventType(text)).toThrow('Allowed: sdk, gateway');
  });

  it.each(['', '0', '4', 'latest', '2.5'])('have no schema version "%s"', (text) => {
    expect(() => schemaVersion(text)).toThrow('Known: 1, 2, 3.');
  });
});

it('the versions that are known are those of a type, not of any', () => {
  expect([SDK.type, GATEWAY.type].map(knownVersions)).toEqual([
    [1, 2, 3],
    [1, 2, 3],
  ]);
  expect(knownVersions('com.twilio.voice.insights.call-metrics.sdk')).toEqual([]);
  expect(
    settledTypes({ types: [{ type: 'other', schemaVersion: 1 }], versionsSaid: false }, [
      { type: 'other', schemaVersion: 3 },
    ]),
  ).toEqual([{ type: 'other', schemaVersion: 1 }]);
});

describe('the versions to end with', () => {
  const versions = (subscribed: number | undefined, versionsSaid = false) =>
    settledTypes(
      { types: [SDK], versionsSaid },
      subscribed === undefined ? undefined : [{ ...SDK, schemaVersion: subscribed }],
    ).map(({ schemaVersion: version }) => version);

  it('are those wanted, but for a later one that is known: that somebody chose', () => {
    expect([undefined, 1, 2, 3].map((subscribed) => versions(subscribed))).toEqual([[2], [2], [2], [3]]);
    expect(versions(4)).toEqual([2]);
  });

  it('are those that were said, whatever there is', () => {
    expect([1, 3, 4].map((subscribed) => versions(subscribed, true))).toEqual([[2], [2], [2]]);
  });
});
