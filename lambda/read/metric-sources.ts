import { MEDIA_EDGES, type MediaEdge } from '../../families/call-event/media-edge.ts';
import type { StoredMetric } from '../../families/call-metric/item.ts';
import { besideInEdge } from '../../families/call-metric/keys.ts';
import type { MetricPages } from './metric-pages.ts';
import { createSource, type Source } from './source.ts';

/** Where samples begin: after a sort key, or before it and backwards. */
export interface MetricsFrom {
  after?: string;
  before?: string;
  /** With `before`: that key belongs to it. */
  inclusive?: boolean;
}

/** Samples of a call by media edge, each in order of time: of one edge, or of all. */
export function metricSources(
  pages: MetricPages,
  callSid: string,
  edge: MediaEdge | 'all',
  { after, before, inclusive = false }: MetricsFrom = {},
): Source<StoredMetric>[] {
  const [backwards, from] = [before !== undefined, before ?? after];
  return (edge === 'all' ? MEDIA_EDGES : [edge]).map((one) => {
    const start = from === undefined ? undefined : besideInEdge(one, from);
    const isIncluded = inclusive && backwards && start === from;
    return createSource<StoredMetric, string>(
      (beyond, limit) =>
        pages.pageOfMetrics(callSid, { edge: one, beyond, backwards, limit, ...(isIncluded && { upTo: from }) }),
      isIncluded ? undefined : start,
    );
  });
}

/**
 * Merges sources: the one that has the next sample of all, in order of time, of one moment edge by edge. It is right only
 * where none of them is lacking.
 * @returns undefined where no sample is left
 */
export function nextMetric(
  sources: readonly Source<StoredMetric>[],
  backwards = false,
): Source<StoredMetric> | undefined {
  let best: Source<StoredMetric> | undefined;
  let bestKey = '';
  for (const source of sources) {
    const head = source.head();
    if (head === undefined) continue;
    const key = `${head.place.time}#${head.place.edge}`;
    if (best === undefined || (backwards ? key > bestKey : key < bestKey)) [best, bestKey] = [source, key];
  }
  return best;
}
