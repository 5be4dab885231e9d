import { expect, it } from 'vitest';
import { CALL_SID } from '../../samples/builders.ts';
import { DEFAULT_FILTERS } from '../../web/now/filters.ts';
import { addressOfCall, addressOfEvent, addressOfNow, addressOfParty, pointedIndex, routeOf } from '../../web/route.ts';
import { apiEvent, at } from './api-events.ts';

const routeTo = (address: string) => {
  const { pathname, search } = new URL(address, 'http://127.0.0.1');
  return routeOf({ pathname, search });
};

it('an address is a list with its filters, or a call', () => {
  const filters = { ...DEFAULT_FILTERS, group: 'connection' };
  expect(routeTo(addressOfNow(filters))).toEqual({ view: 'now', filters, leftOut: [] });
  expect(routeTo(addressOfCall(CALL_SID))).toMatchObject({ view: 'call', callSid: CALL_SID });
  expect(routeTo(addressOfCall('a/b?c#d%'))).toMatchObject({ view: 'call', callSid: 'a/b?c#d%' });
  expect(routeTo('/calls/%E0%A4%A')).toMatchObject({ view: 'call', callSid: '%E0%A4%A' });
  expect(routeTo(`/calls/${CALL_SID}/`)).toMatchObject({ view: 'call', callSid: CALL_SID });
  for (const address of ['/calls/..%2Fb', '/calls/a%2Fb', '/calls/a/b', '/calls//b'])
    expect(routeTo(address)).toMatchObject({ view: 'call', callSid: decodeURIComponent(address.slice(7)) });
  for (const address of ['/', '/calls', '/calls/', '/calls//', '/callsign/x', '/?call='])
    expect(routeTo(address)).toEqual({ view: 'now', filters: DEFAULT_FILTERS, leftOut: [] });
});

it('the calls of a number, client or SIP address have an address, whatever it looks like', () => {
  for (const party of ['+14155550142', 'client:desk 12', 'sip:a@b;x=1&call=CA1#y', 'client:é']) {
    expect(routeTo(addressOfParty(party))).toEqual({ view: 'party', party });
  }
  expect(routeTo('/?party=')).toMatchObject({ view: 'now' });
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
