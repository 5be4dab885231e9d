import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createEventFindings,
  type EventFindings,
  NO_FINDINGS,
} from '../../../../families/call-summary/in-words/event-findings.ts';
import { nextSteps } from '../../../../families/call-summary/in-words/next-steps.ts';
import { outcomeOf } from '../../../../families/call-summary/in-words/outcome.ts';
import { verdictOf } from '../../../../families/call-summary/in-words/verdict.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import {
  BAD_AUDIO,
  BROWSER_CALL,
  CALL_SID,
  CANCELLED,
  PARENT_SID,
  PHONE_CALL,
  REJECTED,
  WITHOUT_MEDIA,
} from './summaries.ts';

const found = (...events: JsonObject[]): EventFindings => {
  const findings = createEventFindings();
  for (const event of events) findings.add(event);
  return findings.found();
};
const INFO = { level: 'INFO', name: 'accepted' };
const MEDIA_ERROR = {
  level: 'ERROR',
  edge: 'sdk_edge',
  name: 'error',
  sdk_edge: { error: { code: 53405, message: 'Media connection failed' } },
};

const AT_END = [
  { level: 'INFO', group: 'ice-connection-state', name: 'connected', timestamp: '2026-11-20T12:00:00Z' },
  { group: 'connection', name: 'disconnected-by-local', timestamp: '2026-11-20T12:01:20Z' },
  { ...MEDIA_ERROR, timestamp: '2026-11-20T12:01:20Z' },
];

