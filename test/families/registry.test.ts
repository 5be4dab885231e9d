import { expect, it } from 'vitest';
import { familyOf } from '../../families/registry.ts';
import { unsupportedEvents } from '../../families/unsupported/family.ts';
import { OTHER_TWILIO_TYPES } from '../../families/unsupported/other-types.ts';

it.each([
  ['com.twilio.voice.insights.call-event.sdk', 'call-event'],
  ['com.twilio.voice.insights.call-event.gateway', 'call-event'],
  ['com.twilio.voice.insights.call-summary.complete', 'call-summary'],
  ['com.twilio.voice.insights.conference-summary.partial', 'conference-summary'],
  ['com.twilio.voice.insights.conference-participant-summary.complete', 'participant-summary'],
  ['com.twilio.voice.insights.participant-summary.complete', 'participant-summary'],
  ['com.twilio.eventstreams.test-event', 'test-event'],
  ['com.twilio.voice.insights.call-metrics.sdk', 'call-metric'],
  ['com.twilio.voice.insights.call-metrics.gateway', 'call-metric'],
  ['com.twilio.error-logs.error.logged', 'unsupported'],
  ['com.twilio.voice.insights.call-event', 'unsupported'],
  ['COM.TWILIO.VOICE.INSIGHTS.CALL-EVENT.SDK', 'unsupported'],
  ['constructor', 'unsupported'],
  ['', 'unsupported'],
])('the type %j is of the family %s', (type, name) => {
  expect(familyOf(type).name).toBe(name);
});

it('no family takes a type that is listed as one that nobody takes', () => {
  expect([...OTHER_TWILIO_TYPES].filter((type) => familyOf(type) !== unsupportedEvents)).toEqual([]);
});
