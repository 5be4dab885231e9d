import { expect, it } from 'vitest';
import { CALL_SID } from '../../samples/builders.ts';
import { DEFAULT_FILTERS, timeOnly } from '../../web/filters/filters.ts';
import {
  addressOf,
  addressOfCall,
  addressOfCause,
  addressOfComparison,
  addressOfConference,
  addressOfConferences,
  addressOfEvent,
  addressOfFleet,
  addressOfParty,
  addressOfTrends,
  isPagePath,
  pointedIndex,
  routeOf,
} from '../../web/route.ts';
import { apiEvent, at } from './api-events.ts';

const routeTo = (address: string) => {
  const { pathname, search } = new URL(address, 'http://127.0.0.1');
  return routeOf({ pathname, search });
};

it('an address is a list with its filters, or a call', () => {
  const filters = { ...DEFAULT_FILTERS, group: 'connection' };
  expect(routeTo(addressOf('events', filters))).toEqual({ view: 'events', filters, leftOut: [] });
  expect(routeTo(addressOfCall(CALL_SID))).toMatchObject({ view: 'call', callSid: CALL_SID });
  expect(routeTo(addressOfCall('a/b?c#d%'))).toMatchObject({ view: 'call', callSid: 'a/b?c#d%' });
  expect(routeTo('/calls/%E0%A4%A')).toMatchObject({ view: 'call', callSid: '%E0%A4%A' });
  expect(routeTo(`/calls/${CALL_SID}/`)).toMatchObject({ view: 'call', callSid: CALL_SID });
  for (const address of ['/calls/..%2Fb', '/calls/a%2Fb', '/calls/a/b', '/calls//b'])
    expect(routeTo(address)).toMatchObject({ view: 'call', callSid: decodeURIComponent(address.slice(7)) });
  for (const address of ['/', '/calls', '/calls/', '/calls//', '/callsign/x', '/?call='])
    expect(routeTo(address)).toEqual({ view: 'causes', filters: DEFAULT_FILTERS, leftOut: [] });
});

it('a conference has an address, with the call that led there, and so have all of them', () => {
  for (const [sid, marked] of [
    ['CF1', undefined],
    ['CF1', CALL_SID],
    ['C F/?#', undefined],
  ] as const) {
    expect(routeTo(addressOfConference(sid, marked))).toEqual({ view: 'conference', conferenceSid: sid, marked });
  }
  for (const since of ['1d', '7d', '30d'] as const) {
    expect(routeTo(addressOfConferences(since))).toEqual({ view: 'conferences', since });
  }
  expect(routeTo('/conferences/?since=9y')).toEqual({ view: 'conferences', since: '1d' });
});

it('the calls of a number, client or SIP address have an address, whatever it looks like', () => {
  for (const party of ['+14155550142', 'client:desk 12', 'sip:a@b;x=1&call=CA1#y', 'client:é']) {
    expect(routeTo(addressOfParty(party))).toEqual({ view: 'party', party });
  }
  expect(routeTo('/?party=')).toMatchObject({ view: 'causes' });
  expect(routeTo(`/calls/${CALL_SID}?party=x`)).toMatchObject({ view: 'call', callSid: CALL_SID });
});

it.each([
  'a/b',
  '..',
  '.',
  '%2F',
  '%',
  ' ',
  'é\u0000\n',
  'a+b&call=c#d?e',
  'x'.repeat(2_000),
  '\u202e',
  'Events',
  'calls',
])('a call has an address that no server takes for another, whatever its SID looks like: %j', (callSid) => {
  const address = addressOfEvent(apiEvent({ call_sid: callSid, name: 'n'.repeat(5_000) }));
  expect(routeTo(address)).toMatchObject({ view: 'call', callSid });
  expect(new URL(address, 'http://127.0.0.1').pathname).toMatch(/^\/(calls\/[\w~-]+)?$/);
  expect(address.length).toBeLessThan(8_000);
});

it('the address of an event points at it in its call', () => {
  const events = [apiEvent(at(0)), apiEvent({ ...at(1), name: 'a&b' }), apiEvent({ ...at(1), name: 'c' })];
  for (const [index, event] of events.entries()) {
    const route = routeTo(addressOfEvent(event));
    expect(route.view === 'call' && pointedIndex(events, route.pointed)).toBe(index);
  }
});

