import { describe, expect, it } from 'vitest';
import { metricMismatches } from '../../families/call-metric/call-metric.ts';
import { GATEWAY_METRICS, SDK_METRICS } from '../../families/call-metric/facts.ts';
import type { SampleMetric } from '../../families/call-metric/sample.ts';
import { showcaseCalls, showcaseMetrics } from '../../samples/sample-calls.ts';

const OPTIONS = { seed: 1, startMs: Date.parse('2026-11-20T12:00:00.000Z') };
const calls = showcaseCalls(OPTIONS);
const metrics = showcaseMetrics(OPTIONS);
const all = metrics.flat();

/** Of the first call in which there is such a warning. */
function ofCallWith(warning: string) {
  const index = calls.findIndex((call) => call.some(({ data }) => data.name === warning));
  const [raised, cleared] = (calls[index] ?? []).filter(({ data }) => data.name === warning).map(({ time }) => time);
  return { samples: metrics[index] ?? [], raised: raised ?? '', cleared: cleared ?? '' };
}

const intervalOf = ({ data }: SampleMetric) => (data.sdk_edge ?? data.client_edge ?? data.carrier_edge)?.interval;
const ofSdk = (samples: readonly SampleMetric[]) => samples.filter(({ type }) => type === SDK_METRICS);

describe('the samples of the showcase', () => {
  it('are the same for the same seed, conform to the schema, and are of answered calls', () => {
    expect(showcaseMetrics(OPTIONS)).toEqual(metrics);
    expect(all.flatMap(({ data }) => metricMismatches(data))).toEqual([]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(metrics.filter((each) => each.length > 0).length).toBeGreaterThan(9);
    for (const [index, each] of metrics.entries()) {
      const [first, last] = [calls[index]?.[0]?.time ?? '', calls[index]?.at(-1)?.time ?? ''];
      for (const { time, data } of each) {
        expect([data.call_sid, data.account_sid]).toEqual([
          calls[index]?.[0]?.data.call_sid,
          calls[0]?.[0]?.data.account_sid,
        ]);
        expect(time >= first && time <= last).toBe(true);
      }
    }
  });

  it('come once a second from the SDK, and from gateways in pairs every ten seconds', () => {
    const { samples } = ofCallWith('high-packet-loss');
    const sdk = ofSdk(samples).map(({ time }) => Date.parse(time));
    for (const [index, ms] of sdk.slice(1).entries()) expect(Math.abs(ms - (sdk[index] ?? 0) - 1_000)).toBeLessThan(10);
    const gateway = samples.filter(({ type }) => type === GATEWAY_METRICS);
    expect(gateway.map(({ data }) => data.direction)).toEqual(
      Array.from({ length: gateway.length }, (_sample, n) => (n % 2 === 0 ? 'inbound' : 'outbound')),
    );
    expect(gateway.length / 2).toBe(Math.ceil(sdk.length / 10));
    // The SDK counts a second only after it.
    expect(ofSdk(samples)[0]?.data.sdk_edge?.interval).not.toHaveProperty('mos');
    expect(ofSdk(samples)[1]?.data.sdk_edge?.interval).toHaveProperty('mos');
  });

  it.each([
    ['high-rtt', ({ rtt }: Interval) => (rtt?.value ?? 0) > 400],
    ['high-jitter', ({ jitter }: Interval) => (jitter?.value ?? 0) > 30],
    ['low-mos', ({ mos }: Interval) => (mos?.value ?? 5) < 3],
    ['high-packet-loss', ({ packets_loss_percentage: loss }: Interval) => (loss ?? 0) > 5],
  ])('are bad while the warning %s stands, and not long before or after', (warning, isBad) => {
    const { samples, raised, cleared } = ofCallWith(warning);
    const during = ofSdk(samples).filter(({ time }) => time >= raised && time < cleared);
    expect(during.length).toBeGreaterThan(5);
    for (const sample of during) expect(isBad(intervalOf(sample) ?? {})).toBe(true);
    const [from, to] = [Date.parse(raised) - 4_000, Date.parse(cleared) + 1_000];
    const outside = ofSdk(samples).filter(({ time }) => Date.parse(time) < from || Date.parse(time) > to);
    for (const sample of outside) expect(isBad(intervalOf(sample) ?? {})).toBe(false);
  });

  it('show on the gateway beside the SDK that the uplink lost packets at the same time', () => {
    const { samples, raised, cleared } = ofCallWith('high-packet-loss');
    const inbound = samples.filter(({ data }) => data.direction === 'inbound');
    const [worst] = inbound.toSorted(
      (one, other) =>
        (intervalOf(other)?.packets_loss_percentage ?? 0) - (intervalOf(one)?.packets_loss_percentage ?? 0),
    );
    expect(intervalOf(worst as SampleMetric)?.packets_loss_percentage).toBeGreaterThan(4);
    // Its time is the end of ten seconds.
    expect(Date.parse(worst?.time ?? '')).toBeGreaterThan(Date.parse(raised) - 3_000);
    expect(Date.parse(worst?.time ?? '')).toBeLessThan(Date.parse(cleared) + 10_000);
  });

  it('have a gap while there is no connection, and no level on mute', () => {
    const lost = ofCallWith('ice-connectivity-lost');
    expect(ofSdk(lost.samples).filter(({ time }) => time >= lost.raised && time < lost.cleared)).toEqual([]);
    const index = calls.findIndex((call) => call.some(({ data }) => data.name === 'muted'));
    const [from, to] = ['muted', 'unmuted'].map(
      (name) => calls[index]?.find(({ data }) => data.name === name)?.time ?? '',
    );
    const onMute = ofSdk(metrics[index] ?? []).filter(({ time }) => time >= (from ?? '') && time < (to ?? ''));
    expect(onMute.length).toBeGreaterThan(2);
    for (const sample of onMute) expect(intervalOf(sample)?.audio_in?.value).toBeLessThan(5);
  });

  it('count on over the whole call', () => {
    const last = ofSdk(metrics[1] ?? []).at(-1)?.data.sdk_edge?.cumulative;
    const sum = ofSdk(metrics[1] ?? []).reduce((total, one) => total + (intervalOf(one)?.packets_received ?? 0), 0);
    expect(last?.packets_received).toBe(sum);
  });
});

type Interval = NonNullable<NonNullable<NonNullable<SampleMetric['data']['sdk_edge']>['interval']>>;
