import type { ArchiveTable } from '../../families/archive/archive-table.ts';
import type { ArchiveRow } from '../../families/archive/column.ts';
import { callEventTable } from '../../families/call-event/archive-table.ts';
import { fromItem } from '../../families/call-event/item.ts';
import { timeOfSortKey } from '../../families/call-event/keys.ts';
import { callMetricTable } from '../../families/call-metric/archive-table.ts';
import type { MetricCloudEvent } from '../../families/call-metric/call-metric.ts';
import { fromMetricItem } from '../../families/call-metric/item.ts';
import { tailOfPart } from '../../families/call-metric/keys.ts';
import { callSummaryTable } from '../../families/call-summary/archive-table.ts';
import { fromSummaryItem } from '../../families/call-summary/item.ts';
import { SUMMARY_PART } from '../../families/call-summary/keys.ts';
import { conferenceTable } from '../../families/conference-summary/archive-table.ts';
import { fromConferenceItem } from '../../families/conference-summary/item.ts';
import { conferenceOfId, participantOfPart } from '../../families/conference-summary/keys.ts';
import type { LifetimeSetting } from '../../families/family-facts.ts';
import type { IngestConfig } from '../../families/ingest-config.ts';
import { participantTable } from '../../families/participant-summary/archive-table.ts';
import { fromParticipantItem } from '../../families/participant-summary/item.ts';
import type { Attributes } from '../../lambda/store/attribute-value.ts';
import { INSIGHTS_KEYS, type TableId, TTL_ATTRIBUTE } from '../../shared/table.ts';
import { DAY_MS } from '../../shared/utc-day.ts';

/** A row says no more of its arrival than the day, and that only by the setting of then. */
const MOST_DAYS_LATE = 35;

/** A row of a table as the archive would have it. */
export interface ArchivedItem {
  table: ArchiveTable;
  row: ArchiveRow;
}

/**
 * What a row of a table is in the archive; undefined for one that is of no event: what people say, what leads to others.
 * When it came is not in it: it is taken for the time of its event, where its lifetime does not say another day.
 */
export function archivedItem(tableId: TableId, item: Attributes, config: IngestConfig): ArchivedItem | undefined {
  if (tableId === 'call-events') {
    const { event, sortKey, levelTimestamp } = fromItem(item);
    const own = timeOfSortKey(sortKey);
    const filed = timeOfSortKey(levelTimestamp ?? sortKey);
    // The index files an event from the future under its arrival.
    const arrivalMs = filed === own ? arrivalOfItem(item, own, config) : Date.parse(filed);
    return rowOf(callEventTable, callEventTable.toRows(event, { arrivalMs, config }));
  }
  const part = item[INSIGHTS_KEYS.sortKey]?.S ?? '';
  const metric = fromMetricItem(item);
  if (metric !== undefined) {
    const event = metricEvent(item, metric.data, tailOfPart(part));
    const arrivalMs = arrivalOfItem(item, metric.place.time, config, 'metricDays');
    const [row] = callMetricTable.toRows(event, { arrivalMs, config });
    const index = indexIn(tailOfPart(part), event.id);
    return row && { table: callMetricTable, row: { ...row, sample_index: index ?? null } };
  }
  if (participantOfPart(part) !== undefined) {
    const { event } = fromParticipantItem(item);
    const arrivalMs = arrivalOfItem(item, event.data.leave_time ?? event.time, config);
    return rowOf(participantTable, participantTable.toRows(event, { arrivalMs, config }));
  }
  if (part !== SUMMARY_PART) return undefined;
  if (conferenceOfId(item[INSIGHTS_KEYS.partitionKey]?.S ?? '') !== undefined) {
    const { event } = fromConferenceItem(item);
    const arrivalMs = arrivalOfItem(item, event.data.end_time ?? event.time, config);
    return rowOf(conferenceTable, conferenceTable.toRows(event, { arrivalMs, config }));
  }
  const { event, started } = fromSummaryItem(item);
  const arrivalMs = arrivalOfItem(item, event.data.end_time ?? event.time ?? started, config);
  return rowOf(callSummaryTable, callSummaryTable.toRows(event, { arrivalMs, config }));
}

function rowOf(table: ArchiveTable, [row]: readonly ArchiveRow[]): ArchivedItem | undefined {
  return row && { table, row };
}

function metricEvent(item: Attributes, data: MetricCloudEvent['data'][number], tail: string): MetricCloudEvent {
  const id = item.event_id?.S ?? '';
  return {
    id,
    type: item.event_type?.S ?? '',
    ...(item.event_time?.S !== undefined && { time: item.event_time.S }),
    ...(item.schema_version?.N !== undefined && { schemaVersion: Number(item.schema_version.N) }),
    data: [data],
    isList: indexIn(tail, id) !== undefined,
  };
}

/** The place of a sample among several, by its sort key: `EZ…-3`. */
function indexIn(tail: string, id: string): number | undefined {
  return tail === id ? undefined : Number(tail.slice(id.length + 1));
}

/** @param own the time of its event, as it came */
function arrivalOfItem(
  item: Attributes,
  own: unknown,
  config: IngestConfig,
  lifetime: LifetimeSetting = 'retentionDays',
): number {
  const ownMs = Date.parse(String(own));
  const days = config[lifetime];
  const end = Number(item[TTL_ATTRIBUTE]?.N) * 1_000;
  if (days === 0 || Number.isNaN(end)) return Number.isNaN(ownMs) ? 0 : ownMs;
  const dayStart = end - (days + 1) * DAY_MS;
  if (Number.isNaN(ownMs)) return dayStart;
  const isThatDay = ownMs >= dayStart && ownMs < dayStart + DAY_MS;
  // Of another setting than that of now, the day would be any.
  return isThatDay || Math.abs(ownMs - dayStart) > MOST_DAYS_LATE * DAY_MS ? ownMs : dayStart;
}
