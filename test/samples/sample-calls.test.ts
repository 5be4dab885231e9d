import { describe, expect, it } from 'vitest';
import { schemaMismatches } from '../../families/call-event/call-event.ts';
import type { SampleCloudEvent } from '../../families/call-event/sample.ts';
import { sampleCalls, sampleEvents } from '../../samples/sample-calls.ts';

const START_MS = Date.parse('2026-11-20T12:00:00.000Z');
const OPTIONS = { seed: 1, startMs: START_MS, mix: 'realistic' } as const;

const calls = [...sampleCalls({ ...OPTIONS, calls: 3_400 })];
const events = calls.flat();
const stressCalls = [...sampleCalls({ ...OPTIONS, mix: 'stress', calls: 1_000 })];

const json = (value: unknown) => JSON.stringify(value);
const timeMs = ({ time }: SampleCloudEvent) => Date.parse(time);

/** Percent of the events, by level. */
function levels(of: readonly SampleCloudEvent[]): Record<string, number> {
  const shares: Record<string, number> = {};
  for (const { data } of of) shares[String(data.level)] = (shares[String(data.level)] ?? 0) + 100 / of.length;
  return shares;
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(((sorted.length - 1) * percent) / 100)] ?? Number.NaN;
}

/** The most events of a call that fall into one second. */
function burst(call: readonly SampleCloudEvent[]): number {
  const times = call.map(timeMs);
  return Math.max(...times.map((time) => times.filter((other) => other >= time && other < time + 1_000).length));
}

