import { describe, expect, it } from 'vitest';
import { createEventFindings, NO_FINDINGS } from '../../../../families/call-summary/in-words/event-findings.ts';
import { hungUpBy } from '../../../../families/call-summary/in-words/hung-up.ts';
import { decimal, listInWords, secondsInWords } from '../../../../families/call-summary/in-words/in-text.ts';
import { kindOfCall } from '../../../../families/call-summary/in-words/kind.ts';
import { durationInWords, lengthInWords, postDialDelayMs } from '../../../../families/call-summary/in-words/lengths.ts';
import { whyMissing } from '../../../../families/call-summary/in-words/missing.ts';
import { nextSteps } from '../../../../families/call-summary/in-words/next-steps.ts';
import { outcomeOf } from '../../../../families/call-summary/in-words/outcome.ts';
import { partyInWords, partyOf } from '../../../../families/call-summary/in-words/party.ts';
import {
  averageMos,
  mosText,
  qualityFindings,
  streamInWords,
} from '../../../../families/call-summary/in-words/quality.ts';
import { sipCodeInWords, sipCodeText } from '../../../../families/call-summary/in-words/sip-codes.ts';
import { sipResponse } from '../../../../families/call-summary/in-words/sip-response.ts';
import { tagInWords } from '../../../../families/call-summary/in-words/tags.ts';
import { verdictOf } from '../../../../families/call-summary/in-words/verdict.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import { BAD_AUDIO, BROWSER_CALL, CALL_SID, CANCELLED, PHONE_CALL, REJECTED, WITHOUT_MEDIA } from './summaries.ts';

describe('a SIP code', () => {
  it('has its registered name and a meaning', () => {
    expect(sipCodeInWords(486)).toEqual({ code: 486, name: 'Busy Here', meaning: 'the far end is busy' });
    expect(sipCodeText({ code: 486, name: 'Busy Here', meaning: '' })).toBe('486 (Busy Here)');
  });

  it('that nobody registered is told by its class', () => {
    expect(sipCodeInWords(599)).toEqual({ code: 599, meaning: 'a server on the way failed' });
    expect(sipCodeText({ code: 599, meaning: '' })).toBe('599');
  });

  it.each([0, 99, 700, 486.5, Number.NaN, -1])('is not %s', (number) => {
    expect(sipCodeInWords(number)).toBeUndefined();
  });
});

describe('the outcome', () => {
  it.each([
    ['a good call', PHONE_CALL, 'good', 'Completed'],
    ['a good call that rang late', { ...PHONE_CALL, tags: ['high_pdd'] }, 'neutral', 'Completed'],
    [
      'one whose last response was an error',
      { ...PHONE_CALL, properties: { last_sip_response_num: 487 } },
      'neutral',
      'Completed, but not normally',
    ],
    ['bad audio', BAD_AUDIO, 'bad', 'Completed, with bad audio'],
    ['silence', { ...PHONE_CALL, tags: ['silence'] }, 'bad', 'Completed, but silent'],
    ['no media', WITHOUT_MEDIA, 'bad', 'Completed, but its media failed'],
    ['an ICE failure', { ...BROWSER_CALL, tags: ['ice_failure'] }, 'bad', 'Completed, but its media failed'],
    ['a rejected call', REJECTED, 'neutral', 'Rejected'],
    ['busy', { call_state: 'busy', properties: { last_sip_response_num: 486 } }, 'neutral', 'Busy'],
    ['declined', { call_state: 'busy', properties: { last_sip_response_num: 603 } }, 'neutral', 'Declined'],
    ['cancelled', CANCELLED, 'neutral', 'Cancelled'],
    ['not answered', { call_state: 'no-answer' }, 'neutral', 'Not answered'],
    ['failed', { call_state: 'fail' }, 'bad', 'Failed'],
    ['never dialled', { call_state: 'undialed' }, 'bad', 'Never dialled'],
    ['ringing', { call_state: 'ringing' }, 'neutral', 'Ringing'],
    ['in progress', { call_state: 'answered', processing_state: 'partial' }, 'neutral', 'In progress'],
    ['answered', { call_state: 'answered', processing_state: 'complete' }, 'good', 'Answered'],
    ['a state of tomorrow', { call_state: 'teleported' }, 'neutral', 'Not known'],
    ['no state', { call_state: 7 }, 'neutral', 'Not known'],
  ])('of %s', (_of, summary, tone, title) => {
    expect(outcomeOf(summary)).toMatchObject({ tone, title });
  });

  it('of an SDK that lost its media and got it back is not that it had none', () => {
    const sdkEdge = { ...(BROWSER_CALL.sdk_edge as object), events: { errors: { '53405': 1 } } };
    expect(outcomeOf({ ...BROWSER_CALL, sdk_edge: sdkEdge }).title).toBe('Completed');
  });
});

