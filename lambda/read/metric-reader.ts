import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { MediaEdge } from '../../families/call-event/media-edge.ts';
import type { StoredMetric } from '../../families/call-metric/item.ts';
import type { MetricResource } from '../../families/call-metric/metric-resource.ts';
import { toMetricResource } from '../../families/call-metric/to-metric-resource.ts';
import { createMetricPages } from './metric-pages.ts';
import { metricSources, nextMetric } from './metric-sources.ts';
import { told } from './told.ts';

/** Answers questions about the samples of a call. Every answer is read to its last page, as far as it is consumed. */
export interface MetricReader {
  /** Samples of a call in order of time, of one media edge or of all. */
  metricsOf(callSid: string, query?: { edge?: MediaEdge }): AsyncGenerator<MetricResource>;
  /** The same as the table holds them. */
  storedOf(callSid: string, query?: { edge?: MediaEdge }): AsyncGenerator<StoredMetric>;
}

export function createMetricReader({ client, tableName }: { client: DynamoDBClient; tableName: string }): MetricReader {
  const pages = createMetricPages({ client, tableName });

  async function* storedOf(callSid: string, { edge }: { edge?: MediaEdge } = {}): AsyncGenerator<StoredMetric> {
    const sources = metricSources(pages, callSid, edge ?? 'all');
    for (;;) {
      const lacking = sources.filter((source) => source.isLacking());
      if (lacking.length > 0) await told(tableName, Promise.all(lacking.map((source) => source.read())));
      // A read can be empty, and not the last.
      if (sources.some((source) => source.isLacking())) continue;
      const source = nextMetric(sources);
      const stored = source?.head();
      if (stored === undefined) return;
      source?.pass();
      yield stored;
    }
  }

  return {
    storedOf,
    async *metricsOf(callSid, query) {
      for await (const stored of storedOf(callSid, query)) yield toMetricResource(stored);
    },
  };
}
