import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { toldTime } from '../call-event/event-time.ts';
import { withoutMisfits } from '../misfits.ts';
import { callMetricSchema } from './call-metric.ts';
import type { StoredMetric } from './item.ts';
import type { MetricResource } from './metric-resource.ts';

/** A sample of the table as the read API answers it: its edge and direction are those that it is filed under. */
export function toMetricResource({ data, place }: Pick<StoredMetric, 'data' | 'place'>): MetricResource {
  const { account_sid, carrier_edge, sip_edge, sdk_edge, client_edge } = withoutMisfits(callMetricSchema(), data);
  return {
    timestamp: toldTime(data.timestamp, place.time),
    call_sid: data.call_sid,
    account_sid: typeof account_sid === 'string' ? account_sid : null,
    edge: place.edge,
    direction: place.direction,
    carrier_edge: objectOrNull(carrier_edge),
    sip_edge: objectOrNull(sip_edge),
    sdk_edge: objectOrNull(sdk_edge),
    client_edge: objectOrNull(client_edge),
  };
}

function objectOrNull(value: unknown): JsonObject | null {
  return isJsonObject(value) ? value : null;
}