describe('the verdict on a call', () => {
  it('begins with the error that cut the call off, and tells it once', () => {
    expect(verdictOf(PHONE_CALL, found(...AT_END))).toMatch(
      /^The call was cut off by an error on sdk_edge: 53405, Media connection failed\. The device lost its media connection: .* As Twilio has it, the caller hung up\. An outbound(?!.*53405)/,
    );
    expect(verdictOf(PHONE_CALL, found({ level: 'ERROR', name: 'first' }, ...AT_END))).toContain(
      '2 errors came, the first: first.',
    );
  });

  it('says of a phone call who, how long, how it ended and who hung up', () => {
    expect(verdictOf(PHONE_CALL, found(INFO, INFO))).toBe(
      'The call was completed. The caller hung up. ' +
        'An outbound phone call, made over the API, from +15550100 (VoIP, Example Voice, US) to +15550123 (mobile, Example Mobile, Huntsville AL US) at 2026-11-20 11:59:00 UTC. ' +
        'Post-dial delay was 2.9 s. The last SIP response was 200 (OK). ' +
        'It was 2 min 20 s (140 s) long, 2 min 11 s (131 s) of it connected. ' +
        'No edge passed a limit of Twilio’s for quality. Its 2 events have no error and no warning.',
    );
  });

  it('says nothing of a call never dialled but that it was cancelled, and that more may come', () => {
    expect(verdictOf(CANCELLED, found(INFO))).toBe(
      'The call was cancelled before it was answered. ' +
        'An outbound Voice SDK call, made by TwiML <Dial>, from +15550100 (landline) to client:alice at 2026-11-20 11:59:00 UTC. ' +
        'Its 1 event has no error and no warning. ' +
        'The summary is preliminary: Twilio sends the final one up to 30 minutes after the call.',
    );
  });

  it('tells a rejected call from a busy one', () => {
    const text = verdictOf(REJECTED, found(INFO));
    expect(text).toMatch(/^The call was rejected on the device that was called\. An outbound/);
    expect(text).toContain('The last SIP response was 600 (Busy Everywhere).');
    expect(text).toContain(`Its parent is ${PARENT_SID}.`);
    expect(text).not.toMatch(/hung up|all devices/);
  });

  it('says of a call that was cut off that it only ended as completed', () => {
    const text = verdictOf(WITHOUT_MEDIA, found(MEDIA_ERROR));
    expect(text).toContain(
      'The call ended as completed, but the media connection of the device (ICE) failed or was lost, and at least one direction was silent.',
    );
    expect(text).toContain('An error came on sdk_edge: 53405, Media connection failed. No audio came through:');
    expect(text).toContain(
      'Twilio tagged client_edge inbound (received from the device) with silence: there was no sound',
    );
    expect(text).not.toMatch(/MOS|was completed\./);
  });

  it('says what was bad on which edge and in which direction, by the number that passed the limit', () => {
    expect(verdictOf(BAD_AUDIO, NO_FINDINGS)).toContain(
      'The last SIP response was 200 (OK). It was 2 min 20 s (140 s) long, 2 min 11 s (131 s) of it connected. ' +
        'Packet loss on client_edge inbound (received from the device) was 9.3 %, over Twilio’s limit of 5 %. ' +
        'Jitter on client_edge inbound (received from the device) was 12 ms on average and 64 ms at most, over the limits of 5 and 30 ms. ' +
        'Packet loss on sdk_edge inbound (received by the device) was 8.3 %, over Twilio’s limit of 5 %. ' +
        'The round trip time on sdk_edge inbound (received by the device) was 450 ms on average, over Twilio’s limit of 400 ms. ' +
        'MOS on sdk_edge inbound (received by the device) was 2.9, below Twilio’s limit of 3.5. There are no events of it.',
    );
  });

  it('has the MOS of a good call with one decimal', () => {
    expect(verdictOf(BROWSER_CALL, NO_FINDINGS)).toContain('The MOS of what the device received was 4.4 of 5.');
  });

  it('says of a failed call what its SIP code means, and the cause of a trunk', () => {
    const failed = {
      ...PHONE_CALL,
      call_state: 'fail',
      duration: 0,
      connect_duration: 0,
      carrier_edge: {},
      properties: { last_sip_response_num: 503, q850_cause: 34 },
    };
    expect(verdictOf(failed, NO_FINDINGS)).toContain(
      'The call failed. The last SIP response was 503 (Service Unavailable), with Q.850 cause 34: a carrier or PBX on the way is overloaded, down, or has no route. A phone call',
    );
  });

  it('adds what the events say', () => {
    const warning = (name: string) => ({ level: 'WARN', group: 'network-quality-warning-raised', name });
    const feedback = { level: 'INFO', sdk_edge: { feedback: { score: 2, reason: 'one-way-audio' } } };
    const events = found(
      warning('low-mos'),
      warning('high-rtt'),
      MEDIA_ERROR,
      { level: 'ERROR', name: 'later' },
      warning('high-rtt'),
      feedback,
    );
    expect(verdictOf(BROWSER_CALL, events)).toMatch(
      /^The call was completed\. The callee hung up\. 2 errors came, the first on sdk_edge: 53405, Media connection failed\. .* There were 3 warnings: high-rtt \(2\) and low-mos\. The person who talked gave it 2 of 5: one-way-audio\.$/,
    );
  });

  it('says which half is missing', () => {
    expect(verdictOf(undefined, found(MEDIA_ERROR))).toMatch(
      /^There is no summary of this call, only its 1 event\. An error came .* up to 30 minutes after it\. It sends them only where attach subscribed/,
    );
    expect(verdictOf(PHONE_CALL, NO_FINDINGS)).toMatch(
      /There are no events of it\. Twilio sends events about 90 s after/,
    );
    expect(verdictOf(undefined, NO_FINDINGS)).toMatch(/^There is no summary of this call, and there are no events\./);
  });

  it('says how a call ended as its events alone tell it, while it has no summary', () => {
    const step = (name: string) => ({ group: 'connection', name, level: 'INFO' });
    const said = (...events: JsonObject[]) => verdictOf(undefined, found(...events));
    expect(said(step('accepted-by-remote'), ...AT_END)).toMatch(
      /only its 4 events\. It was cut off by an error on sdk_edge: 53405, (?!.*53405)/,
    );
    expect(said(...AT_END)).toContain('It was ended before it was answered by an error on sdk_edge: 53405,');
    expect(said(step('accepted-by-remote'), step('disconnected-by-remote'))).toContain(
      'It was completed. The device says that the other side hung up.',
    );
    expect(said(step('incoming'), step('rejected-by-local'))).toContain('It was rejected on the device');
    expect(said(step('initiated'), step('completed'))).toContain('It was not answered.');
  });

  it('says what Conversation Relay, a conference, a machine and a long queue were', () => {
    const text = verdictOf(
      {
        ...PHONE_CALL,
        answered_by: 'machine_end_beep',
        attributes: { conference_participant: true },
        properties: { queue_time: 2_100 },
        agent_session_summaries: [
          { session_state: 'ended', turns: 4, interruptions: { customer_to_agent: 1 } },
          { session_state: 'failure', turns: 3 },
          7,
        ],
      },
      NO_FINDINGS,
    );
    expect(text).toContain('It took part in a conference.');
    expect(text).toContain('It waited 2.1 s in Twilio’s queue before it was dialled.');
    expect(text).toContain('A machine answered, up to its beep.');
    expect(text).toContain('It used Conversation Relay: 7 turns, 1 interruption by the customer, and it failed.');
  });

  it('says what became of the calls that it made, which its own outcome hides', () => {
    const children = [REJECTED, ...Array.from({ length: 5 }, () => ({ call_sid: PARENT_SID, call_state: 'noanswer' }))];
    const sentence = `It made 6 calls: ${CALL_SID} to client:alice (rejected), ${`${PARENT_SID} (not answered), `.repeat(3)}2 more.`;
    expect(verdictOf(PHONE_CALL, NO_FINDINGS, children)).toContain(
      `The call was completed, but no one took the calls that it made. ${sentence} The caller hung up.`,
    );
    expect(verdictOf(undefined, found(INFO), children.slice(0, 1))).toContain(
      `only its 1 event. It made 1 call: ${CALL_SID} to client:alice (rejected).`,
    );
  });

  it('does not tell the MOS of before the media was lost', () => {
    expect(verdictOf({ ...BROWSER_CALL, tags: ['ice_failure'] }, NO_FINDINGS)).not.toContain('MOS');
  });

  it('counts the findings that would make it too long', () => {
    const tags = Array.from({ length: 40 }, (_, index) => `new_tag_${index}`);
    const text = verdictOf({ ...PHONE_CALL, tags: [...tags, 'x'.repeat(5_000)] }, NO_FINDINGS);
    expect(text).toContain('Twilio tagged the call with new_tag_4. Further findings: 36.');
    expect(text.length).toBeLessThan(1_500);
  });

  it('is short whatever a text holds', () => {
    const long = 'n'.repeat(100_000);
    const party = { caller: long, callee: long, carrier: long, city: long, connection: long, sdk: { type: long } };
    const summary = {
      ...PHONE_CALL,
      parent_call_sid: long,
      from: party,
      to: party,
      properties: { disconnected_by: long },
    };
    const event = { level: 'ERROR', name: long, sdk_edge: { error: { message: long }, feedback: { reason: long } } };
    expect(verdictOf(summary, found(event, { level: 'WARNING', name: long })).length).toBeLessThan(2_500);
  });

  it('and everything beside it never fails on members of other types, and never tells nothing as a fact', () => {
    const NOTHINGS = [
      '',
      ' ',
      'unknown',
      'Unknown',
      'unknown_realm',
      'unknown_disconnected_by',
      null,
      0,
      -1,
      false,
      [],
      {},
    ];
    const member = fc.oneof(
      fc.constantFrom<unknown>(...NOTHINGS),
      fc.constantFrom([['x']], [{ a: 1 }], 1e308, Number.NaN),
    );
    const paths = pathsIn(BAD_AUDIO).concat(pathsIn(PHONE_CALL), pathsIn(WITHOUT_MEDIA));
    const changes = fc.array(fc.tuple(fc.constantFrom(...paths), member), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.constantFrom(BAD_AUDIO, PHONE_CALL, WITHOUT_MEDIA, REJECTED), changes, (summary, changed) => {
        const hostile = changed.reduce((before, [path, value]) => withMember(before, path, value), summary);
        const text = [
          verdictOf(hostile, NO_FINDINGS),
          outcomeOf(hostile).title,
          ...nextSteps(CALL_SID, hostile, NO_FINDINGS).map(({ says }) => says),
        ].join(' ');
        expect(text).not.toMatch(/unknown|undefined|null|NaN|e\+|\[object|\b0 s\b|\b0 ms\b| 0 \(| {2}|\(\)|, ,/i);
      }),
      { numRuns: 500 },
    );
  });
});

type Path = readonly string[];

function pathsIn(value: JsonObject, parent: Path = []): Path[] {
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = [...parent, name];
    const isObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
    return isObject ? [path, ...pathsIn(inner as JsonObject, path)] : [path];
  });
}

function withMember(summary: JsonObject, [name = '', ...rest]: Path, value: unknown): JsonObject {
  const inner = summary[name];
  const isObject = typeof inner === 'object' && inner !== null;
  return {
    ...summary,
    [name]: rest.length === 0 ? value : withMember(isObject ? (inner as JsonObject) : {}, rest, value),
  };
}
