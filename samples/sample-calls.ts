import type { SampleCloudEvent } from '../families/call-event/sample.ts';
import { callEvents } from './call.ts';
import { drawCall, type Mix } from './mix.ts';
import { createRandom } from './random.ts';
import { SHOWCASE } from './showcase.ts';

/** Random numbers of one seed for one purpose, so that no two purposes make the same call. */
const STREAM = { account: 0, realistic: 1, stress: 2, showcase: 3 } as const;

/** New calls begin so long after one another, on average. */
const MEAN_GAP_MS = 2_000;

/** Between the end of one showcase call and the beginning of the next, on average. */
const SHOWCASE_GAP_MS = 20_000;

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

/** A dozen short calls with something to see on most of them, oldest first; the last is over by `startMs`, epoch ms. */
export function showcaseCalls({ seed, startMs }: { seed: number; startMs: number }): SampleCloudEvent[][] {
  const accountSid = accountSidOf(seed);
  const made = SHOWCASE.map((makeCall, index) => {
    const random = createRandom(seed, STREAM.showcase, index);
    const call = makeCall(random);
    const lastMs = Math.max(...call.moments.map(({ atMs }) => atMs));
    return { random, call, takesMs: lastMs + random.integer(1_000, 2 * SHOWCASE_GAP_MS) };
  });
  let beginsMs = startMs - made.reduce((sum, { takesMs }) => sum + takesMs, 0);
  return made.map(({ random, call, takesMs }) => {
    const events = callEvents(call, { random, startMs: beginsMs, accountSid });
    beginsMs += takesMs;
    return events;
  });
}

function accountSidOf(seed: number): string {
  return createRandom(seed, STREAM.account).sid('AC');
}
