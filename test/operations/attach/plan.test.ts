import { describe, expect, it } from 'vitest';
import { eventTypes, schemaVersion } from '../../../cli/options.ts';
import { GATEWAY_CALL_EVENT, SDK_CALL_EVENT } from '../../../families/call-event/facts.ts';
import { GATEWAY_METRICS, SDK_METRICS } from '../../../families/call-metric/facts.ts';
import { COMPLETE, PARTIAL, PREDICTED_COMPLETE } from '../../../families/call-summary/facts.ts';
import { CONFERENCE_COMPLETE, CONFERENCE_PARTIAL } from '../../../families/conference-summary/facts.ts';
import { PARTICIPANT_COMPLETE } from '../../../families/participant-summary/facts.ts';
import { knownVersions, typesText, wantedTypes } from '../../../operations/attach/event-types.ts';
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
const SUMMARIES = [PARTIAL, PREDICTED_COMPLETE, COMPLETE].map((type) => ({ type, schemaVersion: 7 }));
const CONFERENCES = [CONFERENCE_PARTIAL, CONFERENCE_COMPLETE, PARTICIPANT_COMPLETE].map((type) => ({
  type,
  schemaVersion: 2,
}));
const METRICS = [SDK_METRICS, GATEWAY_METRICS].map((type) => ({ type, schemaVersion: 2 }));
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
  const named = (...texts: string[]) => texts.flatMap(eventTypes);

  it('are all at pinned versions, or those that were asked for', () => {
    expect(wantedTypes({})).toEqual([SDK, GATEWAY, ...SUMMARIES, ...CONFERENCES]);
    expect(wantedTypes({ types: named('Gateway ', SDK_CALL_EVENT), schemaVersion: 1 })).toEqual([
      { ...SDK, schemaVersion: 1 },
      { ...GATEWAY, schemaVersion: 1 },
    ]);
    expect(wantedTypes({ types: named('gateway') })).toEqual([GATEWAY]);
  });

  it('of summaries have a word for each, and one for all three', () => {
    expect(named('Summaries')).toEqual(SUMMARIES.map(({ type }) => type));
    expect(named('summary-partial', 'summary-predicted', 'summary-complete', COMPLETE)).toEqual([
      ...SUMMARIES.map(({ type }) => type),
      COMPLETE,
    ]);
    expect(wantedTypes({ types: named('sdk', 'summary-complete') })).toEqual([SDK, SUMMARIES[2]]);
  });

  it('take a version that was asked for where their schema has it', () => {
    expect(wantedTypes({ schemaVersion: 2 }).map((type) => type.schemaVersion)).toEqual([2, 2, 2, 2, 2, 2, 2, 2]);
    expect(wantedTypes({ schemaVersion: 5 }).map((type) => type.schemaVersion)).toEqual([2, 3, 5, 5, 5, 2, 2, 2]);
  });

  it.each(['', 'summary', 'sdk,', 'constructor', 'com.twilio.error-logs.error.logged'])('cannot be "%s"', (text) => {
    expect(() => eventTypes(text)).toThrow(
      'conference-partial, conference-complete, participant, events, summaries, metrics, conferences, or several',
    );
  });

  it('of metrics are those that somebody asked for, now or before', () => {
    expect(wantedTypes({ types: named('metrics') })).toEqual(METRICS);
    expect(wantedTypes({}, [SDK, { type: SDK_METRICS, schemaVersion: 1 }])).toContainEqual(METRICS[0]);
    expect(wantedTypes({}, [SDK, { type: SDK_METRICS, schemaVersion: 1 }])).not.toContainEqual(METRICS[1]);
    expect(wantedTypes({ types: named('sdk') }, METRICS)).toEqual([SDK]);
  });

  it.each(['', '0', '8', 'latest', '2.5'])('have no schema version "%s"', (text) => {
    expect(() => schemaVersion(text)).toThrow('Known: 1, 2, 3, 4, 5, 6, 7.');
  });

  it('in words have "and" before the last', () => {
    const words = [[], [SDK], [SDK, GATEWAY], [SDK, GATEWAY, SDK]].map(typesText);
    const [sdk, gateway] = [`${SDK.type} (schema version 2)`, `${GATEWAY.type} (schema version 3)`];
    expect(words).toEqual(['', sdk, `${sdk} and ${gateway}`, `${sdk}, ${gateway} and ${sdk}`]);
  });
});

it('the versions that are known are those of a type, not of any', () => {
  expect([SDK.type, GATEWAY.type, COMPLETE].map(knownVersions)).toEqual([
    [1, 2, 3],
    [1, 2, 3],
    [1, 2, 3, 4, 5, 6, 7],
  ]);
  expect(knownVersions('com.twilio.error-logs.error.logged')).toEqual([]);
  expect(
    settledTypes(
      { types: [{ type: 'other', schemaVersion: 1 }], versionsSaid: false },
      new Map([['other', [1, 2, 3]]]),
      [{ type: 'other', schemaVersion: 3 }],
    ),
  ).toEqual([{ type: 'other', schemaVersion: 1 }]);
});

describe('the versions to end with', () => {
  const versions = (subscribed: number | undefined, versionsSaid = false, listed = [1, 2, 3, 4]) =>
    settledTypes(
      { types: [SDK], versionsSaid },
      new Map([[SDK.type, listed]]),
      subscribed === undefined ? undefined : [{ ...SDK, schemaVersion: subscribed }],
    ).map(({ schemaVersion: version }) => version);

  it('are those wanted, but for a later one that is known: that somebody chose', () => {
    expect([undefined, 1, 2, 3].map((subscribed) => versions(subscribed))).toEqual([[2], [2], [2], [3]]);
    expect(versions(4)).toEqual([2]);
  });

  it('are the highest that both sides know, where Twilio does not list the wanted one', () => {
    const summary = (listed: number[]) =>
      settledTypes({ types: SUMMARIES.slice(2), versionsSaid: false }, new Map([[COMPLETE, listed]]));
    expect([[1, 2, 5], [7, 8], [8, 9], []].map((listed) => summary(listed)[0]?.schemaVersion)).toEqual([5, 7, 7, 7]);
    expect(versions(undefined, false, [1, 3])).toEqual([3]);
    // One that is subscribed and no longer listed is not kept.
    expect(versions(3, false, [1, 2])).toEqual([2]);
  });

  it('are those that were said, whatever there is', () => {
    expect([1, 3, 4].map((subscribed) => versions(subscribed, true))).toEqual([[2], [2], [2]]);
    expect(versions(3, true, [3])).toEqual([2]);
  });
});
