import { describe, expect, it } from 'vitest';
import { callError, isError } from '../../families/call-event/call-error.ts';
import { schemaMismatches } from '../../families/call-event/call-event.ts';
import { sampleCalls, showcaseCalls } from '../../samples/sample-calls.ts';

const START_MS = Date.parse('2026-11-20T12:00:00.000Z');
const MINUTE_MS = 60_000;

const calls = showcaseCalls({ seed: 1, startMs: START_MS });
const events = calls.flat();
const ofGroup = (group: string) => events.filter(({ data }) => data.group === group);

describe('showcaseCalls', () => {
  it('gives the same bytes for the same seed, and no call of sampleCalls', () => {
    expect(JSON.stringify(showcaseCalls({ seed: 1, startMs: START_MS }))).toBe(JSON.stringify(calls));
    const others = sampleCalls({ seed: 1, startMs: START_MS, mix: 'realistic', calls: 100 });
    const sids = new Set([...others].flat().map(({ data }) => data.call_sid));
    expect(events.some(({ data }) => sids.has(data.call_sid))).toBe(false);
  });

  it('has more than a dozen calls that are over by the start, and began minutes before it', () => {
    expect(calls.length).toBeGreaterThanOrEqual(12);
    expect(calls.length).toBeLessThanOrEqual(18);
    for (const { time } of events) {
      expect(Date.parse(time)).toBeLessThanOrEqual(START_MS);
      expect(Date.parse(time)).toBeGreaterThan(START_MS - 30 * MINUTE_MS);
    }
  });

  it('has 5 to 20 errors and warnings, and calls without any', () => {
    const troubles = events.filter(({ data }) => isError(data) || data.level === 'WARNING');
    expect(troubles.length).toBeGreaterThanOrEqual(5);
    expect(troubles.length).toBeLessThanOrEqual(20);
    const clean = calls.filter((call) => call.every((event) => !troubles.includes(event)));
    expect(clean.length).toBeGreaterThanOrEqual(3);
  });

  it('has errors of the voice SDKs and of Conversation Relay', () => {
    const codes = events.filter(({ data }) => isError(data)).map(({ data }) => callError(data)?.code);
    expect(codes).toEqual(expect.arrayContaining([31401, 53405, 53000, 31005, 64107]));
  });

  it('has a call with raised and cleared warnings that ends in an error', () => {
    const call = calls.find((each) => each.some(({ data }) => data.name === 'low-mos')) ?? [];
    const warnings = call.filter(({ data }) => data.group?.startsWith('network-quality-warning'));
    expect(warnings.map(({ data }) => `${data.level} ${data.group?.split('-').at(-1)} ${data.name}`)).toEqual([
      'WARNING raised high-rtt',
      'WARNING raised high-jitter',
      'WARNING raised low-mos',
      'INFO cleared high-jitter',
      'INFO cleared low-mos',
      'INFO cleared high-rtt',
    ]);
    for (const { data } of warnings) {
      expect(data.sdk_edge?.metric).toEqual({ threshold: expect.any(Number), values: expect.any(Array) });
      expect(data.sdk_edge?.metric?.values).toHaveLength(5);
    }
    expect(call.some(({ data }) => data.level === 'ERROR')).toBe(true);
  });

  it('has events of all four sides of a call', () => {
    expect(new Set(events.map(({ data }) => data.edge))).toEqual(
      new Set(['sdk_edge', 'client_edge', 'carrier_edge', 'sip_edge']),
    );
    for (const { data } of events) {
      if (data.edge === 'sip_edge') expect(data.sip_edge?.metadata?.edge_location).toEqual(expect.any(String));
    }
  });

  it('has phones and browsers', () => {
    const platforms = new Set(events.map(({ data }) => data.sdk_edge?.metadata?.sdk?.platform));
    expect(platforms).toEqual(new Set([undefined, 'WebRTC', 'iOS', 'android']));
  });

  it('has a Conversation Relay session with numbered events in one millisecond', () => {
    const session = ofGroup('conversation_relay');
    expect(new Set(session.map(({ data }) => data.level))).toEqual(new Set([null]));
    expect(session.map(({ data }) => data.conversation_relay_data?.sequence_number)).toEqual(
      session.map((_, index) => index + 1),
    );
    expect(new Set(session.map(({ data }) => data.conversation_relay_data?.session_id)).size).toBe(1);
    const prompt = session.find(({ data }) => data.name === 'prompt_sent');
    expect(session.filter(({ time }) => time === prompt?.time).map(({ data }) => data.name)).toEqual([
      'stt_latency',
      'end_of_customer_speech',
      'prompt_sent',
    ]);
    expect(session.filter(({ data }) => isError(data))).toHaveLength(1);
  });

  it('fits the documented schema', () => {
    for (const { data } of events) expect(schemaMismatches(data)).toEqual([]);
  });
});