describe('the outcome of a call of which more is known', () => {
  const at = (seconds: number) => `2026-11-20T12:00:${String(seconds).padStart(2, '0')}Z`;
  const end = {
    level: 'INFO',
    edge: 'sdk_edge',
    group: 'connection',
    name: 'disconnected-by-local',
    timestamp: at(20),
  };
  const error = (seconds: number, code: number) => ({
    level: 'ERROR',
    edge: 'sdk_edge',
    group: 'connection',
    name: 'error',
    timestamp: at(seconds),
    sdk_edge: { error: { code } },
  });
  const events = (...of: JsonObject[]) => {
    const collected = createEventFindings();
    for (const event of of) collected.add(event);
    return collected.found();
  };

  it('is that it was cut off, where an error came within a second of its end', () => {
    for (const found of [events(error(19, 31_005), end), events(end, error(21, 31_005))]) {
      expect(outcomeOf(PHONE_CALL, { events: found })).toMatchObject({
        tone: 'bad',
        title: 'Cut off',
        says: expect.stringMatching(/^It was cut off by an error on sdk_edge: 31005, Connection error\./),
      });
    }
    expect(outcomeOf(BAD_AUDIO, { events: events(error(20, 53_405), end) }).says).toMatch(
      /Its audio was bad before that\.$/,
    );
  });

  it('is not, where the error came sooner, or nothing says when the end was, or no one took it', () => {
    const { title } = outcomeOf(PHONE_CALL);
    expect(outcomeOf(PHONE_CALL, { events: events(error(18, 31_005), end) }).title).toBe(title);
    expect(outcomeOf(PHONE_CALL, { events: events(error(20, 31_005)) }).title).toBe(title);
    expect(outcomeOf(CANCELLED, { events: events(error(20, 31_005), end) }).title).toBe('Cancelled');
  });

  it('is that nobody took it, where all calls that it made were in vain', () => {
    const inbound = { ...PHONE_CALL, properties: { direction: 'inbound' } };
    const noAnswer = { ...REJECTED, call_state: 'noanswer' };
    expect(outcomeOf(inbound, { children: [REJECTED, noAnswer] })).toEqual({
      tone: 'neutral',
      title: 'No one took it',
      says: 'It was answered by Twilio, but no one took it.',
    });
    expect(outcomeOf(PHONE_CALL, { children: [REJECTED] })).toMatchObject({ title: 'No one took its calls' });
    for (const other of [BROWSER_CALL, { call_state: 'ringing' }, {}]) {
      expect(outcomeOf(inbound, { children: [REJECTED, other] }).title).toBe('Completed');
    }
  });
});

describe('the last SIP response', () => {
  const failed = { call_state: 'fail', properties: { last_sip_response_num: 503 } };

  it('has its meaning where that says something of the call', () => {
    expect(sipResponse(failed)?.meaning).toMatch(/^a carrier or PBX on the way/);
    for (const none of [PHONE_CALL, REJECTED]) expect(sipResponse(none)?.meaning).toBeUndefined();
    expect(sipResponse(CANCELLED)).toBeUndefined();
  });

  it('of a call that a device could not ask for is told as usual only, and looked at last', () => {
    const collected = createEventFindings();
    collected.add({ level: 'ERROR', group: 'connection', name: 'error', sdk_edge: { error: { code: 53_000 } } });
    const found = collected.found();
    expect(sipResponse(failed, found)?.meaning).toMatch(/^usually a carrier or PBX/);
    expect(sipResponse({ ...failed, call_state: 'completed' }, found)?.meaning).toMatch(/^a carrier/);
    expect(nextSteps(CALL_SID, failed, found).map(({ command }) => command)).toEqual([
      `errors ${CALL_SID}`,
      undefined,
      'calls --since 1d --sip 503 --by to.carrier',
    ]);
  });
});

