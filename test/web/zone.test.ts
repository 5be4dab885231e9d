import { expect, it } from 'vitest';
import { withZone, zoneName, zoneOf } from '../../web/zone.ts';

it('an address keeps to a time zone, whatever else it says', () => {
  expect(withZone('/events?since=1h', 'utc')).toBe('/events?since=1h&tz=utc');
  expect(withZone('/events?since=1h&tz=utc', 'local')).toBe('/events?since=1h');
  expect(withZone('/?tz=utc', 'utc')).toBe('/?tz=utc');
  expect(withZone('/calls/CA1', 'local')).toBe('/calls/CA1');
  expect(['?tz=utc', '?a=1&tz=UTC', '?tz=x', ''].map(zoneOf)).toEqual(['utc', 'utc', 'local', 'local']);
});

it('a time zone is named by its distance from UTC', () => {
  expect(zoneName('utc', 0)).toBe('UTC');
  expect(zoneName('local', 0)).toMatch(/^UTC([+−]\d{1,2}(:\d\d)?)?$/);
});
