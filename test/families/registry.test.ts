import { expect, it } from 'vitest';
import { familyOf } from '../../families/registry.ts';

it.each([
  ['com.twilio.voice.insights.call-event.sdk', 'call-event'],
  ['com.twilio.voice.insights.call-event.gateway', 'call-event'],
  ['com.twilio.eventstreams.test-event', 'test-event'],
  ['com.twilio.voice.insights.call-summary.complete', 'unsupported'],
  ['com.twilio.voice.insights.call-event', 'unsupported'],
  ['COM.TWILIO.VOICE.INSIGHTS.CALL-EVENT.SDK', 'unsupported'],
  ['constructor', 'unsupported'],
  ['', 'unsupported'],
])('the type %j is of the family %s', (type, name) => {
  expect(familyOf(type).name).toBe(name);
});