describe('a finding', () => {
  it('has its edge, its direction, the number and the limit', () => {
    expect(
      qualityFindings(BAD_AUDIO).map(({ tag, edge, stream, measured, isTagged }) => [
        tag,
        edge,
        stream,
        measured,
        isTagged,
      ]),
    ).toEqual([
      ['high_packet_loss', 'client_edge', 'inbound', '9.3 %', true],
      ['high_jitter', 'client_edge', 'inbound', '12 ms on average and 64 ms at most', false],
      ['high_packet_loss', 'sdk_edge', 'inbound', '8.3 %', true],
      ['high_latency', 'sdk_edge', 'inbound', '450 ms on average', true],
      ['low_mos', 'sdk_edge', 'inbound', '2.9', true],
    ]);
  });

  it('means another thing on another edge', () => {
    expect(tagInWords('high_latency', 'sdk_edge')).toBe('a round trip took over 400 ms');
    expect(tagInWords('high_latency', 'carrier_edge')).toContain('150 ms');
    const metrics = { inbound: { latency: { avg: 300 }, rtt: { avg: 300 }, mos: { avg: 2 } } };
    const tags = (edge: string) => qualityFindings({ [edge]: { metrics } }).map(({ tag }) => tag);
    expect(tags('sip_edge')).toEqual(['high_latency']);
    expect(tags('sdk_edge')).toEqual(['low_mos']);
  });

  it('is at the limit none', () => {
    const metrics = {
      inbound: { packets_loss_percentage: 5, jitter: { avg: 5, max: 400 }, mos: { avg: 3.5 }, rtt: { avg: 400 } },
      outbound: { packets_loss_percentage: 4.9, jitter: { avg: 50, max: 30 } },
    };
    expect(qualityFindings({ sdk_edge: { metrics }, carrier_edge: { metrics } })).toEqual([]);
  });

  it('never reads as the limit that it passed', () => {
    const metrics = { packets_loss_percentage: 5.004, jitter: { avg: 5.01, max: 30.04 }, latency: { avg: 150.04 } };
    const [loss, jitter, latency] = qualityFindings({ carrier_edge: { metrics: { inbound: metrics } } });
    expect(loss?.measured).toBe('5.01 %');
    expect(jitter?.measured).toBe('5.01 ms on average and 30.04 ms at most');
    expect(latency?.measured).toBe('150.04 ms on average');
  });

  it('is none of what is hidden', () => {
    expect(qualityFindings({ tags: ['[redacted]'] })).toEqual([]);
    expect(verdictOf({ ...PHONE_CALL, parent_call_sid: '[redacted]' }, NO_FINDINGS)).not.toContain('[redacted]');
  });

  it('is told of a tag without a number, once, and of a tag nobody knows', () => {
    const metrics = { outbound: { tags: ['high-jitter', 'high_jitter', 'sparkling'] } };
    const summary = { tags: ['high_jitter', 'silence', 'silence'], sip_edge: { metrics } };
    expect(qualityFindings(summary).map(({ says }) => says)).toEqual([
      'Twilio tagged sip_edge outbound (sent to the SIP side) with high_jitter: packets came at uneven times: jitter over 5 ms on average and over 30 ms at most, or over 1 % of the packets late by 200 ms.',
      'Twilio tagged sip_edge outbound (sent to the SIP side) with sparkling.',
      'Twilio tagged the call with silence: there was no sound at all in at least one direction.',
    ]);
  });

  it('is none of numbers that cannot be', () => {
    const metrics = { inbound: { packets_loss_percentage: 900, mos: { avg: 0 }, rtt: { avg: '900' }, jitter: 7 } };
    expect(qualityFindings({ sdk_edge: { metrics } })).toEqual([]);
    expect(averageMos({ sdk_edge: { metrics: { inbound: { mos: { avg: 0.4 } } } } })).toBeUndefined();
    expect(averageMos({ sdk_edge: { metrics: { inbound: { mos: { avg: 55 } } } } })).toBeUndefined();
  });

  it('is told by who received or sent', () => {
    expect(streamInWords('sdk_edge', 'outbound')).toBe('sent by the device');
    expect(streamInWords('client_edge', 'outbound')).toBe('sent to the device');
    expect(streamInWords('carrier_edge', 'inbound')).toBe('received from the carrier');
  });
});

