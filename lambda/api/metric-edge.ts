import { MEDIA_EDGES, type MediaEdge } from '../../families/call-event/media-edge.ts';
import type { MetricPages } from '../read/metric-pages.ts';
import { defaultOf } from './default-edge.ts';
import type { PageBudget } from './page-limits.ts';
import { mayRead, type Reader } from './reader.ts';

/** The first samples of an edge say whose they are. */
const SAMPLES_LOOKED_AT = 8;

/**
 * The edge that the samples of a call are listed by where none is asked for and nothing else of the call is known: by
 * the edge of the earliest sample, as `resolveDefaultEdge` does by the earliest event.
 * @returns undefined where the call has no sample, or none among its first that the reader may see
 */
export async function defaultEdgeOfMetrics(
  pages: MetricPages,
  callSid: string,
  { accounts }: Pick<Reader, 'accounts'>,
  budget: PageBudget,
): Promise<MediaEdge | 'all' | undefined> {
  const firsts = await Promise.all(
    MEDIA_EDGES.map(async (edge) => {
      const { rows } = await pages.pageOfMetrics(callSid, { edge, limit: SAMPLES_LOOKED_AT });
      budget.spend(rows.length);
      return rows.find(({ data }) => mayRead({ accounts }, data.account_sid))?.place ?? [];
    }),
  );
  const places = firsts.flat().toSorted((one, other) => (one.time < other.time ? -1 : 1));
  return places.length === 0 ? undefined : (defaultOf(places.map(({ edge }) => edge)) ?? 'all');
}

/** Whether a call has a sample, among its first, that the reader may see. */
export async function hasMetric(
  pages: MetricPages,
  callSid: string,
  { accounts }: Pick<Reader, 'accounts'>,
): Promise<boolean> {
  const { rows } = await pages.pageOfMetrics(callSid, { limit: SAMPLES_LOOKED_AT });
  return rows.some(({ data }) => mayRead({ accounts }, data.account_sid));
}
