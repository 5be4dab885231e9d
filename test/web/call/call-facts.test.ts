import { expect, it } from 'vitest';
import { ACCOUNT_SID } from '../../../samples/builders.ts';
import { callFacts } from '../../../web/call/call-facts.ts';
import { apiEvent, at, START_MS, sampleCall } from '../api-events.ts';

it('tells who called with what, and what went wrong', () => {
  const facts = callFacts(sampleCall(3));
  expect(facts).toMatchObject({
    lanes: ['sdk_edge'],
    sdk: 'twilio-voice-js 2.18.3',
    os: 'Mac OS 15.6.1',
    browser: 'Chrome 142.0.7444.60',
    device: 'Apple Macintosh',
    errors: 1,
  });
  const { startMs = 0, endMs = 0 } = facts.span ?? {};
  expect(endMs - startMs).toBeGreaterThan(50_000);
});

it('takes each fact from the first event that tells it', () => {
  const metadata = (...told: object[]) => told.map((one, ms) => apiEvent({ ...at(ms), sdk_edge: { metadata: one } }));
  const facts = callFacts([
    apiEvent({ ...at(0), account_sid: null }),
    ...metadata({ city: '' }, { city: 'Cork', sdk: { version: 2 } }, { country_code: 'IE', sdk: { type: 'js' } }),
  ]);
  expect(facts).toMatchObject({ place: 'Cork, IE', sdk: 'js 2', os: '', accountSid: ACCOUNT_SID });
});

it('counts an error without a level, and is not led astray by other types', () => {
  const facts = callFacts([
    apiEvent({ ...at(0), level: null, conversation_relay_data: { error: { error_code: 64107 } } }),
    apiEvent({ ...at(5), sdk_edge: { metadata: ['x'], error: 'text' } }),
  ]);
  expect(facts).toMatchObject({ errors: 1, span: { startMs: START_MS, endMs: START_MS + 5 }, sdk: '' });
});

it('makes up no time where no event tells one', () => {
  const undated = { ...apiEvent(), timestamp: '' };
  expect(callFacts([undated]).span).toBeUndefined();
  expect(callFacts([undated, apiEvent(at(5))]).span).toEqual({ startMs: START_MS + 5, endMs: START_MS + 5 });
});