describe('a number in words', () => {
  it('is a MOS of one decimal, and of two where that would hide that it is bad', () => {
    expect([4.43, 3.5, 3.44, 3.46, 3.499].map(mosText)).toEqual(['4.4', '3.5', '3.4', '3.46', '3.49']);
  });

  it('is a time as people say it', () => {
    expect([0, 12, 59.6, 60, 140, 3_600, 3_780, 90_000].map(secondsInWords)).toEqual([
      '0 s',
      '12 s',
      '1 min',
      '1 min',
      '2 min 20 s',
      '1 h',
      '1 h 3 min',
      '25 h',
    ]);
    expect([59, 61].map(durationInWords)).toEqual(['59 s', '1 min 1 s (61 s)']);
  });

  it('is never zero of something', () => {
    expect([0.010012015, 0.06, 0.55, 5, 12.04, 99.96].map(decimal)).toEqual(['0.01', '0.06', '0.6', '5', '12', '100']);
  });

  it('is a length, that of an unanswered call none', () => {
    expect(lengthInWords({ duration: 20, connect_duration: 0 })).toBe('It was 20 s long, none of it connected.');
    expect(lengthInWords({ duration: 20, connect_duration: 20 })).toBe('It was 20 s long.');
    expect(lengthInWords({ duration: 20 })).toBe('It was 20 s long.');
    for (const none of [{}, { duration: 0, connect_duration: 0 }, { duration: '[redacted]' }, { duration: -1 }]) {
      expect(lengthInWords(none)).toBeUndefined();
    }
    expect(postDialDelayMs(CANCELLED)).toBeUndefined();
  });

  it('is in a list that ends with and', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listInWords)).toEqual(['', 'a', 'a and b', 'a, b and c']);
  });
});

describe('who hung up', () => {
  const of = (disconnected: unknown, bySdk?: unknown) =>
    hungUpBy({ properties: { disconnected_by: disconnected }, sdk_edge: { properties: { disconnected_by: bySdk } } })
      ?.says;

  it('is the caller or the callee', () => {
    expect(of('caller', 'remote')).toBe('The caller hung up.');
    expect(of('Callee')).toBe('The callee hung up.');
  });

  it('is what the SDK says where nothing else does', () => {
    expect(of('', 'remote')).toBe('The device says that the other side hung up.');
    expect(of(null, 'local')).toBe('The device hung up.');
    expect(hungUpBy({ sdk_edge: { properties: { disconnected_by: 'local' } } })?.by).toBe('device');
  });

  it('is nobody on a call that was not answered, whatever its device says', () => {
    expect(hungUpBy({ ...WITHOUT_MEDIA, call_state: 'canceled' })).toBeUndefined();
  });

  it('is nobody while the call goes on', () => {
    const going = { ...PHONE_CALL, call_state: 'answered', end_time: '' };
    expect(hungUpBy(PHONE_CALL)).toBeDefined();
    expect(hungUpBy(going)).toBeUndefined();
  });

  it('is on a call that an error cut off what Twilio says, and not that its device hung up', () => {
    expect(hungUpBy(PHONE_CALL, { isCutOff: true })?.says).toBe('As Twilio has it, the caller hung up.');
    expect(hungUpBy(WITHOUT_MEDIA, { isCutOff: true })).toBeUndefined();
  });

  it('is what a later version of Twilio says', () =>
    expect(of('carrier')).toBe('Twilio says of who hung up: carrier.'));

  it.each(['unknown', 'unknown_disconnected_by', '', null, 7])('is nobody where Twilio says %s', (text) => {
    expect(of(text)).toBeUndefined();
    expect(of(text, 'rejected')).toBeUndefined();
  });
});

describe('a party', () => {
  it('is its address and what is known of it', () => {
    expect(partyInWords(partyOf(PHONE_CALL, 'to'))).toBe('+15550123 (mobile, Example Mobile, Huntsville AL US)');
    expect(partyInWords(partyOf(BROWSER_CALL, 'from'))).toBe(
      'client:alice (Voice SDK, DE, twilio-voice-js 2.18.3, Chrome 143, Windows 11)',
    );
    expect(partyOf(BROWSER_CALL, 'from')).toMatchObject({ edgeLocation: 'ashburn', country: 'DE' });
  });

  it('is known in part', () => {
    expect(partyInWords(partyOf({ from: { country_code: 'US', callee: '+1' } }, 'from'))).toBe('US');
    expect(partyInWords(partyOf({ to: '[redacted]' }, 'to'))).toBeUndefined();
    expect(partyInWords(partyOf({ to: { callee: '[redacted]' } }, 'to'))).toBe('[redacted]');
  });
});