it('an address that points at nothing that is there points at nothing', () => {
  expect(pointedIndex([apiEvent()], { at: undefined, name: undefined })).toBeUndefined();
  expect(pointedIndex([apiEvent()], { at: 'never', name: undefined })).toBeUndefined();
  expect(addressOfEvent({ ...apiEvent({ name: null }), timestamp: '' })).toBe(addressOfCall(CALL_SID));
});

it('every view of filters has an address, and a cause of any key has one', () => {
  const facets = [{ name: 'region', value: 'au1:x' }];
  const filters = { ...DEFAULT_FILTERS, text: 'a&b', facets, span: '1h' } as const;
  for (const view of ['causes', 'events'] as const)
    expect(routeTo(addressOf(view, filters))).toEqual({ view, filters, leftOut: [] });
  for (const cause of ['code:53405', 'name:a/b', 'message:../?#&=é'])
    expect(routeTo(addressOfCause(cause, filters))).toEqual({
      view: 'cause',
      filters: { ...filters, cause },
      leftOut: [],
    });
  for (const by of ['sdk_version', 'region', 'a&b'])
    expect(routeTo(addressOfFleet(by, filters))).toEqual({
      view: 'fleet',
      by,
      filters: timeOnly(filters),
      leftOut: [],
    });
  expect(routeTo(addressOf('fleet', filters))).toEqual(routeTo(addressOfFleet('sdk_version', filters)));
  expect(routeTo('/cause?since=1h')).toMatchObject({ view: 'causes' });
  expect(routeTo('/events/')).toMatchObject({ view: 'events' });
});

it('the fleet is of all calls of a time: an address of it keeps no other filter, and says which it ignores', () => {
  const filters = { ...DEFAULT_FILTERS, levels: ['ERROR'], text: 'x', rows: 'compact', span: '1h' } as const;
  expect(addressOf('fleet', filters)).toBe('/fleet?since=1h');
  expect(addressOfFleet('region', filters)).toBe('/fleet?since=1h&by=region');
  expect(routeTo('/fleet?since=1h&facet=region:au1&level=ERROR&by=region&tz=utc')).toEqual({
    view: 'fleet',
    by: 'region',
    filters: { ...DEFAULT_FILTERS, span: '1h' },
    leftOut: ['facet=region:au1', 'level=ERROR'],
  });
});

it('the address of a call says which part of its time is shown, and leaves out what is no part', () => {
  const window = { startMs: 0, endMs: 1_500 };
  expect(routeTo(addressOfCall(CALL_SID, { window }))).toMatchObject({ callSid: CALL_SID, window });
  for (const t of ['', 'x', '2026-01-01T00:00:00Z', '2026-01-01~2025-01-01', '2024-01-01~2025-01-01~2026-01-01'])
    expect(routeTo(`/calls/${CALL_SID}?t=${t}`)).not.toHaveProperty('window');
});

it('two calls have an address, of which the second may be chosen later', () => {
  expect(routeTo(addressOfComparison('CA1', 'a/b&c'))).toEqual({ view: 'compare', callSids: ['CA1', 'a/b&c'] });
  expect(routeTo(addressOfComparison('CA1'))).toEqual({ view: 'compare', callSids: ['CA1', ''] });
});

it('trends have an address with their days, 30 where it says none that there are', () => {
  expect(routeTo(addressOfTrends(364))).toEqual({ view: 'trends', days: 364 });
  expect(['/trends', '/trends?days=365'].map(routeTo)).toEqual([
    { view: 'trends', days: 30 },
    { view: 'trends', days: 30 },
  ]);
  expect([addressOfTrends(), addressOfTrends(7)]).toEqual(['/trends', '/trends?days=7']);
});

it('tells its own addresses from those of the API', () => {
  for (const path of [
    '/',
    '/events',
    '/cause',
    '/fleet',
    '/compare',
    '/trends',
    '/saved',
    '/conferences',
    '/conferences/CF1',
    '/calls/CA1',
  ])
    expect(isPagePath(path), path).toBe(true);
  for (const path of ['/v1/Voice/Events', '/openapi.json', '/assets/x', '/session', '/healthz'])
    expect(isPagePath(path), path).toBe(false);
});
