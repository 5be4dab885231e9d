import type { JsonObject } from '../../shared/json.ts';
import type { ArchiveTable } from '../archive/archive-table.ts';
import { arrivalOf, envelopeColumns, envelopeOf, isUntimed } from '../archive/event-row.ts';
import { dataForm } from '../archive/places.ts';
import { dataOfArchived, rowOfData } from '../archive/row.ts';
import { isMediaEdge } from '../call-event/media-edge.ts';
import { oneOf } from '../call-summary/enumerations.ts';
import { redact } from '../redact.ts';
import { CALL_METRIC_LAYOUT } from './archive-layout.ts';
import type { CallMetric, MetricCloudEvent } from './call-metric.ts';
import { DOCUMENTED_PATHS } from './documented-paths.ts';
import { metricRow } from './item.ts';
import { placeOfMetric, tailOfSample } from './keys.ts';
import { METRIC_DIRECTIONS } from './metric-resource.ts';

const FORM = dataForm(CALL_METRIC_LAYOUT, DOCUMENTED_PATHS);

/** Samples in the archive. Their place is that of the table: of what the sample said before something was hidden. */
export const callMetricTable: ArchiveTable<MetricCloudEvent> = {
  layout: CALL_METRIC_LAYOUT,
  toRows(event, context) {
    return event.data.flatMap((sample, index) => {
      const place = placeOfMetric(sample, event.time);
      if (place === undefined) return [];
      const data: JsonObject = redact(sample, context.config.redactFields);
      const computed = {
        ...envelopeColumns(event, context, data.timestamp),
        sample_index: event.isList ? index : null,
        happened_at: Date.parse(place.time),
        media_edge: place.edge,
        direction: place.direction,
      };
      const of = { computed, edge: place.edge, isUntimed: isUntimed(event, data.timestamp) };
      return [rowOfData(FORM, data, of)];
    });
  },
  fromRow(row) {
    const edge = isMediaEdge(row.media_edge) ? row.media_edge : undefined;
    const data = dataOfArchived(FORM, row, edge) as CallMetric;
    return { ...envelopeOf(row, data.timestamp), data: [data], isList: typeof row.sample_index === 'number' };
  },
  tableRows(row, config) {
    const event = callMetricTable.fromRow(row);
    const [data] = event.data;
    const [edge, direction] = [row.media_edge, oneOf(METRIC_DIRECTIONS, row.direction)];
    if (data === undefined || !isMediaEdge(edge) || direction === undefined || typeof row.happened_at !== 'number')
      throw new Error('a row of call_metrics without its place');
    const place = { edge, direction, time: new Date(row.happened_at).toISOString() };
    const index = typeof row.sample_index === 'number' ? row.sample_index : undefined;
    const placed = { data: redact(data, config.redactFields), place, tail: tailOfSample(event.id, index) };
    const made = metricRow(event, placed, { arrivalMs: arrivalOf(row), config });
    return made.ok ? { ok: true, value: [made.value] } : made;
  },
};