describe('the kind of a call', () => {
  it.each([
    [{ call_type: 'client', properties: { direction: 'inbound' } }, 'inbound Voice SDK call'],
    [{ call_type: 'trunking', properties: { direction: 'trunking-originating' } }, 'originating SIP trunk call'],
    [{ call_type: 'whatsapp' }, 'WhatsApp call'],
    [{ properties: { direction: 'outbound_api' } }, 'outbound call, made over the API'],
    [{ call_type: 'fax' }, 'call'],
  ])('of %j', (summary, kind) => expect(kindOfCall(summary)).toBe(kind));
});

describe('what is missing', () => {
  it('says why', () => {
    expect(whyMissing('sipCode', undefined)).toBe('Twilio sends it up to 30 minutes after the call');
    expect(whyMissing('postDialDelay', { processing_state: 'partial' })).toMatch(/up to 30 minutes/);
    expect(whyMissing('hungUp', CANCELLED)).toBe('the call was not answered');
    expect(whyMissing('hungUp', PHONE_CALL)).toBe('Twilio does not say');
    expect(whyMissing('mos', { processing_state: 'partial' })).toMatch(/Voice SDK only/);
  });
});

describe('the next step', () => {
  const steps = (...of: Parameters<typeof nextSteps>) => nextSteps(...of).map(({ says, command }) => [says, command]);
  const events = { ...NO_FINDINGS, events: 3 };

  it('is by whose edge was bad', () => {
    const bad = (edge: string, stream: string) => ({
      [edge]: { metrics: { [stream]: { packets_loss_percentage: 30 } } },
    });
    const first = (summary: object) => steps(CALL_SID, { ...summary }, events)[0]?.[0];
    expect(first(bad('sdk_edge', 'inbound'))).toMatch(/from Twilio to the device/);
    expect(first(bad('client_edge', 'inbound'))).toMatch(/from the device to Twilio/);
    expect(first(bad('sip_edge', 'inbound'))).toMatch(/PBX/);
    expect(first(bad('carrier_edge', 'inbound'))).toMatch(/carrier/);
    expect(first(bad('carrier_edge', 'outbound'))).toMatch(/^Nothing says whose part/);
    expect(first({ tags: ['sparkling'] })).toMatch(/^Nothing says whose part/);
    expect(first(PHONE_CALL)).toMatch(/no trouble/);
    const silent = (edge: string) => ({ [edge]: { metrics: { inbound: { tags: ['silence'] } } } });
    expect(first(silent('client_edge'))).toMatch(/microphone/);
    expect(first(silent('sip_edge'))).toMatch(/NAT/);
    expect(steps(CALL_SID, BAD_AUDIO, events)).toEqual([[expect.stringMatching(/^Both ways/), undefined]]);
  });

  it('is by the edges whose samples were bad, too: what a summary says is of the whole call', () => {
    const downlink = { sdk_edge: { metrics: { inbound: { packets_loss_percentage: 30 } } } };
    const uplink = { edge: 'client_edge', direction: 'inbound', measure: 'loss' };
    const first = (summary: object | undefined, ...bad: (typeof uplink)[]) =>
      steps(CALL_SID, summary && { ...summary }, events, { bad })[0]?.[0];
    expect(first(downlink, uplink)).toMatch(/^Both ways/);
    expect(first(undefined, uplink)).toMatch(/from the device to Twilio/);
    expect(first(PHONE_CALL, { edge: 'sdk_edge', direction: 'both', measure: 'mos' })).toMatch(/Twilio to the device/);
    expect(first(PHONE_CALL, { ...uplink, direction: 'outbound' })).toMatch(/^Nothing says whose part/);
    expect(first(PHONE_CALL, { ...uplink, measure: 'latency' })).toMatch(/^Nothing says whose part/);
  });

  it('is by the SIP code', () => {
    const first = (code: number) => steps(CALL_SID, { properties: { last_sip_response_num: code } }, events)[0];
    expect(first(404)?.[0]).toMatch(/E\.164/);
    expect(first(488)?.[0]).toMatch(/Codecs/);
    expect(first(503)?.[1]).toBe('calls --since 1d --sip 503 --by to.carrier');
    expect(first(200)?.[0]).toMatch(/no trouble/);
    // The person declined it, whatever SIP says.
    const rejected = { ...REJECTED, properties: { last_sip_response_num: 603 } };
    expect(steps(CALL_SID, rejected, events)[0]?.[1]).toBe(`call ${CALL_SID} --legs`);
  });

  it('is whether other calls were as slow or as short', () => {
    expect(steps(CALL_SID, { tags: ['high_pdd', 'pstn_short_duration', 'constructor'] }, events)).toEqual([
      [expect.stringMatching(/wait as long/), 'calls --since 1d --tag high_pdd --by to.carrier'],
      [expect.stringMatching(/as short/), 'calls --since 1d --tag pstn_short_duration --by to.carrier'],
    ]);
  });

  it('is the legs of a call that made others', () => {
    expect(steps(CALL_SID, PHONE_CALL, events, { children: [REJECTED] })).toEqual([
      ['The other legs of the conversation.', `call ${CALL_SID} --legs`],
    ]);
  });

  it('is the firewall of a device that had no media, before its errors', () => {
    const collected = createEventFindings();
    collected.add({ level: 'ERROR', sdk_edge: { error: { code: 53405 } } });
    collected.add({ level: 'WARNING', name: 'low-mos' });
    expect(steps(CALL_SID, WITHOUT_MEDIA, collected.found()).map(([, command]) => command)).toEqual([
      `call ${CALL_SID} --edge sdk_edge`,
      `errors ${CALL_SID}`,
      undefined,
      `call ${CALL_SID} --level WARNING`,
    ]);
  });

  it('speaks of a firewall only where the media was never connected', () => {
    const first = (...names: string[]) => {
      const collected = createEventFindings();
      for (const name of names) collected.add({ level: 'DEBUG', group: 'ice-connection-state', name });
      return nextSteps(CALL_SID, WITHOUT_MEDIA, collected.found())[0]?.says;
    };
    expect(first('checking', 'failed')).toMatch(/^The firewall/);
    expect(first('connected', 'failed')).toBe(
      'The network of the device: its media connection was there, and was lost.',
    );
    expect(first()).toBe('The network of the device: its media connection failed or was lost.');
  });

  it('is the other half, and the other legs', () => {
    expect(steps(CALL_SID, REJECTED, NO_FINDINGS).map(([, command]) => command)).toEqual([
      `backfill ${CALL_SID} --dry-run`,
      `call ${CALL_SID} --legs`,
    ]);
    expect(steps(CALL_SID, undefined, events)).toEqual([
      ['Twilio’s subscription: does it send summaries?', 'attach --dry-run'],
    ]);
  });
});

