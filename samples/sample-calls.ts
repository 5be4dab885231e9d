import type { SampleCloudEvent } from '../families/call-event/sample.ts';
import type { SampleMetric } from '../families/call-metric/sample.ts';
import type { SampleSummary } from '../families/call-summary/sample.ts';
import { type Call, callEvents } from './call.ts';
import { callMetrics } from './metric/samples.ts';
import { drawCall, type Mix } from './mix.ts';
import { createRandom } from './random.ts';
import { SHOWCASE } from './showcase.ts';
import type { Members } from './stream-form.ts';
import { callSummaries } from './summary/summaries.ts';

/** Random numbers of one seed for one purpose, so that no two purposes make the same call. */
const STREAM = {
  account: 0,
  realistic: 1,
  stress: 2,
  showcase: 3,
  showcaseSummary: 4,
  summary: 5,
  showcaseMetrics: 6,
} as const;

/** New calls begin so long after one another, on average. */
const MEAN_GAP_MS = 2_000;

/** Between the end of one showcase call and the beginning of the next, on average. */
const SHOWCASE_GAP_MS = 20_000;

/** A child call begins so long after its parent. */
const CHILD_AFTER_MS = 6_500;

/** What decides the samples: the same values give the same bytes. `startMs` is epoch milliseconds. */
export interface SampleOptions {
  seed: number;
  startMs: number;
  mix: Mix;
}

/**
 * Invented calls of one account, one at a time: each the events Twilio would put on the stream, in its order. The first
 * begins at `startMs`, the others after it, and calls overlap. The first calls of a seed are the same however many are
 * asked for.
 */
export function* sampleCalls({
  seed,
  calls,
  startMs,
  mix,
}: SampleOptions & { calls: number }): Generator<SampleCloudEvent[]> {
  const accountSid = accountSidOf(seed);
  let beginsMs = startMs;
  for (let index = 0; index < calls; index += 1) {
    const random = createRandom(seed, STREAM[mix], index);
    yield callEvents(drawCall(random, mix), { random, startMs: beginsMs, accountSid });
    beginsMs += random.integer(0, 2 * MEAN_GAP_MS);
  }
}

/** The summaries of the same calls: the versions of each. */
export function* sampleSummaries(options: SampleOptions & { calls: number }): Generator<SampleSummary[]> {
  let index = 0;
  for (const events of sampleCalls(options)) {
    yield callSummaries(events, createRandom(options.seed, STREAM.summary, index));
    index += 1;
  }
}

/** Exactly so many events: those of `sampleCalls`, call by call, the last one cut short where it must be. */
export function* sampleEvents({ events, ...options }: SampleOptions & { events: number }): Generator<SampleCloudEvent> {
  let left = events;
  for (const call of sampleCalls({ ...options, calls: Number.POSITIVE_INFINITY })) {
    for (const event of call) {
      if (left === 0) return;
      left -= 1;
      yield event;
    }
  }
}

/** More than a dozen short calls with something to see on most of them; the last is over by `startMs`, epoch ms. */
export function showcaseCalls(options: { seed: number; startMs: number }): SampleCloudEvent[][] {
  return playedShowcase(options).map(({ events }) => events);
}

/** The summaries of the same calls, in the same order: the versions of each, and none where Twilio would have none. */
export function showcaseSummaries(options: { seed: number; startMs: number }): SampleSummary[][] {
  let parent: Members = {};
  return playedShowcase(options).map(({ call: { summary, isChild }, events }, index) => {
    const members = isChild ? { ...parent, ...summary?.members } : summary?.members;
    const random = createRandom(options.seed, STREAM.showcaseSummary, index);
    const versions = callSummaries(events, random, { ...summary, members });
    const last = versions.at(-1)?.data;
    if (!isChild && last !== undefined) {
      parent = { parent_call_sid: last.call_sid, parent_account_sid: last.account_sid, from: last.from };
    }
    return versions;
  });
}

/** The samples of the same calls, in the same order; none of a call that nobody answered. */
export function showcaseMetrics(options: { seed: number; startMs: number }): SampleMetric[][] {
  return playedShowcase(options).map(({ call: { summary }, events }, index) =>
    callMetrics(events, createRandom(options.seed, STREAM.showcaseMetrics, index), { isSilent: summary?.isSilent }),
  );
}

function playedShowcase({ seed, startMs }: { seed: number; startMs: number }) {
  const accountSid = accountSidOf(seed);
  const made = SHOWCASE.map((makeCall, index) => {
    const random = createRandom(seed, STREAM.showcase, index);
    const call = makeCall(random);
    return { random, call, takesMs: call.isChild ? 0 : lastMs(call) + random.integer(1_000, 2 * SHOWCASE_GAP_MS) };
  });
  let nextMs = startMs - made.reduce((sum, { takesMs }) => sum + takesMs, 0);
  let parentMs = nextMs;
  return made.map(({ random, call, takesMs }) => {
    if (!call.isChild) parentMs = nextMs;
    const beginsMs = call.isChild ? parentMs + CHILD_AFTER_MS : nextMs;
    nextMs += takesMs;
    return { call, events: callEvents(call, { random, startMs: beginsMs, accountSid }) };
  });
}

function lastMs({ moments }: Call): number {
  return Math.max(...moments.map(({ atMs }) => atMs));
}

function accountSidOf(seed: number): string {
  return createRandom(seed, STREAM.account).sid('AC');
}