describe('sampleCalls', () => {
  it('gives the same bytes for the same seed', () => {
    const again = [...sampleCalls({ ...OPTIONS, calls: 300 })];
    expect(json(again)).toBe(json(calls.slice(0, 300)));
  });

  it('gives other calls for another seed, and for another mix', () => {
    const sids = [OPTIONS, { ...OPTIONS, seed: 2 }, { ...OPTIONS, mix: 'stress' } as const].flatMap((options) =>
      [...sampleCalls({ ...options, calls: 50 })].map((call) => call[0]?.data.call_sid),
    );
    expect(new Set(sids).size).toBe(150);
  });

  it('makes the first calls the same however many are asked for', () => {
    expect(json([...sampleCalls({ ...OPTIONS, calls: 20 })])).toBe(json(calls.slice(0, 20)));
  });

  it('moves with the start and changes nothing else', () => {
    const later = [...sampleCalls({ ...OPTIONS, startMs: START_MS + 1_000, calls: 20 })].flat();
    const earlier = calls.slice(0, 20).flat();
    expect(later.map(timeMs)).toEqual(earlier.map((event) => timeMs(event) + 1_000));
    expect(later.map(({ id }) => id)).toEqual(earlier.map(({ id }) => id));
  });

  it('puts the first call at the start and the others one after the other behind it', () => {
    const begins = calls.flatMap((call) => call.slice(0, 1).map(timeMs));
    expect(begins[0]).toBe(START_MS);
    expect(begins).toEqual(begins.toSorted((one, other) => one - other));
    expect((begins.at(-1) ?? 0) - START_MS).toBeGreaterThan(3_400 * 1_500);
  });

  it('writes the events of a call in the order of their times, several in one millisecond', () => {
    for (const call of calls) {
      const times = call.map(timeMs);
      expect(times).toEqual(times.toSorted((one, other) => one - other));
    }
    const sameMs = calls.reduce((sum, call) => sum + call.length - new Set(call.map(timeMs)).size, 0);
    expect(sameMs / events.length).toBeGreaterThan(0.15);
    expect(sameMs / events.length).toBeLessThan(0.35);
  });

  it('writes times with milliseconds, the same in the envelope as in the data', () => {
    const other = events.filter(
      ({ time, data }) => data.timestamp !== time || !/^2026-11-2\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(time),
    );
    expect(other).toEqual([]);
  });

  it('gives every event an id of its own, and every call a SID', () => {
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect(new Set(events.map(({ data }) => data.call_sid)).size).toBe(calls.length);
    expect(new Set(events.map(({ data }) => data.account_sid)).size).toBe(1);
    for (const call of calls) expect(new Set(call.map(({ data }) => data.call_sid)).size).toBe(1);
  });

  it('fits the documented schema with every event', () => {
    const paths = [...events, ...stressCalls.flat()].flatMap(({ data }) => schemaMismatches(data));
    expect(paths).toEqual([]);
  });

  it('writes JSON that reads back as the same event', () => {
    for (const event of events.slice(0, 3_000)) expect(JSON.parse(json(event))).toEqual(event);
  });

  it('has the levels of real browser calls', () => {
    const share = levels(events);
    expect(Math.abs((share.DEBUG ?? 0) - 73.4)).toBeLessThan(1);
    expect(Math.abs((share.INFO ?? 0) - 25.8)).toBeLessThan(1);
    expect(Math.abs((share.WARNING ?? 0) - 0.7)).toBeLessThan(0.2);
    expect(Math.abs((share.ERROR ?? 0) - 0.15)).toBeLessThan(0.06);
    expect(share.null).toBeLessThan(1);
  });

  it('has many warnings and errors where it is to be stressful', () => {
    const share = levels(stressCalls.flat());
    expect(Math.abs((share.DEBUG ?? 0) - 60)).toBeLessThan(3);
    expect(Math.abs((share.INFO ?? 0) - 30)).toBeLessThan(3);
    expect(Math.abs((share.WARNING ?? 0) - 7)).toBeLessThan(1);
    expect(Math.abs((share.ERROR ?? 0) - 3)).toBeLessThan(0.5);
  });

  it('has about 30 events a call, most of them within a second', () => {
    const lengths = calls.map((call) => call.length);
    expect(Math.abs(percentile(lengths, 5) - 21)).toBeLessThanOrEqual(3);
    expect(Math.abs(percentile(lengths, 50) - 30)).toBeLessThanOrEqual(2);
    expect(Math.abs(percentile(lengths, 95) - 35)).toBeLessThanOrEqual(3);
    expect(Math.max(...lengths, ...stressCalls.map((call) => call.length))).toBeLessThan(100);
    const bursts = calls.slice(0, 1_000).map(burst);
    expect(percentile(bursts, 25)).toBeGreaterThanOrEqual(18);
    expect(percentile(bursts, 75)).toBeLessThanOrEqual(27);
  });

  it('ends an answered call with 5 or 6 events in a few milliseconds', () => {
    const ends = calls.flatMap((call) => {
      const last = call.findLast(({ data }) => data.name === 'closed');
      return last === undefined ? [] : [call.filter((event) => timeMs(last) - timeMs(event) <= 5).length];
    });
    expect(percentile(ends, 25)).toBeGreaterThanOrEqual(4);
    expect(percentile(ends, 95)).toBeLessThanOrEqual(6);
  });

  it('has envelopes of about 1.2 KB', () => {
    const sizes = events.map((event) => Buffer.byteLength(json(event)));
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    expect(mean).toBeGreaterThan(1_100);
    expect(mean).toBeLessThan(1_250);
    expect(percentile(sizes, 5)).toBeGreaterThan(1_000);
    expect(percentile(sizes, 5)).toBeLessThan(1_150);
    expect(percentile(sizes, 100)).toBeLessThan(1_400);
  });

  it('has addresses of the documentation ranges only', () => {
    const addresses = new Set(
      events.flatMap(({ data: { sdk_edge, carrier_edge, sip_edge, client_edge } }) => [
        sdk_edge?.metadata?.ip_address,
        ...[carrier_edge, sip_edge, client_edge].flatMap((edge) => [
          edge?.metadata?.twilio_ip,
          edge?.metadata?.external_ip,
        ]),
      ]),
    );
    addresses.delete(undefined);
    expect(addresses.size).toBeGreaterThan(100);
    for (const address of addresses) expect(address).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}$/);
  });

  it('clears a warning of a name only after it raised it', () => {
    for (const call of [...calls, ...stressCalls]) {
      const raised = new Set<unknown>();
      for (const { data } of call) {
        if (data.group?.endsWith('-raised')) raised.add(data.name);
        if (data.group?.endsWith('-cleared')) expect(raised.delete(data.name)).toBe(true);
      }
    }
  });

  it('makes events of both types, and Conversation Relay sessions', () => {
    expect(new Set(events.map(({ type, dataschema }) => `${type} ${dataschema.slice(-1)}`))).toEqual(
      new Set(['com.twilio.voice.insights.call-event.sdk 2', 'com.twilio.voice.insights.call-event.gateway 3']),
    );
    expect(events.some(({ data }) => data.group === 'conversation_relay')).toBe(true);
  });
});

describe('sampleEvents', () => {
  it('gives exactly so many events as asked for, those of the calls in their order', () => {
    const some = [...sampleEvents({ ...OPTIONS, events: 1_234 })];
    expect(json(some)).toBe(json(events.slice(0, 1_234)));
  });

  it('gives none where none are asked for', () => {
    expect([...sampleEvents({ ...OPTIONS, events: 0 })]).toEqual([]);
  });
});
