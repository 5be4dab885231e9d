import { MEDIA_EDGES, type MediaEdge } from '../../families/call-event/media-edge.ts';
import type { StoredMetric } from '../../families/call-metric/item.ts';
import { CALL_TYPES, type CallType, DIRECTIONS, oneOf } from '../../families/call-summary/enumerations.ts';
import { objectAt } from '../../families/call-summary/said.ts';
import type { JsonObject } from '../../shared/json.ts';
import type { MetricPages } from '../read/metric-pages.ts';
import { defaultOf } from './default-edge.ts';
import type { PageBudget } from './page-limits.ts';
import { mayRead, type Reader } from './reader.ts';
import type { ApiOptions } from './route.ts';

/** The first samples of an edge say whose they are. */
const SAMPLES_LOOKED_AT = 8;

/** Twilio's table, but for calls of a trunk, of which each direction has its own. */
const EDGES: Partial<Record<CallType, MediaEdge>> = { carrier: 'carrier_edge', sip: 'sip_edge', client: 'sdk_edge' };

/**
 * The edge that the samples of a call without events are listed by where none is asked for: by the type of the call,
 * which its summary says, else by the edge of the earliest sample, as `resolveDefaultEdge` does by the earliest event. An
 * edge that would leave nothing is none.
 * https://www.twilio.com/docs/voice/voice-insights/api/call/call-metrics-resource
 * @returns undefined where the call has no sample, or none among its first that the reader may see
 */
export async function defaultEdgeOfMetrics(
  { metrics, summaries }: Pick<ApiOptions, 'metrics' | 'summaries'>,
  callSid: string,
  reader: Pick<Reader, 'accounts'>,
  budget: PageBudget,
): Promise<MediaEdge | 'all' | undefined> {
  const [firsts, summary] = await Promise.all([
    firstMetrics(metrics, callSid, reader, budget),
    summaries.summaryOf(callSid),
  ]);
  if (firsts.length === 0) return undefined;
  const edges = firsts.map(({ place }) => place.edge);
  const data = summary?.event.data;
  const ofType = data !== undefined && mayRead(reader, data.account_sid) ? edgeOfType(data) : undefined;
  return edges.find((edge) => edge === ofType) ?? defaultOf(edges) ?? 'all';
}

/** The first sample of a call that the reader may see; undefined where none is among the first of any edge. */
export async function firstMetricOf(
  metrics: MetricPages,
  callSid: string,
  reader: Pick<Reader, 'accounts'>,
  budget: PageBudget,
): Promise<StoredMetric | undefined> {
  const [first] = await firstMetrics(metrics, callSid, reader, budget);
  return first;
}

/** Of each edge, in order of time. */
async function firstMetrics(
  metrics: MetricPages,
  callSid: string,
  reader: Pick<Reader, 'accounts'>,
  budget: PageBudget,
): Promise<StoredMetric[]> {
  const firsts = await Promise.all(
    MEDIA_EDGES.map(async (edge) => {
      const { rows } = await metrics.pageOfMetrics(callSid, { edge, limit: SAMPLES_LOOKED_AT });
      budget.spend(rows.length);
      return rows.find(({ data }) => mayRead(reader, data.account_sid)) ?? [];
    }),
  );
  return firsts.flat().toSorted((one, other) => (one.place.time < other.place.time ? -1 : 1));
}

function edgeOfType(summary: JsonObject): MediaEdge | undefined {
  const type = oneOf(CALL_TYPES, summary.call_type);
  if (type !== 'trunking') return type && EDGES[type];
  const direction = oneOf(DIRECTIONS, objectAt(summary, 'properties').direction);
  if (direction === 'trunking_originating') return 'carrier_edge';
  return direction === 'trunking_terminating' ? 'sip_edge' : undefined;
}
