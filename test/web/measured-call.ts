import type { EventResource } from '../../families/call-event/event-resource.ts';
import type { JsonObject } from '../../shared/json.ts';
import { every, gatewaySample, sdkSample } from '../families/call-metric/in-words/builders.ts';
import { apiEvent, at, START_MS } from './api-events.ts';

const isBad = (atS: number) => atS > 130 && atS <= 170;

/** What was measured of a call of so many seconds, of which the uplink was bad for 40 s from 02:10. */
export function mediaSamples(lengthS: number): JsonObject[] {
  const sdk = (atS: number) => {
    const wave = Math.abs(Math.sin(atS));
    const levels = { audio_in: { value: 9_000 * wave }, audio_out: { value: 7_000 * (1 - wave) } };
    return {
      jitter: { value: 4 + 3 * wave },
      rtt: { value: 80 + 20 * wave },
      mos: { value: 4.3 + wave / 10 },
      ...levels,
    };
  };
  const uplink = (atS: number) => (isBad(atS) ? { packets_loss_percentage: 7, jitter: { avg: 14, max: 64 } } : {});
  return [
    ...every(1, 1, lengthS, (atS) => sdkSample(atS, sdk(atS), START_MS)),
    ...every(10, 10, lengthS, (atS) => gatewaySample(atS, { interval: uplink(atS), callMs: START_MS })),
    ...every(10, 10, lengthS, (atS) => gatewaySample(atS, { direction: 'outbound', callMs: START_MS })),
  ];
}

/** The events of such a call. */
export function mediaEvents(lengthS: number): EventResource[] {
  const step = (atS: number, name: string) =>
    apiEvent({ ...at(atS * 1_000), group: 'connection', name, level: 'INFO' });
  const warning = (atS: number, state: string) =>
    apiEvent({
      ...at(atS * 1_000),
      group: `network-quality-warning-${state}`,
      name: 'high-rtt',
      level: state === 'raised' ? 'WARNING' : 'INFO',
      sdk_edge: { metric: { threshold: 400, values: [420, 430] } },
    });
  return [
    step(0, 'outgoing'),
    step(2, 'accepted-by-remote'),
    warning(60, 'raised'),
    warning(75, 'cleared'),
    step(lengthS, 'disconnected-by-local'),
  ];
}
