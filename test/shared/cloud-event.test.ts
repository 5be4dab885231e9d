import { expect, it } from 'vitest';
import { cloudEvent } from '../../samples/builders.ts';
import { isCloudEvent, schemaVersion } from '../../shared/cloud-event.ts';

it('takes what has an id and a type, whatever else it has', () => {
  expect(isCloudEvent(cloudEvent())).toBe(true);
  expect(isCloudEvent({ id: 'a', type: 'b' })).toBe(true);
  expect(
    isCloudEvent({ id: 'a', type: 'b', specversion: 2, datacontenttype: '2025-10-08T07:17:02.363Z', data: 5 }),
  ).toBe(true);
});

it.each([
  [undefined],
  [null],
  ['text'],
  [5],
  [[]],
  [[{ id: 'a', type: 'b' }]],
  [{}],
  [{ id: 'a' }],
  [{ type: 'b' }],
  [{ id: '', type: 'b' }],
  [{ id: 'a', type: '' }],
  [{ id: 5, type: 'b' }],
  [{ id: 'a', type: null }],
])('does not take %j', (value) => {
  expect(isCloudEvent(value)).toBe(false);
});

it('leaves the value as it is', () => {
  const value: unknown = JSON.parse('{"id":"a","type":"b","__proto__":{"x":1},"data":{"__proto__":null}}');
  const before = JSON.stringify(value);
  expect(isCloudEvent(value)).toBe(true);
  expect(JSON.stringify(value)).toBe(before);
});

it.each([
  ['https://events-schemas.twilio.com/VoiceInsights.CallEvent/2', 2],
  ['https://events-schemas.twilio.com/VoiceInsights.CallEvent/13', 13],
  ['https://events-schemas.twilio.com/VoiceInsights.CallEvent/3.json', 3],
  ['https://events-schemas.twilio.com/VoiceInsights.CallEvent/0', 0],
  ['https://events-schemas.twilio.com/VoiceInsights.CallEvent', undefined],
  ['https://events-schemas.twilio.com/VoiceInsights.CallEvent/2/', undefined],
  ['https://events-schemas.twilio.com/VoiceInsights.CallEvent/v2', undefined],
  ['https://events-schemas.twilio.com/VoiceInsights.CallEvent/1234567', undefined],
  ['2', undefined],
  ['', undefined],
  [2, undefined],
  [null, undefined],
  [undefined, undefined],
])('reads in %j the version %j', (dataschema, version) => {
  expect(schemaVersion(dataschema)).toBe(version);
});
