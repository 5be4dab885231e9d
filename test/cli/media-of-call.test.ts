import { expect, it } from 'vitest';
import { mediaOfCall, samplesOfCall } from '../../cli/media-of-call.ts';
import type { MetricResource } from '../../families/call-metric/metric-resource.ts';
import { CALL_MS, every, gatewaySample, sdkSample } from '../families/call-metric/in-words/builders.ts';

const metricsOf = async function* () {
  for (let atS = 1; ; atS += 1) yield sdkSample(atS) as MetricResource;
};
const slow = every(1, 1, 60, (atS) => sdkSample(atS, { rtt: { value: atS > 20 ? 900 : 80 } }));
const verdictOf = (beginMs: number | undefined, summary?: object) =>
  mediaOfCall({ samples: slow, isCut: false }, { summary: summary && { ...summary }, beginMs })?.verdict[0];

it('reads so many samples at most, and says so', async () => {
  const read = await samplesOfCall('CA1', { metricsOf }, 1_000);
  expect(read.samples).toHaveLength(1_000);
  const media = mediaOfCall(read, { summary: undefined, beginMs: CALL_MS });
  expect([media?.samples, media?.is_cut]).toEqual([1_000, true]);
  expect(media?.verdict.at(-1)).toBe('This is what its first 1,000 samples say: it has more.');
});

it('counts from the first event, without events from the start of the call, without that from the first sample', () => {
  const start_time = new Date(CALL_MS - 20_000).toISOString();
  expect(verdictOf(CALL_MS - 10_000, { start_time })).toContain('for 40 s from 00:30, 10:00:20 UTC');
  expect(verdictOf(undefined, { start_time })).toContain('for 40 s from 00:40');
  expect(verdictOf(undefined)).toContain('for 40 s from 00:20');
});

it('counts from the first sample of an edge whose clock is behind that of the events', () => {
  expect(verdictOf(CALL_MS + 2_400_000)).toContain('for 40 s from 00:20');
});

it('takes no notice of the time of one sample with a wrong clock', () => {
  const stray = { ...sdkSample(1), timestamp: '1970-01-01T00:00:00.000Z' };
  const media = mediaOfCall({ samples: [stray, ...slow], isCut: false }, { summary: undefined, beginMs: CALL_MS });
  expect(media?.verdict[0]).toContain('for 40 s from 00:20');
});

it('is nothing of a call without samples', () => {
  expect(mediaOfCall({ samples: [], isCut: false }, { summary: undefined, beginMs: CALL_MS })).toBeNull();
  expect(
    mediaOfCall({ samples: [gatewaySample(10)], isCut: false }, { summary: undefined, beginMs: undefined }),
  ).toMatchObject({
    verdict: ['Loss, jitter, round trip and MOS stayed within Twilio’s limits while samples came.'],
  });
});