describe('the events of a call', () => {
  it('have titles by which a reader finds them', () => {
    const collected = createEventFindings();
    collected.add({ level: 'WARNING', group: 'network-quality-warning-raised', name: 'high-rtt' });
    collected.add({ level: 'WARNING', group: 'ice-connection-state', name: 'failed' });
    collected.add({ level: 'WARNING', group: 'connection' });
    collected.add({ level: 'WARNING', group: 'unknown_group', name: '' });
    expect(collected.found().warnings.map(([title]) => title)).toEqual([
      'high-rtt',
      'ice-connection-state/failed',
      'connection',
      'without a name',
    ]);
  });

  it('have warnings by the code that they carry', () => {
    const collected = createEventFindings();
    collected.add({ level: 'WARNING', group: 'connection', name: 'error', sdk_edge: { error: { code: 53405 } } });
    expect(collected.found().warnings).toEqual([['connection/error 53405', 1]]);
  });

  it('are told by their first error, names of warnings and the last feedback', () => {
    const collected = createEventFindings();
    for (let index = 0; index < 60; index += 1) collected.add({ level: 'WARNING', name: `n${index}` });
    collected.add({ level: 'ERROR', edge: 'ashburn', name: 'odd' });
    collected.add({ sdk_edge: { feedback: { score: 9 } } });
    collected.add({ sdk_edge: { feedback: { score: 4 } } });
    const { warnings, ...findings } = collected.found();
    expect(findings).toEqual({
      events: 63,
      errors: 1,
      first: { title: 'odd', position: 60 },
      feedback: { score: 4, position: 62 },
    });
    expect(warnings[0]).toEqual(['others', 10]);
    expect(warnings).toHaveLength(51);
  });
});
