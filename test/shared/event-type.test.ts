import { expect, it } from 'vitest';
import { eventKind } from '../../shared/event-type.ts';

it.each([
  ['com.twilio.voice.insights.call-event.sdk', 'call-event'],
  ['com.twilio.voice.insights.call-event.gateway', 'call-event'],
  ['com.twilio.eventstreams.test-event', 'test-event'],
  ['com.twilio.voice.insights.call-summary.complete', 'unsupported'],
  ['com.twilio.voice.insights.call-event', 'unsupported'],
  ['COM.TWILIO.VOICE.INSIGHTS.CALL-EVENT.SDK', 'unsupported'],
  ['constructor', 'unsupported'],
  ['', 'unsupported'],
])('counts the type %j as %s', (type, kind) => {
  expect(eventKind(type)).toBe(kind);
});
