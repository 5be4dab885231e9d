import type { MetricSeries } from './series.ts';

/** `client_edge inbound`, as Twilio spells it: no two series of a call have one name. */
export function streamName({ edge, direction }: Pick<MetricSeries, 'edge' | 'direction'>): string {
  return direction === 'both' ? edge : `${edge} ${direction}`;
}
