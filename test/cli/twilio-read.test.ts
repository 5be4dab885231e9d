import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTwilio } from '../../cli/twilio.ts';
import { createTwilioReader } from '../../cli/twilio-read.ts';
import { CALL_SID } from '../builders.ts';
import { type FakeInsights, startFakeInsights } from '../twilio/fake-insights.ts';

let twilio: FakeInsights;
beforeAll(async () => {
  twilio = await startFakeInsights([{ sid: CALL_SID, startMs: 0, endMs: 1, defaultEdge: 'sdk_edge', events: [] }]);
});
afterAll(() => twilio.stop());

const EVENTS = `/v1/Voice/${CALL_SID}/Events`;
const answer = (status: number, code: number) => ({ status, code, message: 'not now' });

/** Reads with a clock that only counts; the client's own tries of a 429 take real time, so there are none here. */
async function read(...troubles: ReturnType<typeof answer>[]) {
  const { client } = openTwilio(twilio.environment);
  const sleeps: number[] = [];
  const clock = { random: () => 1, sleep: async (ms: number) => void sleeps.push(ms) };
  twilio.failNext(...troubles);
  const reader = createTwilioReader(client, clock);
  try {
    return { sleeps, read: (await Array.fromAsync(reader.list('insights', EVENTS, 'events'))).length };
  } catch (error) {
    return { sleeps, error };
  }
}

it('faults of Twilio’s are tried again, longer apart each time, and in the end said', async () => {
  expect(await read(answer(500, 20500), answer(503, 20503))).toEqual({ read: 0, sleeps: [50, 100] });
  const { error, sleeps } = await read(...Array(4).fill(answer(503, 20503)));
  expect(sleeps).toHaveLength(3);
  expect(error).toMatchObject({ status: 503, code: 20503, message: 'not now' });
});

it('a refusal is not tried again', async () => {
  const before = twilio.requests.length;
  expect(await read(answer(404, 20404))).toMatchObject({ error: { status: 404 }, sleeps: [] });
  expect(twilio.requests).toHaveLength(before + 1);
});
