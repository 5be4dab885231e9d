import { expect, it } from 'vitest';
import { phasesOf } from '../../../web/call/phases.ts';
import { placeEvents } from '../../../web/call/placed-events.ts';
import { apiEvent, at, START_MS } from '../api-events.ts';

const phases = (...steps: [ms: number, name: string, edge?: string][]) =>
  phasesOf(
    placeEvents(
      steps.map(([ms, name, edge = 'sdk_edge']) => apiEvent({ ...at(ms), group: 'connection', name, edge })),
      { isAligned: false },
    ),
  ).map(({ kind, fromMs, toMs }) => [kind, fromMs - START_MS, toMs - START_MS]);

it('are those that the device tells of, up to the end of the call', () => {
  expect(
    phases(
      [0, 'outgoing'],
      [5, 'initiated', 'carrier_edge'],
      [400, 'outgoing-ringing'],
      [4_000, 'accepted-by-remote'],
      [9_000, 'reconnecting'],
      [9_500, 'reconnected'],
      [20_000, 'disconnected-by-local'],
      [20_001, 'error'],
    ),
  ).toEqual([
    ['connecting', 0, 400],
    ['ringing', 400, 4_000],
    ['connected', 4_000, 9_000],
    ['reconnecting', 9_000, 9_500],
    ['connected', 9_500, 20_000],
  ]);
});

it('are those of a gateway where there is no device, and none where nobody tells', () => {
  expect(
    phases([0, 'initiated', 'carrier_edge'], [80, 'answered', 'carrier_edge'], [90, 'completed', 'carrier_edge']),
  ).toEqual([
    ['connecting', 0, 80],
    ['connected', 80, 90],
  ]);
  expect(phases([0, 'muted'])).toEqual([]);
});
