import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTwilioCalls, isAboutTheCall } from '../../operations/backfill/twilio-calls.ts';
import { explain } from '../../operations/explain.ts';
import { ACCOUNT_SID, CALL_SID } from '../../samples/builders.ts';
import { openTwilio } from '../../twilio/open-twilio.ts';
import { createTwilioReader } from '../../twilio/twilio-read.ts';
import { type FakeInsights, startFakeInsights } from './fake-insights.ts';

let twilio: FakeInsights;
beforeAll(async () => {
  twilio = await startFakeInsights([{ sid: CALL_SID, startMs: 0, endMs: 1, defaultEdge: 'sdk_edge', events: [] }]);
});
afterAll(() => twilio.stop());

/** Why the events of a call cannot be had, and whether those of others can. */
async function refused(status: number, code: number) {
  const { client } = openTwilio(twilio.environment);
  const calls = createTwilioCalls({ reader: createTwilioReader(client), accountSid: ACCOUNT_SID });
  twilio.failNext({ status, code, message: 'it says so' });
  const error = await calls.events(CALL_SID).catch((thrown: unknown) => thrown);
  return [isAboutTheCall(error), explain(error)];
}

it.each([
  [
    403,
    17000,
    'Twilio does not show this call to these credentials (17000): it is of another account, or its Advanced Features are off; of a subaccount: --account AC…',
  ],
  [404, 17002, 'this call ended over 30 days ago (17002): Twilio keeps its events no longer'],
  [
    401,
    17007,
    'Advanced Features were off when this call was made (17007): Twilio has no events of it; they come of calls made once they are on',
  ],
  [
    403,
    20003,
    'Twilio does not allow this to these credentials (20003): it says so: give the API key that right, or use TWILIO_AUTH_TOKEN',
  ],
  [403, 17005, 'Twilio does not show this call (17005): it says so'],
  [
    404,
    20404,
    `Twilio has no such call in ${ACCOUNT_SID}: of a subaccount: --account AC…; of another account: with its credentials`,
  ],
])('a refusal %s (%s) is about the call, and says what it is', async (status, code, line) => {
  expect(await refused(status, code)).toEqual([true, line]);
});

it('a refusal of the credentials is about every call', async () => {
  expect((await refused(401, 20003))[0]).toBe(false);
});
