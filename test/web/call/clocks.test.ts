import { describe, expect, it } from 'vitest';
import { placeEvents } from '../../../web/call/placed-events.ts';
import { apiEvent, at } from '../api-events.ts';

const MINUTE_MS = 60_000;
const step = (edge: string, ms: number, name: string) =>
  apiEvent({ ...at(ms), edge, group: 'connection', name, level: 'INFO' });
const carrier = (aheadMs = 0) => [
  step('carrier_edge', aheadMs, 'initiated'),
  step('carrier_edge', aheadMs + 1_000, 'answered'),
  step('carrier_edge', aheadMs + 3_000, 'completed'),
];
const device = (aheadMs = 0) => [
  step('sdk_edge', aheadMs + 20, 'outgoing'),
  step('sdk_edge', aheadMs + 1_050, 'accepted-by-remote'),
  step('sdk_edge', aheadMs + 3_010, 'disconnected-by-remote'),
];
const apartOf = (...events: ReturnType<typeof step>[]) =>
  placeEvents(events, { isAligned: false }).apart.map(({ lane, from, byMs }) => [lane, from, byMs]);

describe('the clocks of two edges', () => {
  it.each([-40 * MINUTE_MS, 40 * MINUTE_MS, 2 * 365 * 86_400_000])(
    'are apart by what their steps are: %d ms',
    (aheadMs) => {
      expect(apartOf(...carrier(), ...device(aheadMs))).toEqual([['sdk_edge', 'carrier_edge', aheadMs + 20]]);
    },
  );

  it('agree where the steps do, and where one edge only heard of the beginning', () => {
    expect(apartOf(...carrier(), ...device())).toEqual([]);
    expect(apartOf(...carrier(), step('sdk_edge', 8_000, 'incoming'))).toEqual([]);
    expect(apartOf(...device())).toEqual([]);
  });

  it('are told by the time between them where they share no two steps', () => {
    expect(apartOf(...carrier(), step('sdk_edge', -40 * MINUTE_MS, 'outgoing'))).toEqual([
      ['sdk_edge', 'carrier_edge', -40 * MINUTE_MS],
    ]);
  });
});

describe('a call whose clocks are apart', () => {
  const events = [...device(-40 * MINUTE_MS), ...carrier()];

  it('is as long as by one clock, aligned or not', () => {
    expect([true, false].map((isAligned) => placeEvents(events, { isAligned }).lengthMs)).toEqual([3_000, 3_000]);
  });

  it('has the events of both edges in one order once they are aligned', () => {
    const { order } = placeEvents(events, { isAligned: true });
    expect(order.map((index) => events[index]?.name)).toEqual([
      'outgoing',
      'initiated',
      'answered',
      'accepted-by-remote',
      'disconnected-by-remote',
      'completed',
    ]);
  });
});

it('leaves events of another day out of the time of the call, and tells which they are', () => {
  const events = [step('sdk_edge', -9 * 365 * 86_400_000, 'init'), ...device()];
  const { strays, lengthMs } = placeEvents(events, { isAligned: false });
  expect([strays, lengthMs]).toEqual([[0], 2_990]);
});
